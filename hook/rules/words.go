package rules

import (
	"errors"
	"fmt"
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
		return Repair{}, errors.New("there is no repair for " + r.Name)
	}
	instead := strings.Join(r.Instead, " ")
	v.Fix = "write " + instead + " in its place"
	n := len(m.words)
	if m.words[n-1] != n-1 {
		return Repair{}, errors.New("other words stand between those that are replaced")
	}
	return Repair{What: instead + " put in the place of " + v.Title, Edits: []Edit{{N: n, Words: r.Instead}}}, nil
}

// incomplete says what a command lacks, and how that is put in.
func (r Rule) incomplete(v *Violation, m match, lacks []lack, noThen bool) (repair Repair, cannot error) {
	var problems, fixes, put, done []string
	beaten := "" // a value that is set elsewhere
	for _, l := range lacks {
		option := l.option()
		problems = append(problems, l.problem())
		switch {
		case option.variable:
			fixes = append(fixes, "set "+option.text+" for it")
			cannot = fmt.Errorf("where %s is to be set is not known", option.text)
		case l.found.n > 0:
			fixes = append(fixes, "write "+option.text+" in its place")
			repair.Override = r.override(l, l.was())
			repair.Edits = append(repair.Edits, Edit{At: l.found.at, N: l.found.n, Words: []string{option.text}})
			done = append(done, option.text+" put in the place of "+l.was())
		default:
			put = append(put, option.text)
			if l.found.value != "" {
				beaten = l.was() + " of GOFLAGS"
				repair.Override = r.override(l, beaten)
			}
		}
	}
	if len(put) > 0 {
		options := strings.Join(put, " ")
		fixes = append(fixes, "write it right after "+m.title[strings.LastIndexByte(m.title, ' ')+1:]+": "+m.title+" "+options)
		repair.Edits = append(repair.Edits, Edit{At: m.optionsAfter + 1, Words: put})
		options += " put in"
		if beaten != "" {
			options += ", which beats " + beaten
		}
		done = append(done, options)
	}
	if noThen {
		then := r.Then[0].plain(m.title)
		problems = append(problems, "without "+then+" after it")
		fixes = append(fixes, "add "+then+" further down in the same instruction")
		cannot = errors.New("where the command belongs that must come after it is not known")
	}
	v.Message = v.Title + " " + strings.Join(problems, " and ") + r.tail()
	v.Fix = strings.Join(fixes, "; ")
	repair.What, repair.Comment = strings.Join(done, ", "), r.comment
	work, _ := v.Command.Assign("GOWORK")
	repair.Workspace = r.workspace && work.Value.Text != "off"
	return repair, cannot
}

// override says what a repair overrides.
func (r Rule) override(l lack, was string) string {
	return l.option().text + " now overrides " + was + r.decided[l.found.value]
}

// was is the option with the value that it has.
func (l lack) was() string {
	if l.found.value == "" || strings.Contains(l.found.value, shell.Placeholder) {
		return "a " + l.option().name + " that is not known"
	}
	return l.option().name + "=" + l.found.value
}

// problem says what is wrong, as the end of a sentence that begins with the command.
func (l lack) problem() string {
	option := l.option()
	isKnown := l.found.value != "" && !strings.Contains(l.found.value, shell.Placeholder)
	switch {
	case l.found.n > 0 && isKnown:
		return "with " + l.was() + " instead of " + option.text
	case l.found.n > 0:
		return "with a " + option.name + " that is not known to be " + option.value
	case l.found.note != "" && len(l.alternatives) == 1:
		return l.found.note
	}
	var all []string
	for _, need := range l.alternatives {
		all = append(all, need.text)
	}
	last := len(all) - 1
	if last > 0 {
		return "without " + strings.Join(all[:last], ", ") + " or " + all[last]
	}
	return "without " + all[0]
}
