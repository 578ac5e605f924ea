package shell

import (
	"strconv"

	"mvdan.cc/sh/v3/syntax"

	"github.com/ddhook/ddhook/hook/env"
)

// simple evaluates a simple command: assignments, words, and what they run.
func (s *script) simple(x *syntax.Stmt, c *syntax.CallExpr, st state) flow {
	args := s.callWords(c.Args, &st)
	if len(args) == 0 {
		for _, a := range c.Assigns {
			s.assign(a, &st)
		}
		if len(c.Args) > 0 || assignsOutput(c) {
			return either(st)
		}
		return succeeds(st)
	}
	at := s.site(x)
	if len(c.Assigns) == 0 {
		return s.exec(args, st, at, anything)
	}
	inner := st
	for _, a := range c.Assigns {
		if b, ok := s.assigned(a, &inner); ok {
			inner.assignOwn(a.Name.Value, b)
		}
	}
	f := s.exec(args, inner, at, anything)
	keep := s.dialect.persists && isSpecial(args[0].String())
	return f.each(func(out *state) { s.restore(out, st, c.Assigns, keep) })
}

// restore takes back the assignments of a simple command.
func (s *script) restore(out *state, before state, assigns []*syntax.Assign, keep bool) {
	for _, a := range assigns {
		old := before.get(a.Name.Value)
		if keep {
			kept := *out.get(a.Name.Value)
			kept.own, kept.exported = false, old.exported
			old = &kept
		}
		out.vars = out.vars.set(a.Name.Value, old)
	}
	out.own = before.own
}

// assignsOutput says that the command's success is that of a command substitution.
func assignsOutput(c *syntax.CallExpr) bool {
	found := false
	syntax.Walk(c, func(n syntax.Node) bool {
		_, is := n.(*syntax.CmdSubst)
		found = found || is
		return !found
	})
	return found
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

// assign follows an assignment that stays.
func (s *script) assign(a *syntax.Assign, st *state) {
	if b, ok := s.assigned(a, st); ok {
		st.assign(a.Name.Value, b)
	}
}

// assigned gives what an assignment sets its name to.
func (s *script) assigned(a *syntax.Assign, st *state) (binding, bool) {
	if a.Name == nil || a.Naked {
		return binding{}, false
	}
	old := st.get(a.Name.Value)
	switch {
	case a.Index != nil:
		return s.element(a, old, st), true
	case a.Array != nil:
		return s.array(a, old, st), true
	}
	t := s.value(a.Value, st)
	if a.Value == nil {
		t = s.slice(a.End(), a.End())
	}
	b := of(t)
	if t.String() == Placeholder {
		b.value = env.Value{State: env.Unknown}
	}
	if a.Append {
		b.value = appended(old.value, b.value)
	}
	return b, true
}

// appended is the value of x+=y.
func appended(x, y env.Value) env.Value {
	switch {
	case x.State == env.Unset:
		return y
	case x.State != env.Fixed && y.State != env.Fixed:
		return env.Value{State: env.Unknown}
	}
	return env.Of(inPart(x) + inPart(y))
}

// inPart is the text of a value as part of another: it may be the part that nobody knows.
func inPart(v env.Value) string {
	if v.State == env.Fixed {
		return v.Text
	}
	return Placeholder
}

// array gives the value of x=(a b).
func (s *script) array(a *syntax.Assign, old *binding, st *state) binding {
	b := binding{array: true, at: s.span(a.Array)}
	if a.Append && old.array {
		b.list = append(b.list, old.list...)
	}
	known := true
	for _, e := range a.Array.Elems {
		if e.Index != nil || e.Value == nil {
			s.look(e, st)
			known = false
			continue
		}
		for _, item := range s.words([]*syntax.Word{e.Value}, st) {
			b.list = append(b.list, item.String())
		}
	}
	if !known {
		return binding{value: env.Value{State: env.Unknown}}
	}
	return b.first()
}

// first makes an array's plain value that of its first element.
func (b binding) first() binding {
	b.value = env.Value{State: env.Unset}
	if len(b.list) > 0 {
		b.value = env.Of(b.list[0])
	}
	return b
}

// element gives the value of an array after x[i]=v. Only a literal i that replaces an element or adds one is
// followed.
func (s *script) element(a *syntax.Assign, old *binding, st *state) binding {
	s.look(a.Index, st)
	t := s.value(a.Value, st)
	b := binding{array: true, at: t.Span(0, t.Len())}
	w, ok := a.Index.(*syntax.Word)
	known := old.array || old.value.State == env.Unset || old.value.State == env.Free
	if !ok || !known {
		return binding{value: env.Value{State: env.Unknown}}
	}
	i, err := strconv.Atoi(w.Lit())
	if err != nil || i < 0 || i > len(old.list) || a.Append {
		return binding{value: env.Value{State: env.Unknown}}
	}
	b.list = append(b.list, old.list[:i]...)
	b.list = append(b.list, t.String())
	if i < len(old.list) {
		b.list = append(b.list, old.list[i+1:]...)
	}
	return b.first()
}
