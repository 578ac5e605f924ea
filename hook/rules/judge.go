package rules

import (
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/shell"
	"github.com/ddhook/ddhook/hook/source"
)

// Span is where the violation stands: from the program's word to the end of the command.
func (v Violation) Span() source.Span { return v.Command.Span() }

// patterns are those of the commands that the rule is about.
func (r Rule) patterns() []Pattern { return slices.Concat(r.Forbid, r.Command) }

// Means reports whether the rule looks at a command.
func (r Rule) Means(f *File, c Command) bool {
	_, _, ok := r.match(f, c)
	return ok
}

// Forbids reports whether the rule forbids the command that some words are, in whatever instruction.
func (r Rule) Forbids(words []string) bool {
	c := Command{Command: shell.Command{Program: shell.Program(words[0])}}
	for _, word := range words {
		c.Words = append(c.Words, shell.Word{Text: word})
	}
	r.In = nil
	return r.Means(nil, c)
}

// match returns how a command meets a pattern of the rule; false when the rule does not mean it.
func (r Rule) match(f *File, c Command) (m match, args arguments, ok bool) {
	if len(r.In) > 0 && !slices.Contains(r.In, f.Instructions[c.Instruction].Keyword) {
		return m, nil, false
	}
	if args, ok = read(c.Command); !ok || asksForHelp(c.Words) {
		return m, nil, false
	}
	if m, ok = matchAny(r.patterns(), c, args); ok {
		_, excepted := matchAny(r.Except, c, args)
		ok = !excepted
	}
	return m, args, ok
}

func matchAny(patterns []Pattern, c Command, args arguments) (match, bool) {
	for _, p := range patterns {
		if m, ok := p.match(c, args); ok {
			return m, true
		}
	}
	return match{}, false
}

// titleOf returns what a command is called when it meets one of some patterns, "" otherwise.
func titleOf(c Command, patterns []Pattern) string {
	args, ok := read(c.Command)
	if !ok {
		return ""
	}
	m, _ := matchAny(patterns, c, args)
	return m.title
}

// asksForHelp reports whether a command only shows how it is used, or its version: --version before something that may be
// one is an installer's option.
func asksForHelp(words []shell.Word) bool {
	for i, w := range words {
		switch {
		case w.Text == "--":
			return false
		case w.Text == "--version" && i+1 < len(words) && strings.ContainsAny(words[i+1].Text, "0123456789"+shell.Placeholder):
		case w.Text == "--help" || w.Text == "--version":
			return true
		}
	}
	return false
}

// judge judges a command; then is the last one of an instruction that the rule's Then names, nil for none.
func (r Rule) judge(f *File, c Command, then *Command) (v Violation, ok bool) {
	m, args, ok := r.match(f, c)
	if !ok {
		return v, false
	}
	v = Violation{Rule: r.Name, Command: c, Title: m.title}
	var repair Repair
	var cannot error
	if len(r.Forbid) > 0 {
		repair, cannot = r.forbidden(&v, m)
	} else {
		lacks := r.lacks(c, args)
		noThen := len(r.Then) > 0 &&
			(then == nil || then.Instruction != c.Instruction || then.Span().Start <= c.Span().Start)
		if len(lacks) == 0 && !noThen {
			return v, false
		}
		repair, cannot = r.incomplete(&v, m, lacks, noThen)
	}
	v.Repair = func(f *File) (Repair, error) {
		if cannot == nil && r.leave != nil {
			return repair, r.leave(f, c)
		}
		return repair, cannot
	}
	return v, true
}

// lack is something that a command must have and has not.
type lack struct {
	alternatives Needs
	option       option  // the one that is put in: the first that is an option
	found        finding // of that
}

// lacks returns what a command lacks.
func (r Rule) lacks(c Command, args arguments) (all []lack) {
	for _, alternatives := range r.Require {
		isMet := func(need option) bool {
			if need.variable {
				a, set := c.Assign(need.name)
				return set && matches(need.value, a.Value.Text)
			}
			found := args.option(need)
			return found.met && !(found.others && r.explicit)
		}
		if slices.ContainsFunc(alternatives.any, isMet) {
			continue
		}
		l := lack{alternatives: alternatives, option: alternatives.any[0]}
		if i := slices.IndexFunc(alternatives.any, func(o option) bool { return !o.variable }); i >= 0 {
			l.option = alternatives.any[i]
			l.found = args.option(l.option)
		}
		all = append(all, l)
	}
	return all
}
