package shell

import (
	"cmp"
	"slices"

	"github.com/ddhook/ddhook/hook/env"
	"github.com/ddhook/ddhook/hook/source"
)

// Line is a command line as the kernel gets it.
type Line struct {
	Argv []source.Text // the program and its arguments
	// Script: the last of Argv is a script by agreement (a Dockerfile's shell form), so that it is scanned word by
	// word when the program before it is no shell that can be parsed.
	Script bool
	Env    env.Scope // what is set when it starts; all of it is exported
}

// Watched is the one variable whose value commands are reported with.
const Watched = "GOFLAGS"

// Run finds the commands that line runs, in the order of the text. It follows wrappers, `sh -c`, functions and fixed
// values; it never runs anything and reads no file. What cannot be parsed is scanned word by word and warned of.
func Run(line Line) ([]Command, []Warning) {
	if len(line.Argv) == 0 {
		return nil, nil
	}
	in := &interp{scope: line.Env}
	args := make([]arg, len(line.Argv))
	for i, t := range line.Argv {
		args[i] = arg{text: t, span: t.Span(0, t.Len())}
	}
	s := &script{interp: in, dialect: &posixShell}
	if line.Script {
		s.last = &args[len(args)-1]
	}
	st := state{scope: line.Env, proc: in.newProc(), shell: &exits{}}
	s.exec(args, st, site{words: line.Argv}, programs)
	in.finish()
	return in.commands, in.warnings
}

// Scan finds commands in a text that is in no language that can be parsed, word by word.
func Scan(text source.Text) []Command {
	in := &interp{}
	in.scan(dropReturns(text), posixWords)
	in.finish()
	return in.commands
}

// finish scans what the budget did not suffice for, and brings the commands into the order of the text.
func (in *interp) finish() {
	if in.spent != "" {
		in.found = map[int]bool{}
		for _, c := range in.commands {
			in.found[c.Words[0].Span.Start] = true
		}
		for _, t := range in.tops {
			in.warn(t.Offset(0), "%s: it was scanned word by word", in.spent)
			in.scan(t, posixWords)
		}
	}
	slices.SortStableFunc(in.commands, func(a, b Command) int {
		return cmp.Compare(a.Words[0].Span.Start, b.Words[0].Span.Start)
	})
}
