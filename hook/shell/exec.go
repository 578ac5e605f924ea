package shell

// exec follows a command through everything that only runs another one, to the program that is run in the end. A
// leading word that may expand to nothing (`$SUDO go build`) is skipped; a leading command substitution is kept as the
// program's name.
func (s *script) exec(args []arg, st *state, at site, byShell bool) {
	for len(args) > 0 {
		text := args[0].String()
		if args[0].maybe && !args[0].output || text == "!" {
			args = args[1:] // "!" may stand after time, which the parser takes for a keyword
		} else if byShell && len(text) > 1 && text[0] == '-' { // and so may options
			_, args = s.options(wrapperOf("time", "time"), args)
		} else {
			break
		}
	}
	size := 0
	for _, a := range args {
		size += 16 + a.text.Len()
	}
	if len(args) == 0 || !s.allows(size) {
		return
	}
	name := args[0].String()
	bodies := st.get(name + "()").bodies
	w := wrapperOf(s.program(name), name)
	switch {
	case byShell && len(bodies) > 0:
		s.call(bodies, args, st, at)
	case args[0].maybe || w == nil:
		s.resolve(args, st, at)
	case s.enter():
		if s.last == nil {
			s.emit(args, st, at)
		}
		st = s.clone(st)
		if !w.builtin {
			st.leaveShell()
		}
		s.exec(s.unwrap(w, args, st, at), st, at, false)
		s.leave()
	}
}

// resolve runs what is neither a wrapper nor a function: what a shell does itself, what changes its state, or a program.
func (s *script) resolve(args []arg, st *state, at site) {
	if s.last == nil { // the shell that a RUN starts by itself is not a command of the file
		s.emit(args, st, at)
	}
	switch name := args[0].String(); name {
	case "export", "readonly", "local", "declare", "typeset":
		declare(args, st)
	case "set":
		s.set(args, st)
	case "shift":
		s.shift(args, st)
	case "unset":
		unsetNames(args, st)
	case "read", "mapfile", "readarray", "getopts":
		read(args, st)
	case "eval": // runs its arguments as a script, here
		_, words := s.options(&wrapper{}, args[1:]) // it has none but "--"
		s.inner(s.joinArgs(words)).run(st)
	case "trap":
		s.trap(args, st)
	default:
		if program := s.program(name); isShell(program) {
			s.shell(args, st)
		} else {
			s.otherShell(program, args)
		}
	}
}
