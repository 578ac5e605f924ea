package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Escape makes text from a repository safe to print: bytes that are no UTF-8, and everything that is not seen but
// does something to what is seen (control, bidirectional and format characters, line separators), appear as escapes
// of Go's and most other languages' strings. A tab stays a tab.
func Escape(s string) string {
	if !strings.ContainsFunc(s, hidden) && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		if r == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(s[i:]); size == 1 {
				fmt.Fprintf(&b, `\x%02x`, s[i])
				continue
			}
		}
		if hidden(r) {
			b.WriteString(strings.Trim(fmt.Sprintf("%+q", r), "'"))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func hidden(r rune) bool { return r != '\t' && !unicode.IsGraphic(r) }

// printPath is a path at the beginning of a line. CI runners take a line that begins with "::" for a command.
func printPath(path string) string {
	path = Escape(path)
	if strings.HasPrefix(strings.TrimSpace(path), "::") {
		return "./" + path
	}
	return path
}

// ShellWord writes a file name so that it can be typed in a shell, as an argument of git too, which takes a name that
// begins with ":" for a pattern.
func ShellWord(name string) string {
	if strings.HasPrefix(name, "-") || strings.HasPrefix(name, ":") {
		name = "./" + name
	}
	switch {
	case Escape(name) != name || strings.Contains(name, "\t"):
		return ansiQuote(name)
	case name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./@%+=:,-") == "":
		return name
	}
	return "'" + strings.ReplaceAll(name, "'", `'\''`) + "'"
}

// ansiQuote is for what cannot be seen; bash, zsh and ksh read it.
func ansiQuote(name string) string {
	var b strings.Builder
	b.WriteString("$'")
	for i := range len(name) {
		switch c := name[i]; {
		case c == '\'' || c == '\\':
			b.WriteString(`\` + string(rune(c)))
		case c < ' ' || c > '~':
			fmt.Fprintf(&b, `\%03o`, c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String() + "'"
}
