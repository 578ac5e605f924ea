package shell

import "strings"

// search says where a shell looks for the command that a word names (POSIX shell language, 2.9.1).
type search int

const (
	programs    search = iota // what an external program looks for, such as env
	anything                  // functions, builtins, programs
	noFunctions               // builtins and programs
	builtins                  // builtins only
)

// exec follows a command through everything that only runs another one, to the program that is run in the end. A
// leading word that may expand to nothing (`$SUDO go build`) is skipped; a leading command substitution is kept as the
// program's name.
func (s *script) exec(args []arg, st state, at site, where search) flow {
	outer, started, replaced := st, false, false // whether another program was started, whether in the shell's place
	for n := 0; ; n++ {
		if args = dropMaybe(args); len(args) == 0 || args[0].maybe {
			break
		}
		if n > maxNesting {
			s.exhaust("too many commands that run a command stand in a row")
			return either(st)
		}
		w := wrapperOf(args[0].String(), where)
		if w == nil || where == anything && len(st.get(functionKey(args[0].String())).funcs) > 0 {
			break
		}
		args, where = s.unwrap(w, args, &st, at), w.next
		started = started || !w.builtin
		replaced = replaced || w.replaces && len(args) > 0
	}
	f := s.resolve(args, st, at, where)
	return f.each(func(st *state) {
		dead := st.dead || replaced
		if started {
			*st = outer
		}
		st.dead = dead
	})
}

func dropMaybe(args []arg) []arg {
	for len(args) > 0 && args[0].maybe && !args[0].output {
		args = args[1:]
	}
	return args
}

// resolve runs a command that is no wrapper.
func (s *script) resolve(args []arg, st state, at site, where search) flow {
	if len(args) == 0 {
		return either(st)
	}
	name := args[0].String()
	if funcs := st.get(functionKey(name)).funcs; where == anything && len(funcs) > 0 {
		return s.call(funcs, args, st, at)
	}
	if run := builtin(name); run != nil && where != programs {
		return run(s, args, st, at)
	}
	return s.program(args, st, at, where)
}

// program follows a command that is no wrapper: a shell, an interpreter of another language, or the end of the way.
func (s *script) program(args []arg, st state, at site, where search) flow {
	name := baseName(args[0].String())
	switch d := dialectOf(name); {
	case where == builtins:
	case d != nil:
		s.shell(d, args, st)
	case lexiconOf(name) != nil:
		s.foreign(name, args, st)
	case s.last != nil:
		s.warn(s.last.text.Offset(0), "%s is no shell that can be parsed: its script was scanned word by word", name)
		s.scan(s.last.text, posixWords)
	default:
		s.emit(args, &st, at)
		if cannotFail(name) {
			return succeeds(st)
		}
	}
	return either(st)
}

// baseName is the name of a program without its folders and Windows' ending.
func baseName(program string) string {
	name := program[strings.LastIndexAny(program, `/\`)+1:]
	if n := len(name) - len(".exe"); n > 0 && strings.EqualFold(name[n:], ".exe") {
		name = name[:n]
	}
	return name
}

// call evaluates a function, or all that the name may be where paths disagree.
func (s *script) call(funcs []function, args []arg, st state, at site) flow {
	done := flow{st.died(), st.died()}
	for _, fn := range funcs {
		f := either(st)
		if fn.body == nil {
			f = s.exec(args, st, at, noFunctions)
		} else if s.follow(fn.body, at.node) && s.enter() {
			f = s.callOne(fn, args, st)
			s.leave()
		}
		done = flow{done.ok.join(f.ok), done.fail.join(f.fail)}
	}
	return done
}

func (s *script) callOne(fn function, args []arg, st state) flow {
	inner := st
	inner.loop, inner.call = nil, &exits{}
	inner.args = args
	if len(st.args) > 0 {
		inner.args = append([]arg{st.args[0]}, args[1:]...) // $0 stays
	}
	inner.noArgs = false
	f := fn.in.stmt(fn.body, inner)
	for _, o := range inner.call.ends {
		f = flow{f.ok.join(o), f.fail.join(o)}
	}
	return f.each(func(out *state) {
		for i := len(inner.call.locals) - 1; i >= 0; i-- {
			l := inner.call.locals[i]
			out.vars = out.vars.set(l.name, l.bind)
		}
		out.loop, out.call, out.args, out.noArgs = st.loop, st.call, st.args, st.noArgs
	})
}

// cannotFail lists programs that a script relies on, so that what hangs on them by && is certain to run.
func cannotFail(name string) bool {
	switch name {
	case "echo", "printf", "mkdir", "cp", "mv", "rm", "chmod", "chown", "ln", "touch", "cat", "sleep", "pwd", "date",
		"umask":
		return true
	}
	return false
}
