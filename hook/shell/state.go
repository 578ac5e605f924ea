package shell

import (
	"slices"

	"github.com/ddhook/ddhook/hook/env"
	"github.com/ddhook/ddhook/hook/source"
)

// state is all that a shell knows at one place of a script. It is handed on by value; what it points to is shared and
// never changed, so that a branch works on a copy for free.
type state struct {
	dead    bool // no execution gets here (behind exit): it is looked at, but does not count where paths meet
	vars    *vars
	scope   env.Scope // what Docker sets
	rest    env.State // what a name is that nothing sets
	proc    int       // the shell, by number
	cleared int       // what a shell with a lower number set was taken out of the environment
	own     []string  // names that a simple command set for itself
	all     bool      // set -a: whatever is assigned is exported
	args    []arg     // $0 and the arguments
	noArgs  bool      // the arguments are not known
	stdin   *source.Text
	traps   []trap

	loop, call, shell *exits // what break, return and exit leave
}

// exits collects the states in which a loop, a function or a shell is left before its end.
type exits struct {
	breaks, continues, ends []state
	outer                   *exits // of a loop, the one around it
	locals                  []local
}

// local is what a name stood for before `local` in a function.
type local struct {
	name string
	bind *binding
}

// trap is a script that a shell runs at its end, or when a signal comes.
type trap struct {
	signal string
	script source.Text
}

// flow is how a command ends: the state when it succeeds, and when it fails.
type flow struct{ ok, fail state }

// either is a command that may succeed or fail and leaves st.
func either(st state) flow { return flow{st, st} }

// succeeds is a command that cannot fail, in practice.
func succeeds(st state) flow { return flow{st, st.died()} }

func (f flow) join() state { return f.ok.join(f.fail) }

func (f flow) each(change func(*state)) flow {
	change(&f.ok)
	change(&f.fail)
	return f
}

func (st state) died() state {
	st.dead = true
	return st
}

// join is the state where two paths meet.
func (st state) join(o state) state {
	if st.dead != o.dead {
		if st.dead {
			return o
		}
		return st
	}
	joined := st
	if st.vars != o.vars {
		joined.vars = st.joinVars(o)
	}
	if o.noArgs || !sameArgs(st.args, o.args) {
		joined.args, joined.noArgs = nil, true
	}
	for _, t := range o.traps {
		if !slices.ContainsFunc(st.traps, t.same) {
			joined.traps = append(slices.Clip(joined.traps), t)
		}
	}
	return joined
}

func (st state) joinVars(o state) *vars {
	names := map[string]bool{}
	changed(st.vars, o.vars, names)
	joined := st.vars
	for name := range names {
		if b := st.get(name).join(o.get(name)); b != st.vars.get(name) {
			joined = joined.set(name, b)
		}
	}
	return joined
}

func (t trap) same(o trap) bool {
	return t.signal == o.signal && t.script.String() == o.script.String() && t.script.Offset(0) == o.script.Offset(0)
}

// get gives what name stands for, never nil.
func (st *state) get(name string) *binding {
	b := st.vars.get(name)
	switch {
	case b == nil:
		if v := st.scope.Get(name); v.State != env.Free {
			return &binding{value: v, exported: true, proc: st.proc}
		}
		return &binding{value: env.Value{State: st.rest}, proc: st.proc}
	case b.proc < st.cleared, b.proc != st.proc && !b.exported:
		return &binding{value: env.Value{State: env.Unset}, proc: st.proc}
	}
	return b
}

func (st *state) bind(name string, b binding) {
	b.proc = st.proc
	st.vars = st.vars.set(name, &b)
}

// assign sets a variable as `name=value` does.
func (st *state) assign(name string, b binding) {
	b.exported = b.exported || st.all || st.get(name).exported
	st.bind(name, b)
}

// assignOwn sets a variable for one command.
func (st *state) assignOwn(name string, b binding) {
	b.exported, b.own = true, true
	st.bind(name, b)
	if !slices.Contains(st.own, name) {
		st.own = append(slices.Clip(st.own), name)
	}
}

func (st *state) forget(name string) { st.assign(name, binding{value: env.Value{State: env.Unknown}}) }

// clearEnv takes everything out of the environment.
func (st *state) clearEnv(proc int) {
	st.scope, st.rest, st.own = env.Scope{}, env.Unset, nil
	st.proc, st.cleared = proc, proc
}

// child is the state that a new shell begins with.
func (st state) child(proc int) state {
	st.proc, st.all, st.traps = proc, false, nil
	return st.subshell()
}

// subshell is the state in a copy of the shell, which cannot leave the loops and functions around it.
func (st state) subshell() state {
	st.loop, st.call, st.shell = nil, nil, &exits{}
	st.traps = nil
	return st
}
