// Package gocmd reads a command as the go command would: which subcommand it is, and what its flags say.
package gocmd

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/ddhook/ddhook/hook/shell"
)

// Call is one invocation of the go command. Words are named by their index in the command.
type Call struct {
	Subcommand []int  // its words: "build", or "mod" and "download"; none when the words do not tell
	FlagsAfter int    // the word after which flags may stand: the last of Subcommand, or the value of a -C after it
	Flags      []Flag // those on the command line, in order; the last of a name wins
	Args       []int  // the arguments after the flags
}

// Flag is one flag as written.
type Flag struct {
	Name  string // without dashes
	Value string // "true" where none is written
	At, N int    // it stands in N words from word At: one (-mod=x) or two (-mod x)
}

// takesValue lists the flags of go build and go test whose value may be the next word. All others are boolean: they take
// a value after "=" only. The source is "go help build" and "go help testflag", which a test compares this with, and the
// three debugging flags that they do not list.
var takesValue = strings.Fields(`C asmflags buildmode compiler covermode coverpkg debug-actiongraph debug-runtime-trace
	debug-trace gccgoflags gcflags installsuffix ldflags mod modfile o overlay p pgo pkgdir tags toolexec
	bench benchtime blockprofile blockprofilerate count coverprofile cpu cpuprofile exec fuzz fuzzminimizetime fuzztime
	list memprofile memprofilerate mutexprofile mutexprofilefraction outputdir parallel run shuffle skip timeout trace vet`)

// program matches the names of the go command: with a version as golang.org/dl installs it (go1.25.1, go1.26rc2), and as
// tonistiigi/xx wraps it for cross compilation.
var program = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(go|xx-go|go1(\.[0-9.]*)?((rc|beta)[0-9]+)?)$`)
})

// Parse reads a command. The second result is false when its program is not the go command. A -C may stand before
// the subcommand and between its two words too ("go help build": it must be the first flag, and is looked for after
// each word).
func Parse(cmd shell.Command) (call Call, ok bool) {
	if cmd.Words[0].Optional || !program().MatchString(cmd.Program) {
		return call, false
	}
	isWhole := false // the subcommand is
	for at := 1; at < len(cmd.Words); at++ {
		w := cmd.Words[at]
		f, isFlag := readFlag(w.Text)
		switch {
		case len(call.Args) > 0:
			call.Args = append(call.Args, at)
		case w.Optional: // it may be no word at all, so that it ends nothing
		case isFlag && (isWhole || f.Name == "C"):
			f.At, f.N = at, 1
			if !strings.Contains(w.Text, "=") && slices.Contains(takesValue, f.Name) && at+1 < len(cmd.Words) {
				at++
				f.N, f.Value = 2, cmd.Words[at].Text
			}
			if f.Name == "C" && len(call.Flags) == 0 {
				call.FlagsAfter = at
			}
			if isWhole {
				call.Flags = append(call.Flags, f)
			}
		case isWhole:
			call.Args = append(call.Args, at)
		default:
			call.Subcommand = append(call.Subcommand, at)
			call.FlagsAfter = at
			isWhole = w.Text != "mod" || len(call.Subcommand) == 2
		}
	}
	return call, true
}

// readFlag reads a flag, written with one dash or two.
func readFlag(text string) (f Flag, isFlag bool) {
	rest, ok := strings.CutPrefix(text, "-")
	if !ok {
		return f, false
	}
	name, value, hasValue := strings.Cut(strings.TrimPrefix(rest, "-"), "=")
	if !hasValue {
		value = "true"
	}
	return Flag{Name: name, Value: value}, name != ""
}

// FlagsOf reads the value of GOFLAGS: flags separated by white space, each with its value after "=", the whole flag in
// quotes where it holds a blank ("go help environment"). A value that the go command refuses sets none.
func FlagsOf(goflags string) (flags []Flag) {
	const blanks = " \t\r\n"
	for rest := strings.TrimLeft(goflags+" ", blanks); rest != ""; rest = strings.TrimLeft(rest, blanks) {
		ends := blanks
		if rest[0] == '"' || rest[0] == '\'' {
			ends, rest = rest[:1], rest[1:]
		}
		end := strings.IndexAny(rest, ends)
		if end < 0 { // a quote that nothing closes
			return nil
		}
		f, isFlag := readFlag(rest[:end])
		switch {
		case isFlag:
			flags = append(flags, f)
		case strings.Trim(rest[:end], shell.Placeholder) != "" || end == 0:
			return nil
		}
		rest = rest[end+1:]
	}
	return flags
}
