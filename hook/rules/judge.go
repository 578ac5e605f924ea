package rules

import (
	"errors"
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/shell"
)

// patterns are those of the commands that the rule is about.
func (r *Rule) patterns() []Pattern { return slices.Concat(r.Forbid, r.Command) }

// Count adds how many commands of a file each rule looks at to what counts has for its name. A command that is run several
// times is one.
func (s *Set) Count(f *File, counts map[string]int) {
	last := map[string]int{}
	for _, c := range f.Commands {
		parsed, after := read(c), c.Span().Start+1
		for _, i := range s.about(c.Program) {
			r := s.Rules[i]
			if _, ok := r.match(f, parsed); ok && last[r.Name] != after {
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
	_, ok := r.match(nil, read(c))
	return ok
}

// match returns how a command meets a pattern of the rule; false when the rule does not mean it.
func (r *Rule) match(f *File, c *call) (m match, ok bool) {
	if len(r.In) > 0 && !slices.Contains(r.In, f.Instructions[c.Instruction].Keyword) {
		return m, false
	}
	if m, ok = matchAny(r.patterns(), c); ok {
		_, excepted := matchAny(r.Except, c)
		ok = !excepted
	}
	return m, ok
}

func matchAny(patterns []Pattern, c *call) (match, bool) {
	for _, p := range patterns {
		if m, ok := p.match(c); ok {
			return m, true
		}
	}
	return match{}, false
}

// titleOf returns what a command is called when it meets one of some patterns, "" otherwise.
func titleOf(c Command, patterns []Pattern) string {
	m, _ := matchAny(patterns, read(c))
	return m.title
}

// check returns the violations of one rule by the commands that it may be about, which are in the order of the file.
func (r *Rule) check(f *File, commands []*call) (found []Violation) {
	if r.satisfied != nil && r.satisfied(f) {
		return nil
	}
	ends := map[int]int{} // by instruction: where the last command stands that Then names
	for _, c := range commands {
		if _, ok := matchAny(r.Then, c); ok {
			ends[c.Instruction] = c.Span().Start
		}
	}
	isUnknown := func(w shell.Word) bool { return w.Optional || strings.Contains(w.Text, shell.Placeholder) }
	last, spared := -1, map[int]bool{} // where the last one stands; what the rule may not mean in some call or round
	for _, c := range commands {
		start := c.Span().Start
		v, ok := r.judge(f, c, ends[c.Instruction] > start)
		if ok && start != last {
			found, last = append(found, v), start
		}
		spared[start] = spared[start] || len(r.Except) > 0 && (!ok || slices.ContainsFunc(c.Words, isUnknown))
		if ok && v.WholeFile || len(found) > budget.MaxFound {
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

// judge judges a command; followed reports that one of the rule's Then comes after it in its instruction.
func (r *Rule) judge(f *File, c *call, followed bool) (v Violation, ok bool) {
	m, ok := r.match(f, c)
	if !ok {
		return v, false
	}
	v = r.always
	v.Rule, v.Command, v.Title = r.Name, c.Command, m.title
	switch {
	case v.Message != "":
	case len(r.Forbid) > 0:
		v.tellForbidden(r, m)
	default:
		lacks := r.lacks(c)
		if len(lacks) == 0 && (followed || len(r.Then) == 0) {
			return v, false
		}
		v.tellIncomplete(r, m, lacks, followed)
	}
	return v, true
}

// lack is something that a command must have and has not.
type lack struct {
	Requirement
	option         // the one that is put in: one that has a wrong value, or the first that is not a variable
	finding        // of that
	misplaced bool // it stands where Go does not take it for a flag
}

// lacks returns what a command lacks.
func (r *Rule) lacks(c *call) (all []lack) {
	for _, required := range r.Require {
		if _, f := required.firstMet(c); f.met && !(f.others && r.explicit) {
			continue
		}
		isWrong := func(o option) bool { return c.option(o).n > 0 }
		canBePut := func(o option) bool { return !o.variable }
		i := slices.IndexFunc(required, isWrong)
		if i < 0 {
			i = max(0, slices.IndexFunc(required, canBePut))
		}
		o := required[i]
		isIt := func(w shell.Word) bool { return w.Text == o.text || w.Text == "-"+o.text }
		all = append(all, lack{required, o, c.option(o), c.isGo && slices.ContainsFunc(c.Words, isIt)})
	}
	return all
}
