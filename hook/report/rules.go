package report

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/ddhook/ddhook/hook"
	"github.com/ddhook/ddhook/hook/rules"
)

// Rules lists the rules of a set, one a line.
func Rules(w io.Writer, set *rules.Set) error {
	return Lines(w, append(list(set, summary), "", "rules go on and off in .ddhook.yaml; `ddhook rules RULE` explains one"))
}

// list has a line for each rule, which ends with what about says.
func list(set *rules.Set, about func(rules.Rule) string) (lines []string) {
	for _, r := range set.Rules {
		lines = append(lines, fmt.Sprintf("%-20s %-4s %s", r.Name, onOff[r.On], about(r.Explained())))
	}
	return lines
}

var onOff = map[bool]string{true: "on", false: "off"}

// Trial says how many commands each rule looks at, and which examples are not as they say.
func Trial(w io.Writer, t hook.Trial) error {
	lines := list(t.Rules, func(r rules.Rule) string { return count(t.Commands[r.Name], "command") })
	for _, wrong := range t.Wrong {
		lines = append(lines, wrong.Error())
	}
	return Lines(w, append(lines, fmt.Sprintf("ddhook: %s tried, %d not as they say; %s looked at",
		count(t.Examples, "example"), len(t.Wrong), count(t.Files, "Dockerfile"))))
}

// Rule explains a rule, which stands in file when it is a team's own.
func Rule(w io.Writer, r rules.Rule, file string) error {
	r = r.Explained()
	text := r.Name + ": " + summary(r) + "\n"
	if why(r) != summary(r) {
		text += "\n" + why(r) + "\n"
	}
	end := fmt.Sprintf("to turn it %s, write in .ddhook.yaml:\n\n    rules:\n      %s: %[1]s", onOff[!r.On], r.Name)
	if r.Line > 0 {
		end = fmt.Sprintf("it is the team's own, and stands in %s:%d", file, r.Line)
	}
	return Lines(w, strings.Split(text+explanation(r)+"\n"+end, "\n"))
}

// summary is a rule in one line: of a team's own what it says, key by key.
func summary(r rules.Rule) string {
	if r.Line == 0 {
		return r.Summary
	}
	var keys []string
	for key := range strings.FieldsSeq("forbid command require then except in instead") {
		if values := r.Written[key]; len(values) > 0 {
			keys = append(keys, key+": "+strings.Join(values, ", "))
		}
	}
	return strings.Join(keys, "; ")
}

// why is the reason for a rule: of a team's own its message, if it has one.
func why(r rules.Rule) string { return cmp.Or(r.Why, r.Message, summary(r)) }

// explanation is what there is to know about a rule beside why: wrong, right, caveats, and how to silence it.
func explanation(r rules.Rule) string {
	var out strings.Builder
	part := func(title string, examples ...rules.Example) {
		for i, e := range examples {
			if i == 0 {
				fmt.Fprintf(&out, "\n%s:\n", title)
			}
			fmt.Fprintf(&out, "\n    %s\n", strings.ReplaceAll(strings.TrimRight(e.Text, "\n"), "\n", "\n    "))
		}
	}
	part("wrong", r.Wrong...)
	part("right", r.Right...)
	if r.Caveats != "" {
		part("to know", rules.Example{Text: r.Caveats})
	}
	part("to allow one instruction, write above it", rules.Example{Text: "# ddhook:ignore " + r.Name + " -- your reason"})
	return out.String()
}
