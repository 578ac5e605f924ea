package rules

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/shell"
	"github.com/ddhook/ddhook/hook/source"
)

// Count adds how many commands of a file each rule looks at to counts, by its name. One that is run several times is one.
func (s *Set) Count(f *File, counts map[string]int) {
	last := map[string]int{}
	for _, c := range f.Commands {
		parsed, after := read(c), c.Span().Start+1
		for _, i := range s.about(c.Program) {
			if r := &s.Rules[i]; r.match(parsed) != nil && last[r.Name] != after {
				counts[r.Name]++
				last[r.Name] = after
			}
		}
	}
}

// Forbids reports whether the rule forbids the command that some words are, in whatever instruction.
func (r Rule) Forbids(words []string) bool {
	c := Command{Command: shell.Command{Program: shell.Program(words[0])}}
	for _, word := range words {
		c.Words = append(c.Words, shell.Word{Text: word})
	}
	r.In = nil
	return r.match(read(c)) != nil
}

// match returns how a command meets a pattern of the rule; nil when the rule does not mean it.
func (r *Rule) match(c *call) *match {
	isElsewhere := len(r.In) > 0 && !slices.Contains(r.In, c.Keyword)
	if isElsewhere || matchAny(r.Except, c) != nil {
		return nil
	}
	return matchAny(r.About, c)
}

func matchAny(patterns []Pattern, c *call) *match {
	for i := range patterns {
		if m := patterns[i].match(c); m != nil {
			return m
		}
	}
	return nil
}

// check returns the violations of one rule by the commands that it may be about, which are in the order of the file.
func (r *Rule) check(f *File, commands []*call) (found []Violation) {
	if r.always.WholeFile && f.NamesDecision() {
		return nil
	}
	ends := map[int]int{} // by instruction: where the last command stands that Then names
	for _, c := range commands {
		if matchAny(r.Then, c) != nil {
			ends[c.Instruction] = c.Span().Start
		}
	}
	isUnknown := func(w shell.Word) bool { return w.Optional || strings.Contains(w.Text, shell.Placeholder) }
	last, spared := -1, map[int]bool{} // where the last one stands; what the rule may not mean in some call or round
	for _, c := range commands {
		start := c.Span().Start
		v := r.judge(c, ends[c.Instruction] > start)
		if v != nil && start != last {
			found, last = append(found, *v), start
		}
		if len(r.Except) > 0 && (v == nil || slices.ContainsFunc(c.Words, isUnknown)) {
			spared[start] = true
		}
		if v != nil && v.WholeFile || len(found) > budget.MaxFound {
			break
		}
	}
	for i, v := range found {
		if spared[v.Span().Start] {
			found[i].cannot = errors.New("with what is unknown of it the rule may not mean it")
		}
	}
	return found
}

// judge returns the violation that a command is, or nil; followed reports that one of the rule's Then comes after it.
func (r *Rule) judge(c *call, followed bool) *Violation {
	m := r.match(c)
	if m == nil {
		return nil
	}
	v := r.always
	v.Rule, v.Command, v.Title = r.Name, c.Command, m.title
	switch {
	case v.Message != "":
	case len(r.Require)+len(r.Then) == 0:
		v.tellForbidden(r, m)
	case !v.tellIncomplete(r, c, m, followed || len(r.Then) == 0):
		return nil
	}
	return &v
}

// tellForbidden says what is wrong with a command that must not run, and how it is repaired.
func (v *Violation) tellForbidden(r *Rule, m *match) {
	v.Message, v.Fix = m.title+" is forbidden"+r.tail(), "take it out"
	if len(r.Instead) == 0 {
		v.cannot = errors.New("what is to stand in its place is not known: the rule has no instead")
		return
	}
	instead, n := strings.Join(r.Instead, " "), len(m.words)
	v.Fix = "write " + instead + " in its place"
	v.repair = Repair{What: instead + " put in the place of " + m.title, Edits: []Edit{{N: n, Words: r.Instead}}}
	if m.words[n-1] != n-1 {
		v.cannot = errors.New("other words stand between those that are replaced")
	} else if !m.exact {
		v.cannot = errors.New("an option among the words that are replaced says more than the rule")
	}
}

