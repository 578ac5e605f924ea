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
	Words      []int  // the subcommand ("build", or "mod" and "download"), and the arguments after the flags
	FlagsAfter int    // the word after which flags may stand: the last of the subcommand, or the value of a -C after it
	Flags      []Flag // those on the command line, in order; the last of a name wins
}

// Flag is one flag.
type Flag struct {
	Text  string // in one form: "-mod=mod", with "=true" where no value is written
	At, N int    // it stands in N words from word At: one (-mod=x) or two (-mod x)
}

// takesValue lists the flags of go build and go test whose value may be the next word. All others are boolean: they take a
// value after "=" only. A test compares it with "go help build" and "go help testflag", which lack three for debugging.
var takesValue = strings.Fields(`C asmflags buildmode compiler covermode coverpkg debug-actiongraph debug-runtime-trace
	debug-trace gccgoflags gcflags installsuffix ldflags mod modfile o overlay p pgo pkgdir tags toolexec
	bench benchtime blockprofile blockprofilerate count coverprofile cpu cpuprofile exec fuzz fuzzminimizetime fuzztime
	list memprofile memprofilerate mutexprofile mutexprofilefraction outputdir parallel run shuffle skip timeout trace vet`)

// Parse reads the words of a go command. A -C may stand before the subcommand and between its two words too ("go help
// build": it must be the first flag, and is looked for after each word).
func Parse(words []shell.Word) (call Call) {
	isWhole, isOver := false, false // the subcommand is, and what may be flags is
	for at := 1; at < len(words); at++ {
		w := words[at]
		name, value, isFlag := readFlag(w.Text)
		switch {
		case w.Optional && !isOver: // it may be no word at all, so that it ends nothing
		case isFlag && !isOver && (isWhole || name == "C"):
			f := Flag{At: at, N: 1}
			if !strings.Contains(w.Text, "=") && slices.Contains(takesValue, name) && at+1 < len(words) {
				at++
				f.N, value = 2, words[at].Text
			}
			if name == "C" && len(call.Flags) == 0 {
				call.FlagsAfter = at
			}
			if isWhole {
				f.Text = "-" + name + "=" + value
				call.Flags = append(call.Flags, f)
			}
		default:
			call.Words = append(call.Words, at)
			if isOver = isWhole; !isOver {
				call.FlagsAfter = at
				isWhole = w.Text != "mod" || len(call.Words) == 2
			}
		}
	}
	return call
}

// readFlag reads a flag, written with one dash or two.
func readFlag(text string) (name, value string, isFlag bool) {
	rest, begins := strings.CutPrefix(text, "-")
	name, value, hasValue := strings.Cut(strings.TrimPrefix(rest, "-"), "=")
	if !hasValue {
		value = "true"
	}
	return name, value, begins && name != ""
}

// goflag matches a word of GOFLAGS, which a group holds without its quotes.
var goflag = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`"([^"]*)"|'([^']*)'|([^ \t\r\n]+)`) })

// FlagsOf reads the value of GOFLAGS: flags separated by white space, each with its value after "=", the whole flag in
// quotes where it holds a blank ("go help environment"). A value that the go command refuses sets none.
func FlagsOf(goflags string) (flags []Flag) {
	for _, m := range goflag().FindAllStringSubmatch(goflags, -1) {
		word := m[1] + m[2] + m[3]
		name, value, isFlag := readFlag(word)
		switch {
		case isFlag:
			flags = append(flags, Flag{Text: "-" + name + "=" + value})
		case word == "" || strings.Trim(word, shell.Placeholder) != "":
			return nil
		}
	}
	return flags
}
