package shell

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/ddhook/ddhook/hook/env"
	"github.com/ddhook/ddhook/hook/source"
)

// simple evaluates a simple command: assignments, words, and what they run.
func (s *script) simple(x *syntax.Stmt, c *syntax.CallExpr, st *state) {
	args := s.words(c.Args, st)
	if len(args) > 0 {
		// In a script `!(go build)` is no pattern, but a "!" and a subshell.
		if g, ok := c.Args[0].Parts[0].(*syntax.ExtGlob); ok && g.Op == syntax.GlobExcept {
			s.inner(s.slice(g.Pattern.Pos(), g.Pattern.End())).run(s.clone(st))
		}
	}
	var before []local
	for _, a := range c.Assigns {
		if v := s.assigned(a, st); len(args) == 0 {
			st.assign(a.Name.Value, v)
		} else {
			before = append(before, local{a.Name.Value, st.get(a.Name.Value)})
			st.assignOwn(a.Name.Value, v)
		}
	}
	s.exec(args, st, s.site(x), true)
	st.restore(before)
}

// declaration evaluates export, local and their kin: an array stays out of its words.
func (s *script) declaration(x *syntax.Stmt, c *syntax.DeclClause, st *state) {
	word := func(n syntax.Node) arg { return arg{text: s.slice(n.Pos(), n.End()), span: s.span(n)} }
	args := []arg{word(c.Variant)}
	arrays := map[string]variable{}
	for _, a := range c.Args {
		switch {
		case a.Name == nil:
			args = append(args, s.words([]*syntax.Word{a.Value}, st)...)
		case a.Naked || a.Append || a.Array != nil || a.Index != nil:
			if !a.Naked {
				arrays[a.Name.Value] = s.assigned(a, st)
			}
			args = append(args, word(a.Name))
		case a.Value == nil:
			args = append(args, word(a))
		default:
			var b source.Builder
			b.Add(s.slice(a.Pos(), a.Value.Pos()))
			b.Add(s.value(a.Value, st))
			args = append(args, arg{text: b.Text(), span: s.span(a)})
		}
	}
	s.exec(args, st, s.site(x), true)
	for name, v := range arrays {
		st.assign(name, v)
	}
}

// site is the extent of a simple command, from its first word or redirection to its last.
func (s *script) site(x *syntax.Stmt) site {
	from, to := s.offset(x.Cmd.Pos()), s.offset(x.Cmd.End())
	for _, r := range x.Redirs {
		from = min(from, s.offset(r.Pos()))
		to = max(to, s.offset(r.Word.End()))
	}
	return site{node: x, text: s.text.Slice(from, max(from, to))}
}

// assigned returns what an assignment sets its name to. Of arrays only (a b) and +=(a b) are followed.
func (s *script) assigned(a *syntax.Assign, st *state) variable {
	old := st.get(a.Name.Value)
	switch {
	case a.Index != nil:
		s.look(a, st, inDocument)
		return variable{value: unknown}
	case a.Array != nil:
		return s.array(a, old, st)
	case a.Value == nil:
		return of(s.slice(a.End(), a.End()))
	}
	v := of(s.value(a.Value, st))
	if a.Append && s.Bytes(len(old.value.Text)) {
		v.value = env.Of(old.value.String() + v.value.String())
	}
	return v
}

// array returns the value of x=(a b).
func (s *script) array(a *syntax.Assign, old variable, st *state) variable {
	v := variable{value: env.Value{State: env.Unset}, list: []string{}, at: s.span(a.Array)}
	if a.Append && s.Step(len(old.list)) {
		v.list = append(v.list, old.list...)
	}
	for _, e := range a.Array.Elems {
		if e.Index != nil || e.Value == nil {
			s.look(a.Array, st, inDocument)
			return variable{value: unknown}
		}
		for _, item := range s.words([]*syntax.Word{e.Value}, st) {
			v.list = append(v.list, item.String())
		}
	}
	const maxElements = 1000 // branches compare them
	if len(v.list) > maxElements {
		return variable{value: unknown}
	}
	if len(v.list) > 0 {
		v.value = env.Of(v.list[0])
	}
	return v
}
