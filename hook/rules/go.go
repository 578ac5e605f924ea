package rules

import (
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/gocmd"
	"github.com/ddhook/ddhook/hook/shell"
)

// goArguments are the arguments of the go command.
type goArguments struct {
	shell.Command
	gocmd.Call
}

func readGo(c shell.Command) (arguments, bool) {
	call, ok := gocmd.Parse(c)
	return goArguments{c, call}, ok
}

func (a goArguments) operands() (all []operand) {
	for _, word := range slices.Concat(a.Subcommand, a.Args) {
		all = append(all, operand{word: word})
	}
	return all
}

func (a goArguments) optionsAfter(last int) int {
	if len(a.Subcommand) > 0 && last == a.Subcommand[len(a.Subcommand)-1] {
		return a.FlagsAfter
	}
	return last
}

// option finds a flag: the last of its name on the command, or else in GOFLAGS ("go help environment").
func (a goArguments) option(o option) finding {
	find := func(flags []gocmd.Flag) (f gocmd.Flag, found bool) {
		for _, f := range slices.Backward(flags) {
			if f.Name == strings.TrimLeft(o.name, "-") {
				return f, true
			}
		}
		return f, false
	}
	accepts := func(f gocmd.Flag) bool { return o.accepts(f.Value, true) }
	if f, found := find(a.Flags); found {
		return finding{met: accepts(f), at: f.At, n: f.N, value: f.Value}
	}
	goflags, set := a.Assign("GOFLAGS")
	f, found := find(gocmd.FlagsOf(goflags.Value.Text))
	known := !strings.Contains(f.Value, shell.Placeholder)
	switch {
	case set && found && goflags.Own && !accepts(f):
		return finding{value: f.Value, note: "with a GOFLAGS of its own that does not say " + o.text}
	case set && found && goflags.Own:
		return finding{met: true, value: f.Value}
	case a.isMisplaced(o):
		return finding{note: "with " + o.text + " in a place where it is not a flag"}
	case set && found && accepts(f):
		return finding{met: true, others: true, value: f.Value, note: "without " + o.text + ": a GOFLAGS set elsewhere does not count"}
	case set && found && known:
		return finding{others: true, value: f.Value, note: "without " + o.text + ", and GOFLAGS makes it " + o.name + "=" + f.Value}
	}
	return finding{}
}

// isMisplaced finds an option among the arguments, where it was not read as a flag.
func (a goArguments) isMisplaced(o option) bool {
	return slices.ContainsFunc(a.Words, func(w shell.Word) bool { return w.Text == o.text || w.Text == "-"+o.text })
}

// goVariables are the environment variables that Go's rules look at.
const goVariables = "GOFLAGS GO111MODULE GOMODCACHE GOPROXY GOWORK"
