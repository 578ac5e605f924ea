package shell

import (
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/source"
)

// isShell reports whether a program is a shell whose scripts can be parsed, by its [Program] name.
func isShell(program string) bool {
	return listed("sh ash dash bash rbash ksh ksh93 mksh zsh", program)
}

// shell evaluates a shell that is started with args (POSIX "sh"; bash adds long options and -O).
func (s *script) shell(args []arg, st *state) {
	opts, words := s.options(shellOptions, args[1:])
	if opts.has("n") { // the script is only read
		return
	}
	inner := &script{evaluator: s.evaluator, isBash: !listed("sh ash dash", s.program(args[0].String()))}
	child := s.clone(st)
	child.leaveShell()
	child.noArgs = false
	switch {
	case opts.has("c") && len(words) > 0:
		inner.text = words[0].text
		child.args = words[1:]
		if len(words) == 1 || words[1].maybe {
			child.args = slices.Concat(args[:1], words[1:])
		}
	case st.stdin == nil || opts.has("c"):
		return
	case opts.has("s"), len(words) == 0, listed("/dev/stdin /dev/fd/0", words[0].String()):
		inner.text = *st.stdin
		if !opts.has("s") {
			words = words[min(1, len(words)):]
		}
		child.stdin, child.args = nil, slices.Concat(args[:1], words)
	default: // a file
		return
	}
	s.last = nil
	inner.run(child)
}

// grammarOf returns the words of a command interpreter that cannot be parsed, nil for another program.
func grammarOf(program string) *grammar {
	switch program = strings.ToLower(program); {
	case program == "cmd":
		return cmdWords
	case listed("powershell pwsh", program):
		return powershellWords
	case listed("csh elvish fish lksh nu oksh osh pdksh posh tcsh xonsh yash", program):
		return posixWords
	}
	return nil
}

// otherShell scans the script of a command interpreter that cannot be parsed, or what is a script by agreement.
func (s *script) otherShell(program string, args []arg) {
	lex, words := posixWords, []arg(nil)
	if other := grammarOf(program); other != nil {
		lex, words = other, scriptWords(other, args[1:])
	}
	if len(words) == 0 && s.last != nil {
		words = []arg{*s.last}
	}
	if len(words) == 0 || !s.enter() {
		return
	}
	s.last = nil
	span := words[len(words)-1].span // the words before it may stand in the SHELL instruction, far from the command
	s.warn(source.Unparsed{Span: span, At: span.Start, Noun: "script", Which: "in " + program})
	s.scan(s.joinArgs(words), lex)
	s.leave()
}

// scriptWords returns the words of a script among the arguments of its interpreter: those after /c or /k ("cmd /?") or
// -Command, which may be cut short ("powershell -?"), the one after -c, or else the last.
func scriptWords(lex *grammar, args []arg) []arg {
	for i, a := range args {
		text := strings.ToLower(a.String())
		switch {
		case lex == posixWords && (text == "--command" || strings.HasPrefix(text, "-") && strings.HasSuffix(text, "c")):
			return args[i+1 : min(i+2, len(args))]
		case text == "/c" || text == "/k" || len(text) > 1 && strings.HasPrefix("-command", text):
			return args[i+1:]
		}
	}
	if lex == posixWords {
		return nil
	}
	return args[max(0, len(args)-1):]
}
