package rules

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/shell"
)

// forbidden says what is wrong with a command that must not run, and how it is repaired.
func (r Rule) forbidden(v *Violation, m match) (Repair, error) {
	v.Message = v.Title + " is forbidden" + r.tail()
	if r.problem != "" {
		v.Message = v.Title + " " + r.problem + r.tail()
	}
	switch {
	case r.remedy != "":
		v.Fix = r.remedy
		return Repair{What: v.Title + " taken out", TakeOut: true}, nil
	case len(r.Instead) == 0:
		v.Fix = "take it out"
		return Repair{}, errors.New("what is to stand in its place is not known: the rule has no instead")
	}
	instead, n := strings.Join(r.Instead, " "), len(m.words)
	v.Fix = "write " + instead + " in its place"
	switch {
	case m.words[n-1] != n-1:
		return Repair{}, errors.New("other words stand between those that are replaced")
	case !m.exact:
		return Repair{}, errors.New("an option among the words that are replaced says more than the rule")
	}
	return Repair{What: instead + " put in the place of " + v.Title, Edits: []Edit{{N: n, Words: r.Instead}}}, nil
}

// incomplete says what a command lacks, and how that is put in.
func (r Rule) incomplete(v *Violation, m match, lacks []lack, noThen bool) (repair Repair, cannot error) {
	var problems, fixes, put, done []string
	for _, l := range lacks {
		o, was := l.option, l.was()
		problems = append(problems, l.problem())
		if was != "" {
			repair.Override = o.text + " now overrides " + was + r.decided[l.found.value]
		}
		switch {
		case o.variable:
			fixes = append(fixes, "set "+o.text+" for it")
			cannot = fmt.Errorf("where %s is to be set is not known", o.text)
		case l.found.n > 0:
			fixes = append(fixes, "write "+o.text+" in its place")
			done = append(done, o.text+" put in the place of "+was)
			repair.Edits = append(repair.Edits, Edit{At: l.found.at, N: l.found.n, Words: o.words()})
		default:
			put = append(put, o.words()...)
		}
		switch {
		case l.found.cluster:
			cannot = fmt.Errorf("other options stand in one word with %s", o.name)
		case strings.Contains(o.text, "*"):
			cannot = fmt.Errorf("which %s is to be put in is not known", o.text)
		}
	}
	if len(put) > 0 {
		options := strings.Join(put, " ")
		fixes = append(fixes, "write it right after "+m.head[strings.LastIndexByte(m.head, ' ')+1:]+": "+m.head+" "+options)
		done = append(done, options+" put in")
		repair.Edits = append(repair.Edits, Edit{At: m.optionsAfter + 1, Words: put})
	}
	if noThen {
		var thens []string
		for _, p := range r.Then {
			thens = append(thens, p.text)
		}
		then := strings.Join(thens, " or ")
		problems = append(problems, "without "+then+" after it")
		fixes = append(fixes, "add "+then+" further down in the same instruction")
		cannot = errors.New("where the command belongs that must come after it is not known")
	}
	slices.SortFunc(repair.Edits, func(a, b Edit) int { return a.At - b.At })
	v.Message = v.Title + " " + strings.Join(problems, " and ") + r.tail()
	v.Fix = strings.Join(fixes, "; ")
	repair.What, repair.Comment = strings.Join(done, ", "), r.comment
	work, _ := v.Command.Assign("GOWORK")
	repair.Workspace = r.workspace && work.Value.Text != "off"
	return repair, cannot
}

// words are the option as it is written: a single letter with its value after it, since only some programs take "-u=0".
func (o option) words() []string {
	if o.valued && len(o.name) == 2 {
		return []string{o.name, o.value}
	}
	return []string{o.text}
}

// was is the option with the wrong value that it has, "?" for what is unknown of it; "" when it is not there.
func (l lack) was() string {
	text := l.option.name + "=" + strings.ReplaceAll(l.found.value, shell.Placeholder, "?")
	switch {
	case l.found.n > 0:
		return text
	case l.found.value != "" && !l.found.met:
		return text + " of GOFLAGS"
	}
	return ""
}

// problem says what is wrong, as the end of a sentence that begins with the command.
func (l lack) problem() string {
	switch {
	case l.found.n > 0:
		return "with " + l.was() + " instead of " + l.option.text
	case l.found.note != "" && len(l.alternatives.any) == 1:
		return l.found.note
	}
	all := strings.Split(l.alternatives.text, "|")
	if last := len(all) - 1; last > 0 {
		return "without " + strings.Join(all[:last], ", ") + " or " + all[last]
	}
	return "without " + all[0]
}

// tail is the team's half-sentence, or the decision that a built-in rule is from.
func (r Rule) tail() string {
	switch {
	case r.Message == "":
		return ""
	case r.Line == 0:
		return " (" + r.Message + ")"
	}
	return ": " + r.Message
}