// tellIncomplete says what a command lacks, and how it is repaired. It returns false when nothing is lacking.
func (v *Violation) tellIncomplete(r *Rule, c *call, m *match, followed bool) bool {
	var problems, fixes, put, done []string
	for _, required := range r.Require {
		l := required.best(c)
		if l.met && !(l.others && r.explicit) {
			continue
		}
		o := l.of
		problems = append(problems, l.problem(required, c))
		switch {
		case o.variable:
			fixes = append(fixes, "set "+o.text+" for it")
			v.cannot = fmt.Errorf("where %s is to be set is not known", o.text)
		case l.n > 0:
			fixes = append(fixes, "write "+o.text+" in its place")
			done = append(done, o.text+" put in the place of "+l.has())
			v.repair.Override = o.text + " now overrides " + l.has()
			v.repair.Edits = append(v.repair.Edits, Edit{At: l.at, N: l.n, Words: o.words()})
		default:
			put = append(put, o.words()...)
			if l.found && !l.met {
				v.repair.Override = o.text + " now overrides " + l.has() + " of GOFLAGS"
			}
		}
		switch {
		case l.cluster:
			v.cannot = fmt.Errorf("other options stand in one word with %s", o.name)
		case strings.Contains(o.text, "*"):
			v.cannot = fmt.Errorf("which %s is to be put in is not known", o.text)
		}
	}
	if len(put) > 0 {
		options := strings.Join(put, " ")
		fixes = append(fixes, "write it right after "+m.head[strings.LastIndexByte(m.head, ' ')+1:]+": "+m.head+" "+options)
		done = append(done, options+" put in")
		v.repair.Edits = append(v.repair.Edits, Edit{At: m.optionsAfter + 1, Words: put})
	}
	if !followed {
		then := strings.Join(r.Written["then"], " or ")
		problems = append(problems, "without "+then+" after it")
		fixes = append(fixes, "add "+then+" further down in the same instruction")
		v.cannot = errors.New("where the command belongs that must come after it is not known")
	}
	if len(problems) == 0 {
		return false
	}
	slices.SortFunc(v.repair.Edits, func(a, b Edit) int { return cmp.Or(a.At-b.At, a.N-b.N) })
	v.Message = source.Clip(m.title+" "+strings.Join(problems, " and ")) + r.tail()
	v.Fix, v.repair.What = source.Clip(strings.Join(fixes, "; ")), source.Clip(strings.Join(done, ", "))
	return true
}

// words are the option as it is written: a single letter with its value after it, since only some programs take "-u=0".
func (o option) words() []string {
	if o.valued && len(o.name) == 2 {
		return []string{o.name, o.value}
	}
	return []string{o.text}
}

// has is the option with the value that the command has, "?" for what is unknown of it.
func (f finding) has() string {
	return f.of.name + "=" + source.Clip(strings.ReplaceAll(f.value, shell.Placeholder, "?"))
}

// problem says what is wrong, as the end of a sentence that begins with the command.
func (f finding) problem(required Requirement, c *call) string {
	isMisplaced := func(w shell.Word) bool { return w.Text == f.of.text || w.Text == "-"+f.of.text }
	var names []string
	for _, o := range required {
		names = append(names, o.text)
	}
	last := len(names) - 1
	switch without := "without " + f.of.text; {
	case f.found && !f.others:
		return "with " + f.has() + " instead of " + f.of.text
	case last > 0:
		return "without " + strings.Join(names[:last], ", ") + " or " + names[last]
	case c.isGo && slices.ContainsFunc(c.Words, isMisplaced): // its program does not take it for a flag there
		return "with " + f.of.text + " in a place where it is not a flag"
	case f.met:
		return without + ": a GOFLAGS set elsewhere does not count"
	case f.found:
		return without + ", and GOFLAGS makes it " + f.has()
	default:
		return without
	}
}

// tail is the team's half-sentence, or the decision that a built-in rule is from.
func (r *Rule) tail() string {
	switch {
	case r.Message == "":
		return ""
	case r.Line == 0:
		return " (" + r.Message + ")"
	}
	return ": " + r.Message
}
