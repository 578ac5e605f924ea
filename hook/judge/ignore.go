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
func (v *Verdict) silence(set *rules.Set, found []rules.Violation) {
	used := make([]bool, len(v.Ignores))
	for _, violation := range found {
		i := slices.IndexFunc(v.Ignores, func(ig dockerfile.Ignore) bool {
			return ig.Rule == violation.Rule && ig.Reason != "" && ig.Instruction == violation.Command.Instruction
		})
		if i < 0 {
			v.Violations = append(v.Violations, violation)
			continue
		}
		used[i] = true
		v.Ignored = append(v.Ignored, Ignored{violation, v.Ignores[i].Reason})
	}
	for i, ig := range v.Ignores {
		if message := idle(ig, used[i], set); message != "" {
			v.warn(ig.Span.Start, message)
		}
	}
}

// idle says why an ignore comment silences nothing; "" when it does, or when its rule is off.
func idle(ig dockerfile.Ignore, used bool, set *rules.Set) string {
	names := set.Names()
	switch {
	case !slices.Contains(names, ig.Rule):
		return fmt.Sprintf("ddhook:ignore silences nothing: there is no rule %q (the rules are %s)", ig.Rule,
			strings.Join(names, ", "))
	case ig.Reason == "":
		return fmt.Sprintf("ddhook:ignore silences nothing without a reason: write ddhook:ignore %s -- and why", ig.Rule)
	case !used && set.On(ig.Rule):
		return fmt.Sprintf("ddhook:ignore silences nothing: its instruction does not break %s", ig.Rule)
	}
	return ""
}
