package shell

import (
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/ddhook/ddhook/hook/env"
	"github.com/ddhook/ddhook/hook/source"
)

// builtin gives what a shell does itself and what changes the state, nil for any other name. (Those that only run
// another command are wrappers.)
func builtin(name string) func(s *script, args []arg, st state, at site) flow {
	switch name {
	case ":", "true", "cd", "pushd", "popd", "shopt", "setopt", "unsetopt", "emulate", "alias", "hash":
		return func(_ *script, _ []arg, st state, _ site) flow { return succeeds(st) }
	case "false":
		return func(_ *script, _ []arg, st state, _ site) flow { return flow{st.died(), st} }
	case "export", "readonly", "local", "declare", "typeset":
		return export
	case "set":
		return set
	case "shift":
		return shift
	case "unset":
		return unset
	case "read", "mapfile", "readarray", "getopts", "printf":
		return read
	case "eval":
		return eval
	case ".", "source":
		return dot
	case "trap":
		return setTrap
	case "exit", "return", "break", "continue":
		return leave
	}
	return nil
}

// isSpecial tells the special builtins (POSIX shell language, 2.14).
func isSpecial(name string) bool {
	switch name {
	case ".", ":", "break", "continue", "eval", "exec", "exit", "export", "readonly", "return", "set", "shift", "times",
		"trap", "unset":
		return true
	}
	return false
}

func export(_ *script, args []arg, st state, _ site) flow {
	var flags string
	var names []declared
	for _, a := range args[1:] {
		if text := a.String(); strings.HasPrefix(text, "-") || strings.HasPrefix(text, "+") {
			flags += text
		} else {
			names = append(names, declaredBy(a))
		}
	}
	declare(args[0].String(), flags, names, &st)
	return succeeds(st)
}

// set takes options, and new arguments behind them.
func set(_ *script, args []arg, st state, _ site) flow {
	zero := args[:1]
	if len(st.args) > 0 {
		zero = st.args[:1]
	}
	args = args[1:]
	for len(args) > 0 && !args[0].maybe {
		text := args[0].String()
		isOption := len(text) > 1 && (text[0] == '-' || text[0] == '+')
		if !isOption {
			break
		}
		args = args[1:]
		if text == "--" {
			st.args, st.noArgs = slices.Concat(zero, args), false
			return succeeds(st)
		}
		if strings.HasSuffix(text, "o") && len(args) > 0 {
			st.allExport(text[0], args[0].String() == "allexport")
			args = args[1:]
		}
		st.allExport(text[0], strings.Contains(text, "a"))
	}
	if len(args) > 0 {
		st.args, st.noArgs = slices.Concat(zero, args), false
	}
	return succeeds(st)
}

func (st *state) allExport(sign byte, asked bool) {
	if asked {
		st.all = sign == '-'
	}
}

func shift(_ *script, args []arg, st state, _ site) flow {
	n := 1
	if len(args) > 1 {
		var err error
		if n, err = strconv.Atoi(args[1].String()); err != nil {
			st.noArgs, st.args = true, nil
			return either(st)
		}
	}
	if !st.noArgs && n >= 0 && n < len(st.args) {
		st.args = slices.Concat(st.args[:1], st.args[n+1:])
	}
	return either(st)
}

func unset(_ *script, args []arg, st state, _ site) flow {
	functions := false
	for _, a := range args[1:] {
		switch name := a.String(); {
		case strings.HasPrefix(name, "-"):
			functions = strings.Contains(name, "f")
		case functions:
			st.bind(functionKey(name), binding{})
		default:
			st.bind(name, binding{value: env.Value{State: env.Unset}})
		}
	}
	return succeeds(st)
}

// read sets names to something that nobody knows. (Of printf, only -v does.)
func read(s *script, args []arg, st state, at site) flow {
	name := args[0].String()
	for i, a := range args[1:] {
		if name != "printf" || i == 1 && args[1].String() == "-v" {
			if syntax.ValidName(a.String()) {
				st.forget(a.String())
			}
		}
	}
	if name == "read" && len(args) == 1 {
		st.forget("REPLY")
	}
	if name == "printf" {
		s.emit(args, &st, at)
		return succeeds(st)
	}
	return either(st)
}

// eval runs its arguments as a script, here.
func eval(s *script, args []arg, st state, _ site) flow {
	args = args[1:]
	if len(args) > 0 && args[0].String() == "--" {
		args = args[1:]
	}
	return (&script{interp: s.interp, dialect: s.dialect, text: joinArgs(args, " ")}).run(st)
}

// dot runs a file as a script, here: only what stands in the script itself can be followed.
func dot(s *script, args []arg, st state, at site) flow {
	if len(args) > 1 && isStdin(args[1].String()) && st.stdin != nil {
		return (&script{interp: s.interp, dialect: s.dialect, text: *st.stdin}).run(st)
	}
	s.emit(args, &st, at)
	return either(st)
}

// setTrap sets what is run at the end, or when a signal comes.
func setTrap(s *script, args []arg, st state, _ site) flow {
	args = args[1:]
	if len(args) > 0 && args[0].String() == "--" {
		args = args[1:]
	}
	switch {
	case len(args) > 0 && len(args[0].String()) > 1 && args[0].String()[0] == '-': // trap -p
	case len(args) > 1 && args[0].String() != "-":
		st = st.trapped(args[0].text, args[1:])
	default: // trap - EXIT, trap EXIT
		st = st.trapped(source.Text{}, args)
	}
	if len(st.traps) > maxTraps {
		s.exhaust("it sets too many traps")
	}
	return succeeds(st)
}

// maxTraps is more than there are signals.
const maxTraps = 128

func (st state) trapped(script source.Text, signals []arg) state {
	for _, a := range signals {
		signal := strings.TrimPrefix(strings.ToUpper(a.String()), "SIG")
		if signal == "0" {
			signal = "EXIT"
		}
		st.traps = slices.DeleteFunc(slices.Clone(st.traps), func(t trap) bool { return t.signal == signal })
		if script.Len() > 0 {
			st.traps = append(st.traps, trap{signal, script})
		}
	}
	return st
}

// leave ends a shell, a function or a turn of a loop.
func leave(_ *script, args []arg, st state, _ site) flow {
	levels := 1
	if len(args) > 1 {
		levels, _ = strconv.Atoi(args[1].String())
	}
	if st.dead {
		return either(st)
	}
	switch left := st.loop; args[0].String() {
	case "exit":
		st.shell.ends = append(st.shell.ends, st)
	case "return":
		if st.call != nil {
			st.call.ends = append(st.call.ends, st)
		}
	default:
		if left == nil {
			return either(st)
		}
		for ; levels > 1 && left.outer != nil; levels-- {
			left = left.outer
		}
		if args[0].String() == "break" {
			left.breaks = append(left.breaks, st)
		} else {
			left.continues = append(left.continues, st)
		}
	}
	return either(st.died())
}
