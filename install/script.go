package install

import (
	"bytes"
	_ "embed" // the pieces of the script
	"strings"
)

// The pieces of the script, which runs in any POSIX shell and of which nothing but git is a program: a graphical
// client may start it with an empty PATH. Words like @place@ stand for what [script.text] puts in. The script is also
// put into hooks that are a team's own, so that it minds `set -eu`, names its variables after itself, and hands
// standard input on. A program that PATH finds in the folder of the commit (an empty PATH means this folder) is not
// the user's.
var (
	//go:embed hook/find.sh
	findPiece string
	//go:embed hook/commit.sh
	commitPiece string
	//go:embed hook/push.sh
	pushPiece string
	//go:embed hook/kept.sh
	keptPiece string
)

// script is ddhook's part of a hook, between its two marks.
type script struct {
	hook  string // the hook's name
	place string // of ddhook, absolute, with "/"; "" when it is to be found on PATH
	kept  bool   // the hook that was here before is to be run as well
	among bool   // there are lines of others in the hook, or there may be, since it is the team's
}

// The words of git commands in the script.
const (
	settings = `':(top,glob).ddhook.*'` // the pathspec of what decides which files are checked

	// touching are the pathspecs of that, and of what is like a Dockerfile.
	touching = `':(top,icase,glob)**/*dockerfile*' ':(top,icase,glob)**/*containerfile*' ` + settings

	// others is for `git grep` to find settings that select what is not like a Dockerfile, for all that lines tell: they
	// have files, and a line with something in it, of which not each is like one.
	others = `--all-match -i -E -e '^[^#]*files' --or \( -e '^ *[-"'\'']|files.*[:[] *[^][ #]' ` +
		`--and --not -e '^` + alike + `(,` + alike + `)*,? *$' \)`
	alike = `[^,]*(docker|container)file[^,]*`
)

// keptName is what the hook that was here before is called while ddhook's stands in its place.
func keptName(hook string) string { return hook + ".before-ddhook" }

// text is the script with its marks.
func (s script) text() []byte {
	pieces := findPiece + commitPiece
	if s.hook == "pre-push" {
		pieces = findPiece + pushPiece
	}
	if s.kept {
		pieces += keptPiece
	}
	return []byte(beginMark + beginNote + "\n" + strings.NewReplacer(
		"@place@", quote(s.place),
		"@touching@", touching,
		"@others@", others,
		"@settings@", settings,
		"@kept@", keptName(s.hook),
		"@passed@", quote(passed(s)),
		"@blocked@", strings.Join(blocked(s), " "),
		"@unkept@", unkept(s),
	).Replace(pieces) + endMark + "\n")
}

// The first words of the lines around ddhook's part of a hook.
const (
	beginMark = "# >>> ddhook"
	endMark   = "# <<< ddhook"
)

// cut splits the text of a hook around ddhook's part; part is nil when there is none, or no end to it.
func cut(text []byte) (before, part, after []byte) {
	begin := lineIndex(text, beginMark)
	if begin < 0 {
		return text, nil, nil
	}
	end := bytes.LastIndex(text, []byte("\n"+endMark))
	if end < begin {
		return text, nil, nil
	}
	end++ // the line end before the mark
	if n := bytes.IndexByte(text[end:], '\n'); n >= 0 {
		end += n + 1
	} else {
		end = len(text)
	}
	return text[:begin], text[begin:end], text[end:]
}

// lineIndex is where the first line that begins with prefix does; -1 when none does.
func lineIndex(text []byte, prefix string) int {
	if bytes.HasPrefix(text, []byte(prefix)) {
		return 0
	}
	if i := bytes.Index(text, []byte("\n"+prefix)); i >= 0 {
		return i + 1
	}
	return -1
}

// placeIn is the place of ddhook that a part was written with.
func placeIn(part []byte) string {
	_, value, _ := strings.Cut(string(part), "\nddhook=")
	return unquote(value)
}

// runsKept says whether a part runs the hook that was here before.
func runsKept(part []byte) bool { return bytes.Contains(part, []byte("\nddhook_kept=")) }

// quote makes one word of a POSIX shell that means s.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// unquote gives what the word means that [quote] made and that s begins with.
func unquote(s string) string {
	var word strings.Builder
	for {
		inside, rest, _ := strings.Cut(strings.TrimPrefix(s, "'"), "'")
		word.WriteString(inside)
		next, more := strings.CutPrefix(rest, `\'`)
		if !more {
			return word.String()
		}
		word.WriteByte('\'')
		s = next
	}
}

// wordIn quotes s only when a shell would not take it as it is: for commands that a person reads.
func wordIn(s string) string {
	plain := func(r rune) bool {
		return r < 0x80 && !strings.ContainsRune(" \t\r\n\"'\\$`&|;<>()*?[]#~=%!{}", r) && r >= ' '
	}
	if s != "" && strings.IndexFunc(s, func(r rune) bool { return !plain(r) }) < 0 {
		return s
	}
	return quote(s)
}
