package rules

import (
	"errors"
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/shell"
)

// Count adds how many commands of a file each rule looks at to what counts has for its name. A command that is run several
// times is one.
func (s *Set) Count(f *File, counts map[string]int) {
	last := map[string]int{}
	for _, c := range f.Commands {
		parsed, after := read(c), c.Span().Start+1
		for _, i := range s.about(c.Program) {
			r := s.Rules[i]
			if r.match(f, parsed) != nil && last[r.Name] != after {
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
	return r.match(nil, read(c)) != nil
}

// match returns how a command meets a pattern of the rule; nil when the rule does not mean it.
func (r *Rule) match(f *File, c *call) *match {
	if len(r.In) > 0 && !slices.Contains(r.In, f.Instructions[c.Instruction].Keyword) {
		return nil
	}
	m := matchAny(r.About, c)
	if m == nil || matchAny(r.Except, c) != nil {
		return nil
	}
	return m
}

func matchAny(patterns []Pattern, c *call) *match {
	for i := range patterns {
		if m := patterns[i].match(c); m != nil {
			return m
		}
	}
	return nil
}

// titleOf returns what a command is called when it meets one of some patterns, "" otherwise.
func titleOf(c Command, patterns []Pattern) string {
	if m := matchAny(patterns, read(c)); m != nil {
		return m.title
	}
	return ""
}

// check returns the violations of one rule by the commands that it may be about, which are in the order of the file.
func (r *Rule) check(f *File, commands []*call) (found []Violation) {
	if r.satisfied != nil && r.satisfied(f) {
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
		v := r.judge(f, c, ends[c.Instruction] > start)
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

// judge returns the violation that a command is, nil when it is none; followed reports that one of the rule's Then comes
// after it in its instruction.
func (r *Rule) judge(f *File, c *call, followed bool) *Violation {
	m := r.match(f, c)
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
