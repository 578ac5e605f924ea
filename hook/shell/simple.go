package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/ddhook/ddhook/hook/env"
)

// simple evaluates a simple command: assignments, words, and what they run.
func (s *script) simple(x *syntax.Stmt, c *syntax.CallExpr, st *state) {
	var args []arg
	if len(c.Args) > 0 && declares(c.Args[0].Lit()) { // where the parser does not know export as such
		args = s.declared(c.Args, st)
	} else {
		args = s.words(c.Args, st)
	}
	stays := len(args) == 0 || s.dialect == &posixShell && isSpecial(args[0].String())
	own := st.own
	var before []local
	for _, a := range c.Assigns {
		switch v, ok := s.assigned(a, st); {
		case ok && stays:
			st.assign(a.Name.Value, v)
		case ok:
			before = append(before, local{a.Name.Value, st.get(a.Name.Value)})
			st.assignOwn(a.Name.Value, v)
		}
	}
	s.exec(args, st, s.site(x), anything)
	st.own = own
	st.restore(before)
}

// isSpecial tells the special builtins, before which an assignment stays (POSIX shell language, 2.14).
// Those that run a command count as wrappers of it.
func isSpecial(name string) bool {
	return listed(". : break continue exit export readonly return set shift times trap unset", name)
}

// declared expands the words of export and its kin: an assignment is not cut.
func (s *script) declared(words []*syntax.Word, st *state) (args []arg) {
	for _, w := range words {
		name, isSet := "", false
		if lit, ok := w.Parts[0].(*syntax.Lit); ok {
			name, _, isSet = strings.Cut(lit.Value, "=")
		}
		if isSet && syntax.ValidName(name) {
			args = append(args, arg{text: s.value(w, st), span: s.span(w)})
		} else {
			args = append(args, s.words([]*syntax.Word{w}, st)...)
		}
	}
	return args
}

// declaration evaluates export, local and their kin where the parser knows them: their words are put together again.
func (s *script) declaration(x *syntax.Stmt, c *syntax.DeclClause, st *state) {
	words := []*syntax.Word{{Parts: []syntax.WordPart{c.Variant}}}
	arrays := map[string]variable{}
	for _, a := range c.Args {
		switch {
		case a.Name == nil:
			words = append(words, a.Value)
		case a.Naked || a.Array != nil || a.Index != nil:
			if v, ok := s.assigned(a, st); ok {
				arrays[a.Name.Value] = v
			}
			words = append(words, &syntax.Word{Parts: []syntax.WordPart{a.Name}})
		default:
			name := *a.Name
			name.Value += "="
			name.ValueEnd = a.End()
			parts := []syntax.WordPart{&name}
			if a.Value != nil {
				name.ValueEnd = a.Value.Pos()
				parts = append(parts, a.Value.Parts...)
			}
			words = append(words, &syntax.Word{Parts: parts})
		}
	}
	s.exec(s.declared(words, st), st, s.site(x), anything)
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
	return site{node: x, text: s.text, from: from, to: max(from, to)}
}

// assigned returns what an assignment sets its name to. Of arrays only (a b) and +=(a b) are followed.
func (s *script) assigned(a *syntax.Assign, st *state) (variable, bool) {
	if a.Name == nil || a.Naked {
		return variable{}, false
	}
	old := st.get(a.Name.Value)
	switch {
	case a.Index != nil:
		s.look(a, st)
		return variable{value: unknown}, true
	case a.Array != nil:
		return s.array(a, old, st), true
	case a.Value == nil:
		return of(s.slice(a.End(), a.End())), true
	}
	v := of(s.value(a.Value, st))
	if a.Append {
		v.value = env.Of(old.value.String() + v.value.String())
	}
	return v, true
}

// array returns the value of x=(a b).
func (s *script) array(a *syntax.Assign, old variable, st *state) variable {
	v := variable{value: env.Value{State: env.Unset}, list: []string{}, at: s.span(a.Array)}
	if a.Append {
		v.list = append(v.list, old.list...)
	}
	for _, e := range a.Array.Elems {
		if e.Index != nil || e.Value == nil {
			s.look(a.Array, st)
			return variable{value: unknown}
		}
		for _, item := range s.words([]*syntax.Word{e.Value}, st) {
			v.list = append(v.list, item.String())
		}
	}
	if len(v.list) > 0 {
		v.value = env.Of(v.list[0])
	}
	return v
}
