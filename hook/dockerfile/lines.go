package dockerfile

import (
	"strings"
	"unicode"

	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/ddhook/ddhook/hook/source"
)

const byteOrderMark = "\ufeff"

// reader finds the bytes of each instruction, line by line. Lines are 1-based. It goes by the rules of BuildKit's
// parser.Parse, which tells what an instruction's text is, but not where it stands.
type reader struct {
	*File
	escape     byte // continues a line: backslash, or what the parser directive `escape` says
	directives int  // that many lines at the top are parser directives
}

// newReader reads the parser directives, which stand at the top only (Dockerfile reference, "Parser directives").
func newReader(src *source.File) *reader {
	r := &reader{File: &File{Source: src}, escape: parser.DefaultEscapeToken}
	var p parser.DirectiveParser
	for n := 1; n <= src.Lines(); n++ {
		d, err := p.ParseLine([]byte(r.text(r.trimmed(n))))
		if err != nil || d == nil {
			break
		}
		r.directives = n
		if d.Name == "escape" && d.Value == "`" {
			r.escape = '`'
		}
	}
	return r
}

// line is the extent of line n without its line end and without a byte order mark.
func (r *reader) line(n int) source.Span {
	s := r.Source.LineSpan(n)
	text := r.text(s)
	s.End -= len(text) - len(strings.TrimRight(text, "\r\n"))
	if n == 1 && strings.HasPrefix(text, byteOrderMark) {
		s.Start += len(byteOrderMark)
	}
	return s
}

// trimmed is line n without the white space before it.
func (r *reader) trimmed(n int) source.Span {
	s := r.line(n)
	s.Start = s.End - len(strings.TrimLeftFunc(r.text(s), unicode.IsSpace))
	return s
}

func (r *reader) text(s source.Span) string { return r.Source.Data[s.Start:s.End] }

// skippable reports whether line n is empty or a comment, and keeps the comment.
func (r *reader) skippable(n int) bool {
	s := r.trimmed(n)
	if s.Start == s.End {
		return true
	}
	if r.Source.Data[s.Start] != '#' {
		return false
	}
	if n > r.directives {
		text := strings.TrimSpace(r.Source.Data[s.Start+1 : s.End])
		r.Comments = append(r.Comments, Comment{Text: text, Span: s})
	}
	return true
}

// next returns the first line from n on that begins an instruction; past the last line there is none.
func (r *reader) next(n int) int {
	for n <= r.Source.Lines() && r.skippable(n) {
		n++
	}
	return n
}

// join returns the instruction that begins at line n, without continuation signs, comments, empty lines, and its end.
func (r *reader) join(n int) (text source.Text, last int) {
	var b source.Builder
	s, more := r.continued(r.trimmed(n))
	b.Add(r.Source.Text(s))
	for more && n < r.Source.Lines() {
		n++
		if !r.skippable(n) {
			s, more = r.continued(r.line(n))
			b.Add(r.Source.Text(s))
		}
	}
	return b.Text(), n
}

// continued takes the continuation sign off a line: the escape character as the last one but for blanks; two are none.
func (r *reader) continued(s source.Span) (source.Span, bool) {
	text := strings.TrimRight(r.text(s), " \t")
	n := len(text)
	if n == 0 || text[n-1] != r.escape || n > 1 && text[n-2] == r.escape {
		return s, false
	}
	return source.Span{Start: s.Start, End: s.Start + n - 1}, true
}
