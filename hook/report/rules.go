package report

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/ddhook/ddhook/hook"
	"github.com/ddhook/ddhook/hook/rules"
)

// Rules lists the rules of a set, one a line.
func Rules(w io.Writer, set *rules.Set) error {
	var out bytes.Buffer
	for _, r := range set.Rules() {
		fmt.Fprintf(&out, "%-20s %-4s %s\n", r.Name, onOff(set.On(r.Name)), summary(r))
	}
	out.WriteString("\nrules go on and off in .ddhook.yaml; `ddhook rules RULE` explains one\n")
	_, err := w.Write(out.Bytes())
	return err
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

// Trial says how many commands each rule looks at, and which examples are not as they say.
func Trial(w io.Writer, t hook.Trial) error {
	var out bytes.Buffer
	for _, r := range t.Rules.Rules() {
		looksAt := count(t.Commands[r.Name], "command")
		if len(r.Forbid)+len(r.Command) == 0 {
			looksAt = "whole files"
		}
		fmt.Fprintf(&out, "%-20s %-4s %s\n", r.Name, onOff(t.Rules.On(r.Name)), looksAt)
	}
	for _, wrong := range t.Wrong {
		fmt.Fprintln(&out, Escape(wrong.Error()))
	}
	fmt.Fprintf(&out, "ddhook: %s tried, %d not as they say; %s looked at\n",
		count(t.Examples, "example"), len(t.Wrong), count(t.Files, "Dockerfile"))
	_, err := w.Write(out.Bytes())
	return err
}

// Rule explains a rule, which stands in file when it is a team's own.
func Rule(w io.Writer, r rules.Rule, on bool, file string) error {
	var out bytes.Buffer
	fmt.Fprintf(&out, "%s: %s\n", r.Name, summary(r))
	if why(r) != summary(r) {
		fmt.Fprintf(&out, "\n%s\n", fold(why(r), ""))
	}
	out.WriteString(explanation(r))
	if r.Line > 0 {
		fmt.Fprintf(&out, "\nit is the team's own, and stands in %s:%d\n", Escape(file), r.Line)
	} else {
		fmt.Fprintf(&out, "\nto turn it %s, write in .ddhook.yaml:\n\n    rules:\n      %s: %[1]s\n", onOff(!on), r.Name)
	}
	_, err := w.Write(out.Bytes())
	return err
}

// summary is a rule in one line: of a team's own what it says, key by key.
func summary(r rules.Rule) string {
	if r.Line == 0 {
		return r.Summary
	}
	var keys []string
	for _, key := range []struct {
		name   string
		values []string
	}{
		{"forbid", texts(r.Forbid)}, {"command", texts(r.Command)}, {"require", texts(r.Require)}, {"then", texts(r.Then)},
		{"except", texts(r.Except)}, {"in", r.In}, {"instead", []string{strings.Join(r.Instead, " ")}},
	} {
		if value := strings.Join(key.values, ", "); value != "" {
			keys = append(keys, key.name+": "+value)
		}
	}
	return strings.Join(keys, "; ")
}

func texts[T fmt.Stringer](all []T) (texts []string) {
	for _, t := range all {
		texts = append(texts, t.String())
	}
	return texts
}

// why is the reason for a rule: of a team's own its message, if it has one.
func why(r rules.Rule) string { return cmp.Or(r.Why, r.Message, summary(r)) }

// explanation is what there is to know about a rule beside why: wrong, right, caveats, and how to silence it.
func explanation(r rules.Rule) string {
	var out strings.Builder
	for _, part := range []struct {
		title    string
		examples []rules.Example
	}{{"wrong", r.Wrong}, {"right", r.Right}} {
		if len(part.examples) > 0 {
			fmt.Fprintf(&out, "\n%s:\n", part.title)
		}
		for _, e := range part.examples {
			out.WriteString("\n" + indent(e.Text))
		}
	}
	if len(r.Caveats) > 0 {
		out.WriteString("\nto know:\n\n")
		for _, c := range r.Caveats {
			fmt.Fprintf(&out, "  - %s\n", fold(c, "    "))
		}
	}
	fmt.Fprintf(&out, "\nto allow one instruction, write above it:\n\n    # ddhook:ignore %s -- your reason\n", r.Name)
	return out.String()
}

func indent(text string) string {
	return "    " + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n    ") + "\n"
}

// fold breaks text into lines of at most 80 letters, those after the first behind prefix.
func fold(text, prefix string) string {
	lines := []string{prefix}
	for i, word := range strings.Fields(text) {
		last := &lines[len(lines)-1]
		switch {
		case i == 0:
			*last = word
		case len(*last)+len(" ")+len(word) > 80:
			lines = append(lines, prefix+word)
		default:
			*last += " " + word
		}
	}
	return strings.Join(lines, "\n")
}
