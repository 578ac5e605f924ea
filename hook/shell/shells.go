package shell

import "strings"

// shell evaluates a shell that is started with args (POSIX "sh"; bash adds long options and -O).
func (s *script) shell(d *dialect, args []arg, st state) {
	opts, words := shellOptions(args[1:])
	if strings.Contains(opts, "n") { // the script is only read
		return
	}
	inner := &script{interp: s.interp, dialect: d}
	child := st.child(s.newProc())
	child.args, child.noArgs = args[:1], false
	switch {
	case strings.Contains(opts, "c"):
		if len(words) == 0 {
			return
		}
		inner.text = words[0].text
		if len(words) > 1 {
			child.args = withZero(words[1:])
		}
	case strings.Contains(opts, "s") || len(words) == 0 || isStdin(words[0].String()):
		if st.stdin == nil {
			return
		}
		inner.text = *st.stdin
		child.stdin = nil
		if !strings.Contains(opts, "s") {
			words = words[min(1, len(words)):]
		}
		child.args = append([]arg{args[0]}, words...)
	default: // a file
		return
	}
	inner.runShell(child)
}

// withZero makes arguments of which the first is $0. Where words of any number come first, it is one that nobody knows,
// and they follow.
func withZero(args []arg) []arg {
	if !args[0].maybe {
		return args
	}
	zero := args[0]
	zero.maybe = false
	return append([]arg{zero}, args...)
}

func isStdin(file string) bool { return file == "/dev/stdin" || file == "/dev/fd/0" }

// bashOptions are bash's long options, which one dash may begin as well as two ("bash -norc"), with how many words each
// takes.
var bashOptions = map[string]int{
	"debug": 0, "debugger": 0, "dump-po-strings": 0, "dump-strings": 0, "help": 0, "init-file": 1, "login": 0,
	"noediting": 0, "noprofile": 0, "norc": 0, "posix": 0, "pretty-print": 0, "protected": 0, "rcfile": 1, "restricted": 0,
	"verbose": 0, "version": 0, "wordexp": 0,
}

// shellOptions reads the options of a shell: their letters, and the words behind them.
func shellOptions(args []arg) (letters string, words []arg) {
	for len(args) > 0 {
		text := args[0].String()
		switch {
		case args[0].maybe:
			args = args[1:]
			continue
		case text == "-" || text == "--":
			return letters, args[1:]
		case text == "" || text[0] != '-' && text[0] != '+':
			return letters, args
		}
		args = args[1:]
		values, isLong := bashOptions[strings.TrimPrefix(text[1:], "-")]
		if !isLong && !strings.HasPrefix(text, "--") {
			values = strings.Count(text, "o") + strings.Count(text, "O")
			if text[0] == '-' {
				letters += text[1:]
			}
		}
		args = args[min(values, len(args)):]
	}
	return letters, nil
}
