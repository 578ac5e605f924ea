package judge

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/dockerfile"
	"github.com/ddhook/ddhook/hook/nearest"
	"github.com/ddhook/ddhook/hook/rules"
)

// silence sorts violations into those that count and those that a comment silences, and warns of comments that silence
// nothing: whoever wrote one believes otherwise.
func (v *Verdict) silence(set *rules.Set, found []rules.Violation) {
	type subject struct {
		instruction int
		rule        string
	}
	faults := make([]fault, len(v.Ignores))
	reasons, used := map[subject]string{}, map[subject]bool{}
	for i, ig := range v.Ignores {
		if faults[i] = faultOf(ig, set.Names()); faults[i].why == "" {
			for _, rule := range ig.Rules {
				s := subject{ig.Instruction, rule}
				reasons[s] = cmp.Or(reasons[s], ig.Reason)
			}
		}
	}
	for _, violation := range found {
		s := subject{violation.Command.Instruction, violation.Rule}
		if reasons[s] == "" {
			v.Violations = append(v.Violations, violation)
			continue
		}
		used[s] = true
		v.Ignored = append(v.Ignored, Ignored{violation, reasons[s]})
	}
	for i, ig := range v.Ignores {
		for _, rule := range ig.Rules {
			if faults[i].why == "" && set.On(rule) && !used[subject{ig.Instruction, rule}] {
				faults[i] = fault{"for a rule that is not broken", "the instruction complies with " + rule}
			}
		}
	}
	v.warnFaults(faults)
}

// fault is why a comment silences nothing, and a hint; the zero fault is none.
type fault struct{ why, hint string }

// faultOf returns what is wrong with how a comment is written.
func faultOf(ig dockerfile.Ignore, known []string) fault {
	var names []string // of the rules that are surely meant
	unknown := ""
	for _, rule := range ig.Rules {
		if near := nearest.Name(rule, known); near != "" {
			names = append(names, near)
		}
		if !slices.Contains(known, rule) {
			unknown = cmp.Or(unknown, rule)
		}
	}
	write := fmt.Sprintf("write %s %s -- %s", dockerfile.IgnoreSign, cmp.Or(strings.Join(names, ", "), "RULE"),
		cmp.Or(ig.Reason, "your reason"))
	switch near := nearest.Name(unknown, known); {
	case ig.Sign != dockerfile.IgnoreSign:
		return fault{fmt.Sprintf("without the exact %q", dockerfile.IgnoreSign), write}
	case len(ig.Rules) == 0:
		return fault{"without a rule", write}
	case ig.Reason == "":
		return fault{"without a reason", write}
	case ig.Dash != "--":
		return fault{"without two dashes before the reason", write}
	case unknown != "" && near != "":
		return fault{"with an unknown rule", fmt.Sprintf("there is no %q, did you mean %s?", unknown, near)}
	case unknown != "":
		return fault{"with an unknown rule", fmt.Sprintf("there is no %q (the rules are %s)", unknown, strings.Join(known, ", "))}
	}
	return fault{}
}

// warnFaults warns of comments that silence nothing, once for each kind.
func (v *Verdict) warnFaults(faults []fault) {
	count := map[string]int{}
	for _, f := range faults {
		count[f.why]++
	}
	for i, f := range faults {
		n := count[f.why]
		if f.why == "" || n == 0 {
			continue
		}
		count[f.why] = 0
		message := fmt.Sprintf("this comment silences nothing %s: %s", f.why, f.hint)
		if n > 1 {
			line := v.Source.LineOf(v.Ignores[i].Span.Start)
			message = fmt.Sprintf("%d comments silence nothing %s, the first at line %d: %s", n, f.why, line, f.hint)
		}
		v.warn(v.Ignores[i].Span.Start, message)
	}
}
