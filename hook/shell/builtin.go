package shell

import (
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// assignment takes NAME=value apart.
func assignment(a arg) (name string, v variable, ok bool) {
	name, _, ok = strings.Cut(a.String(), "=")
	if !ok {
		return name, variable{}, false
	}
	value := a.from(len(name) + 1)
	v = of(value.text)
	v.at = value.span
	return name, v, true
}

// declare follows export, local and their kin.
func declare(args []arg, st *state) {
	kind, flags := args[0].String(), ""
	for _, a := range args[1:] {
		if text := a.String(); strings.HasPrefix(text, "-") || strings.HasPrefix(text, "+") {
			flags = (flags + text)[:min(len(flags)+len(text), 100)] // more than anybody writes
			continue
		}
		name, v, set := assignment(a)
		if !syntax.ValidName(name) || strings.Contains(flags, "f") {
			continue
		}
		old := st.get(name)
		if st.locals != nil && kind != "export" && kind != "readonly" && !strings.Contains(flags, "g") {
			*st.locals = append(*st.locals, local{name, old})
		}
		if !set {
			v = old
		}
		v.exported = old.exported
		if kind == "export" || strings.Contains(flags, "-x") {
			v.exported = !strings.Contains(flags, "n")
		}
		st.vars[name] = v
	}
}

// set takes options, and new arguments after them.
func (s *script) set(args []arg, st *state) {
	zero := args[:1]
	if len(st.args) > 0 {
		zero = st.args[:1]
	}
	opts, words := s.options(shellOptions, args[1:])
	if len(words) > 0 || len(args) > 1 && args[len(args)-1].String() == "--" && !opts.has("o") {
		st.args, st.noArgs = slices.Concat(zero, words), false
	}
}

func (s *script) shift(args []arg, st *state) {
	s.Step(len(st.args))
	n := 1
	if len(args) > 1 {
		var err error
		if n, err = strconv.Atoi(args[1].String()); err != nil || n < 0 {
			st.args, st.noArgs = nil, true
		}
	}
	if n < len(st.args) && !s.Spent() {
		st.args = slices.Concat(st.args[:1], st.args[n+1:])
	}
}

func unsetNames(args []arg, st *state) {
	for _, a := range args[1:] {
		st.vars[a.String()] = unset
		delete(st.vars, a.String()+"()")
	}
}

// read sets names to something unknown.
func read(args []arg, st *state) {
	for _, a := range args[1:] {
		if syntax.ValidName(a.String()) {
			st.assign(a.String(), variable{value: unknown})
		}
	}
}

// trap runs a script at the end, or when a signal comes.
func (s *script) trap(args []arg, st *state) {
	if opts, words := s.options(&wrapper{}, args[1:]); len(opts) == 0 && len(words) > 1 && words[0].String() != "-" {
		s.inner(words[0].text).run(s.clone(st))
	}
}
