package dockerfile

import (
	"strings"
	"unicode"

	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/ddhook/ddhook/hook/source"
)

// statement is an instruction as it stands in the file.
type statement struct {
	text    source.Text // its lines joined, without heredocs
	start   int         // offset of its first byte
	onBuild bool
	command source.Text // text, without ONBUILD
	keyword source.Text // the first word of command
	args    source.Text // what follows the keyword and its flags
	docs    []parser.Heredoc
	body    int // the first line of its heredocs
	last    int // its last line, heredocs included
}

// statement reads the instruction that begins at line n.
func (a *analysis) statement(n int) statement {
	var s statement
	s.text, s.last = a.join(n)
	s.command = trim(s.text)
	s.start = s.command.Offset(0)
	s.split(a.escape)
	for strings.EqualFold(s.keyword.String(), "ONBUILD") {
		s.onBuild = true
		s.command = s.args
		s.split(a.escape)
	}
	s.body = s.last + 1
	if node := a.nodes[n]; node != nil {
		s.docs, s.last = node.Heredocs, node.EndLine
	}
	return s
}

// split takes the command apart.
func (s *statement) split(escape byte) {
	keyword, rest := cut(s.command)
	s.keyword, s.args = keyword, trim(rest.Slice(skipFlags(rest.String(), escape), rest.Len()))
}

// cut returns the first word of a text and what follows it.
func cut(t source.Text) (word, rest source.Text) {
	const blanks = "\t\v\f\r "
	s := t.String()
	end := strings.IndexAny(s, blanks)
	if end < 0 {
		end = len(s)
	}
	start := len(s) - len(strings.TrimLeft(s[end:], blanks))
	return t.Slice(0, end), t.Slice(start, len(s))
}

// trim takes white space off both ends.
func trim(t source.Text) source.Text {
	s := t.String()
	start := len(s) - len(strings.TrimLeftFunc(s, unicode.IsSpace))
	return t.Slice(start, max(start, len(strings.TrimRightFunc(s, unicode.IsSpace))))
}

// skipFlags returns the length of the flags (--mount=...) that s begins with. A flag is a word that begins with two
// dashes; two dashes alone end the flags. BuildKit looks at single bytes here, and so does this.
func skipFlags(s string, escape byte) int {
	isSpace := func(i int) bool { return unicode.IsSpace(rune(s[i])) }
	for i := 0; ; {
		for i < len(s) && isSpace(i) {
			i++
		}
		if !strings.HasPrefix(s[i:], "--") {
			return i
		}
		var quote byte
		size := 0 // without quotes and escapes
		for ; i < len(s) && (quote != 0 || !isSpace(i)); i++ {
			switch c := s[i]; {
			case quote == 0 && (c == '\'' || c == '"'):
				quote = c
			case c == quote:
				quote = 0
			case c == escape:
				i++
				size++
			default:
				size++
			}
		}
		if i = min(i, len(s)); size == len("--") {
			return i
		}
	}
}
