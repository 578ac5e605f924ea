package shell

import (
	"regexp"
	"strings"

	"github.com/ddhook/ddhook/hook/source"
)

// arg is a word after expansion, with the place of each of its bytes, so that it can be read as a script again.
type arg struct {
	text   source.Text
	span   source.Span // as [Word] has it
	maybe  bool        // as [Word] has it
	output bool        // what a command prints is in it, which is seldom nothing
}

func (a arg) String() string { return a.text.String() }

// from is the word without its first n bytes.
func (a arg) from(n int) arg {
	rest := a.text.Slice(n, a.text.Len())
	return arg{text: rest, span: source.Span{Start: rest.Offset(0), End: max(a.span.End, rest.Offset(0))}}
}

// made is a word that nobody wrote, in the place of something; [Placeholder] may be no word, one, or many.
func made(text string, span source.Span) arg {
	return arg{text: source.At(text, span), span: span, maybe: text == Placeholder}
}

// joinArgs puts words together with blanks, as eval and "$*" do.
func (e *evaluator) joinArgs(args []arg) source.Text {
	var b source.Builder
	for i, a := range args {
		if !e.allows(a.text.Len() + wordCost*a.text.Pieces()) {
			break
		}
		if i > 0 {
			b.Add(source.At(" ", source.Span{Start: a.span.Start, End: a.span.Start}))
		}
		b.Add(a.text)
	}
	return b.Text()
}

// What a backslash escapes inside of quotes (POSIX shell language, 2.2 and 2.6.3). Before a line end it goes with it.
const (
	inDouble   = "$`\"\\"
	inDocument = "$`\\"
	anywhere   = "" // outside of quotes it escapes every character
)

// unescape takes off the backslashes that escape one of special, and line ends escaped so.
func unescape(t source.Text, special string) source.Text {
	s := t.String()
	var gone [][]int
	for i := 0; i+1 < len(s); i++ {
		if s[i] != '\\' {
			continue
		}
		switch {
		case s[i+1] == '\n':
			gone = append(gone, []int{i, i + 2})
		case special == anywhere, strings.Contains(special, s[i+1:i+2]):
			gone = append(gone, []int{i, i + 1})
		}
		i++
	}
	return t.Replace(gone, func(string) string { return "" })
}

func drop(t source.Text, re string) source.Text {
	return t.Replace(regexp.MustCompile(re).FindAllStringIndex(t.String(), -1), func(string) string { return "" })
}

// dropReturns takes out carriage returns before the end of a line, which an editor may have left there.
func dropReturns(t source.Text) source.Text {
	if !strings.Contains(t.String(), "\r") {
		return t
	}
	return drop(t, `(?m)\r+$`)
}
