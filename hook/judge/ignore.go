package judge

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/dockerfile"
	"github.com/ddhook/ddhook/hook/rules"
)

// silence sorts violations into those that count and those that a comment silences, and warns of comments that silence
// nothing: whoever wrote one believes otherwise.
func (v *Verdict) silence(f *dockerfile.File, found []rules.Violation, on func(rule string) bool) {
	used := make([]bool, len(f.Ignores))
	for _, violation := range found {
		i := slices.IndexFunc(f.Ignores, func(ig dockerfile.Ignore) bool {
			return ig.Rule == violation.Rule && ig.Reason != "" && ig.Instruction == violation.Call.Instruction
		})
		if i < 0 {
			v.Violations = append(v.Violations, violation)
			continue
		}
		used[i] = true
		v.Ignored = append(v.Ignored, Ignored{violation, f.Ignores[i].Reason})
	}
	for i, ig := range f.Ignores {
		if message := idle(ig, used[i], on); message != "" {
			v.warn(ig.Span.Start, message)
		}
	}
}

// idle says why an ignore comment silences nothing; "" when it does, or when its rule is off.
func idle(ig dockerfile.Ignore, used bool, on func(rule string) bool) string {
	names := rules.Names()
	switch {
	case !slices.Contains(names, ig.Rule):
		return fmt.Sprintf("ddhook:ignore silences nothing: there is no rule %q (the rules are %s)", ig.Rule,
			strings.Join(names, ", "))
	case ig.Reason == "":
		return fmt.Sprintf("ddhook:ignore silences nothing without a reason: write ddhook:ignore %s -- and why", ig.Rule)
	case !used && on(ig.Rule):
		return fmt.Sprintf("ddhook:ignore silences nothing: its instruction does not break %s", ig.Rule)
	}
	return ""
}
