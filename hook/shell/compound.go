package shell

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"github.com/ddhook/ddhook/hook/env"
)

// branch evaluates if; both ways are looked at. An else is an IfClause without a condition.
func (s *script) branch(c *syntax.IfClause, st state) flow {
	done := flow{st.died(), st.died()}
	for ; c != nil; c = c.Else {
		cond := succeeds(st)
		if c.ThenPos.IsValid() {
			cond = s.list(c.Cond, st)
		}
		then := s.list(c.Then, cond.ok)
		done = flow{done.ok.join(then.ok), done.fail.join(then.fail)}
		st = cond.fail
	}
	done.ok = done.ok.join(st) // no branch was taken
	return done
}

// choice evaluates case: each arm may be the one that is taken.
func (s *script) choice(c *syntax.CaseClause, st state) flow {
	s.value(c.Word, &st)
	done := flow{st.died(), st.died()}
	through := st.died() // an arm before ended in ;&
	for _, item := range c.Items {
		for _, p := range item.Patterns {
			s.look(p, &st)
		}
		arm := s.list(item.Stmts, st.join(through))
		through = st.died()
		if item.Op != syntax.Break {
			through = arm.join()
		}
		done = flow{done.ok.join(arm.ok), done.fail.join(arm.fail)}
	}
	if !slices.ContainsFunc(c.Items, takesAll) {
		done.ok = done.ok.join(st)
	}
	return done
}

func takesAll(item *syntax.CaseItem) bool {
	return slices.ContainsFunc(item.Patterns, func(p *syntax.Word) bool { return p.Lit() == "*" })
}

// while evaluates while and until: once from the start, then as often as each turn uses up arguments (shift), and
// once more with what any turn may have changed.
func (s *script) while(c *syntax.WhileClause, st state) flow {
	outer := st.loop
	left := &exits{outer: outer}
	st.loop = left
	done, any := st.died(), st
	for last := false; ; {
		if !s.follow(c, "") {
			done = done.join(st)
			break
		}
		cond := s.list(c.Cond, st)
		if c.Until {
			cond.ok, cond.fail = cond.fail, cond.ok
		}
		done = done.join(cond.fail)
		turned := left.turn(s.list(c.Do, cond.ok))
		any = any.join(turned)
		if last {
			break
		}
		last = len(turned.args) == 0 || len(turned.args) >= len(st.args)
		if st = turned; last {
			st = any
		}
	}
	return left.leave(done, outer)
}

// turn is the state at the end of a turn of the loop that left belongs to.
func (left *exits) turn(f flow) state {
	st := f.join()
	for _, o := range left.continues {
		st = st.join(o)
	}
	left.continues = nil
	return st
}

// leave is the end of the loop that left belongs to.
func (left *exits) leave(st state, outer *exits) flow {
	for _, o := range left.breaks {
		st = st.join(o)
	}
	st.loop = outer
	return either(st)
}

// loop evaluates for and select: for each word of the list in turn.
func (s *script) loop(c *syntax.ForClause, st state) flow {
	outer := st.loop
	left := &exits{outer: outer}
	st.loop = left
	iter, ok := c.Loop.(*syntax.WordIter)
	if !ok {
		return s.counting(c, left, st)
	}
	items, certain := s.items(iter, &st)
	done := st.died()
	if !certain || c.Select {
		done = st
	}
	for _, item := range items {
		if s.follow(c, item.String()) {
			st.assign(iter.Name.Value, itemValue(item))
			st = left.turn(s.list(c.Do, st))
		}
	}
	return left.leave(done.join(st), outer)
}

// items gives the words that a loop is run for; certain says that there are no more and no fewer.
func (s *script) items(iter *syntax.WordIter, st *state) (items []arg, certain bool) {
	if iter.InPos.IsValid() {
		items = s.words(iter.Items, st)
		return items, !maybeAny(items)
	}
	if len(st.args) > 0 {
		items = st.args[1:]
	}
	return items, !st.noArgs && !maybeAny(items)
}

func itemValue(item arg) binding {
	b := of(item.text)
	if item.maybe {
		b.value = env.Value{State: env.Unknown}
	}
	return b
}

// counting evaluates for ((;;)).
func (s *script) counting(c *syntax.ForClause, left *exits, st state) flow {
	if s.tooLong(c.Loop) {
		return either(st)
	}
	s.look(c.Loop, &st)
	done := st
	for range 2 {
		if !s.follow(c, "") {
			break
		}
		st = st.join(left.turn(s.list(c.Do, st)))
		done = done.join(st)
	}
	return left.leave(done, left.outer)
}

// define takes note of a function. The library takes `f() { a; } && g` for a function whose body is all the rest.
func (s *script) define(c *syntax.FuncDecl, st state) flow {
	links := unchain(c.Body)
	names := c.Names
	if c.Name != nil {
		names = []*syntax.Lit{c.Name}
	}
	for _, name := range names {
		st.bind(functionKey(name.Value), binding{funcs: []function{{links[0].stmt, s}}})
	}
	if len(names) == 0 { // zsh: a function without a name is called at once
		return s.stmt(c.Body, st)
	}
	return s.rest(succeeds(st), links, st)
}

// functionKey is what a function is called among the variables.
func functionKey(name string) string { return name + "()" }
