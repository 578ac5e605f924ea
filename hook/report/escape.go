package report

import (
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// Escape makes text from a repository safe to print: bytes that are no UTF-8, and all that is not seen but changes what is
// seen (control, bidirectional, format characters, line separators), become escapes. A tab stays a tab.
func Escape(s string) string {
	quoted := strconv.QuoteToGraphic(s)
	return unquote.Replace(quoted[1 : len(quoted)-1])
}

// unquote takes back what a quoted string needs beside that.
var unquote = strings.NewReplacer(`\\`, `\`, `\"`, `"`, `\t`, "\t")

// printPath is a path at the beginning of a line. CI runners take a line that begins with "::" for a command.
func printPath(path string) string {
	path = Escape(path)
	if strings.HasPrefix(strings.TrimSpace(path), "::") {
		return "./" + path
	}
	return path
}

// ShellWord writes a file name so that it can be typed in a shell, as an argument of git too, which takes a name that
// begins with ":" for a pattern. What cannot be seen is written as bash, zsh and ksh read it.
func ShellWord(name string) string {
	if strings.HasPrefix(name, "-") || strings.HasPrefix(name, ":") {
		name = "./" + name
	}
	quoted, _ := syntax.Quote(name, syntax.LangBash) // the error is of a NUL, which no name of a file has
	return quoted
}
