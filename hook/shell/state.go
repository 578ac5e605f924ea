package shell

import (
	"maps"
	"slices"

	"github.com/ddhook/ddhook/hook/env"
	"github.com/ddhook/ddhook/hook/source"
)

// state is all that a shell knows at one place of a script. A branch works on a clone; what two leave different is unknown.
type state struct {
	vars   map[string]variable // what the script sets; functions stand under "name()"
	scope  env.Scope           // what Docker sets
	args   []arg               // $0 and the arguments
	noArgs bool                // the arguments are unknown
	stdin  *source.Text        // what is read from standard input, where the script says it
	locals *[]local            // of the function that is called
}

// variable is what a name stands for. A value that is known in part is Fixed, with [Placeholder] in its text.
type variable struct {
	value    env.Value
	list     []string // the elements of an array; its first is value
	exported bool
	own      bool        // see [Assign]
	at       source.Span // the value as written
	bodies   []function  // for a function's name: what it may be where branches disagree
}

// local is what a name stood for before a function or a simple command set it for itself.
type local struct {
	name string
	was  variable
}

func (st *state) restore(before []local) {
	for _, l := range slices.Backward(before) {
		st.vars[l.name] = l.was
	}
}

var (
	unknown = env.Value{State: env.Unknown}
	unset   = variable{value: env.Value{State: env.Unset}, exported: true} // a program does not see it either
)

// of is a value with where it was written.
func of(t source.Text) variable { return variable{value: env.Of(t.String()), at: t.Span(0, t.Len())} }

// clone returns a copy; beyond the budget, when nothing is followed any more, the state itself.
func (e *evaluator) clone(st *state) *state {
	if !e.Step(1 + (len(st.vars)+len(st.args))/4) {
		return st
	}
	c := *st
	c.vars = maps.Clone(st.vars)
	return &c
}

func (st *state) get(name string) variable {
	if v, ok := st.vars[name]; ok {
		return v
	}
	value := st.scope[name]
	return variable{value: value, exported: value.State != env.NotInFile}
}

// assign sets a variable as `name=value` does.
func (st *state) assign(name string, v variable) {
	v.exported = v.exported || st.get(name).exported
	st.vars[name] = v
}

// assignOwn sets a variable for one command.
func (st *state) assignOwn(name string, v variable) {
	v.exported, v.own = true, true
	st.vars[name] = v
}

// leaveShell drops what a program does not get from the shell that starts it.
func (st *state) leaveShell() {
	maps.DeleteFunc(st.vars, func(_ string, v variable) bool { return !v.exported })
	st.locals = nil
}

// join makes st the state where it meets another branch, if there is one, and returns it.
func (st *state) join(o *state) *state {
	if o == nil || o == st {
		return st
	}
	for name, v := range o.vars {
		if _, both := st.vars[name]; !both {
			st.vars[name] = st.get(name).join(v)
		}
	}
	for name, v := range st.vars {
		st.vars[name] = v.join(o.get(name))
	}
	if o.noArgs || !slices.EqualFunc(st.args, o.args, func(a, b arg) bool { return a.span == b.span && a.String() == b.String() }) {
		st.args, st.noArgs = nil, true
	}
	return st
}

// same reports whether two lists are one, as a clone has it.
func same[T any](a, b []T) bool { return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0]) }

func (v variable) join(o variable) variable {
	if v.value != o.value || !same(v.list, o.list) && !slices.Equal(v.list, o.list) {
		v.value, v.list = unknown, nil
	}
	v.exported = v.exported || o.exported
	v.own = v.own && o.own
	for _, f := range o.bodies {
		if len(v.bodies) <= maxBodies && !same(v.bodies, o.bodies) && !slices.Contains(v.bodies, f) {
			v.bodies = append(slices.Clip(v.bodies), f)
		}
	}
	return v
}

// maxBodies is how many bodies of one function are followed; scripts have two or three.
const maxBodies = 8
