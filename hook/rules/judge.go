package rules

import (
	"slices"

	"github.com/ddhook/ddhook/hook/source"
)

// Span is where the violation stands: from the program's word to the end of the command.
func (v Violation) Span() source.Span { return v.Command.Span() }

// patterns are those of the commands that the rule is about.
func (r Rule) patterns() []Pattern { return slices.Concat(r.Forbid, r.Command) }

// Means reports whether the rule looks at a command.
func (r Rule) Means(f *File, c Command) bool {
	_, _, ok := r.meant(f, c)
	return ok
}

// meant finds out whether the rule looks at a command, and how the command meets its pattern.
func (r Rule) meant(f *File, c Command) (m match, args arguments, ok bool) {
	if len(r.In) > 0 && !slices.Contains(r.In, f.Instructions[c.Instruction].Keyword) {
		return m, nil, false
	}
	if args, ok = read(c.Command); !ok || asksForHelp(c) {
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

// asksForHelp reports whether a command only shows how it is used.
func asksForHelp(c Command) bool {
	for _, w := range c.Words {
		switch w.Text {
		case "--help", "--version":
			return true
		case "--":
			return false
		}
	}
	return false
}

// judge judges the command with index i.
func (r Rule) judge(f *File, i int) (v Violation, ok bool) {
	c := f.Commands[i]
	m, args, ok := r.meant(f, c)
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
		noThen := len(r.Then) > 0 && !r.follows(f, i)
		if len(lacks) == 0 && !noThen {
			return v, false
		}
		repair, cannot = r.incomplete(&v, m, lacks, noThen)
		slices.SortFunc(repair.Edits, func(a, b Edit) int { return a.At - b.At })
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
	found        finding // of the first of them that is an option
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
		if slices.ContainsFunc(alternatives, isMet) {
			continue
		}
		l := lack{alternatives: alternatives}
		if !l.option().variable {
			l.found = args.option(l.option())
		}
		all = append(all, l)
	}
	return all
}

// option is the alternative that is put in: the first that is an option.
func (l lack) option() option {
	i := slices.IndexFunc(l.alternatives, func(o option) bool { return !o.variable })
	return l.alternatives[max(0, i)]
}

// follows reports whether a command that Then names comes later in the text of the instruction.
func (r Rule) follows(f *File, i int) bool {
	c := f.Commands[i]
	return slices.ContainsFunc(f.Commands[i+1:], func(later Command) bool {
		if later.Instruction != c.Instruction || later.Span().Start <= c.Span().Start {
			return false
		}
		args, ok := read(later.Command)
		if ok {
			_, ok = matchAny(r.Then, later, args)
		}
		return ok
	})
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
