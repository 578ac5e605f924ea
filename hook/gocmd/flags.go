package gocmd

import (
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/shell"
	"github.com/ddhook/ddhook/hook/source"
)

// takesValue lists the flags of go build whose value may be the next word. All others are boolean: they take a value
// behind "=" only. The source is "go help build", which a test compares this with, and the three debugging flags that
// it does not list.
var takesValue = []string{
	"C", "asmflags", "buildmode", "compiler", "covermode", "coverpkg", "debug-actiongraph", "debug-runtime-trace",
	"debug-trace", "gccgoflags", "gcflags", "installsuffix", "ldflags", "mod", "modfile", "o", "overlay", "p", "pgo",
	"pkgdir", "tags", "toolexec",
}

// modFlags gives the -mod flags among the words behind "build". Flags end at the first word that is none, and behind
// "--", as package flag has it. A word that is unknown and unquoted may be no word at all, so it ends nothing; behind a
// flag that takes a value it is that value.
func modFlags(words []shell.Word) []Flag {
	var mods []Flag
	for i := 0; i < len(words); i++ {
		w := words[i]
		if w.Maybe {
			continue
		}
		name, hasValue, isFlag := flagName(w)
		if !isFlag {
			break
		}
		f := Flag{Spans: []source.Span{w.Span}}
		if hasValue {
			_, f.Value, _ = strings.Cut(w.Text, "=")
		} else if slices.Contains(takesValue, name) && i+1 < len(words) {
			i++
			f.Value = words[i].Text
			f.Spans = append(f.Spans, words[i].Span)
		}
		if name == "mod" {
			f.Value = known(f.Value)
			mods = append(mods, f)
		}
	}
	return mods
}

// flagName gives the name of a flag, written with one dash or two; hasValue says that "=" follows it.
func flagName(w shell.Word) (name string, hasValue, isFlag bool) {
	rest, ok := strings.CutPrefix(w.Text, "-")
	if !ok {
		return "", false, false
	}
	rest = strings.TrimPrefix(rest, "-")
	name, _, hasValue = strings.Cut(rest, "=")
	return name, hasValue, name != ""
}

// known turns a value that holds something unknown into "".
func known(value string) string {
	if strings.Contains(value, shell.Placeholder) {
		return ""
	}
	return value
}

// modOf gives the last -mod in a GOFLAGS value: flags separated by white space, each with its value behind "=", the
// whole flag in quotes where it holds a blank ("go help environment"). A value that the go command refuses sets none.
func modOf(goflags string) (mod string, ok bool) {
	for rest := strings.TrimLeft(goflags, blanks); rest != ""; rest = strings.TrimLeft(rest, blanks) {
		end := strings.IndexAny(rest, blanks)
		flag := rest
		if quote := rest[0]; quote == '"' || quote == '\'' {
			end = strings.IndexByte(rest[1:], quote)
			if end < 0 {
				return "", false
			}
			flag, rest = rest[1:end+1], rest[end+2:]
		} else if end >= 0 {
			flag, rest = rest[:end], rest[end:]
		} else {
			rest = ""
		}
		name, value, _ := strings.Cut(strings.TrimPrefix(flag, "-"), "=")
		switch {
		case flag == "" || flag[0] != '-' && known(flag) != "":
			return "", false
		case flag[0] == '-' && strings.TrimPrefix(name, "-") == "mod":
			mod, ok = known(value), true
		}
	}
	return mod, ok
}

const blanks = " \t\r\n"
