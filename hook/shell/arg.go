package shell

import (
	"slices"
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

func (a arg) word() Word { return Word{Text: a.String(), Span: a.span, Maybe: a.maybe} }

// from is the word without its first n bytes.
func (a arg) from(n int) arg {
	rest := a.text.Slice(n, a.text.Len())
	return arg{text: rest, span: source.Span{Start: rest.Offset(0), End: max(a.span.End, rest.Offset(0))}}
}

// textAt is a text that nobody wrote like that; it stands for span.
func textAt(text string, span source.Span) source.Text {
	var b source.Builder
	b.AddAt(text, span)
	return b.Text()
}

// anyWords may be no word, one, or many.
func anyWords(span source.Span) arg {
	return arg{text: textAt(Placeholder, span), span: span, maybe: true}
}

func sameArgs(a, b []arg) bool {
	if len(a) != len(b) {
		return false
	}
	return len(a) == 0 || &a[0] == &b[0] || slices.EqualFunc(a, b, func(a, b arg) bool {
		return a.span == b.span && a.maybe == b.maybe && a.String() == b.String()
	})
}

func maybeAny(args []arg) bool { return slices.ContainsFunc(args, func(a arg) bool { return a.maybe }) }

// joinArgs puts words together with a separator, as eval and "$*" do.
func joinArgs(args []arg, sep string) source.Text {
	var b source.Builder
	for i, a := range args {
		if i > 0 {
			b.AddAt(sep, source.Span{Start: a.span.Start, End: a.span.Start})
		}
		b.Add(a.text)
	}
	return b.Text()
}

// fields takes the pieces of a word and gives the words that they become.
type fields struct {
	out   []arg
	home  source.Span  // the word of the script
	ifs   string       // what unquoted text is cut at, inside an expansion
	whole bool         // it is a value: one word, whatever is in it
	place *source.Span // what all pieces stand for, when they come out of a variable
	quote *source.Span // the quoted string that holds a variable and nothing else
	piece source.Builder
	span  source.Span
	open  bool // a word has begun
	solid bool // part of it is known, or quoted
	print bool // part of it is what a command prints
}

// add appends to the word that has begun. The span is the piece as written.
func (f *fields) add(t source.Text, span source.Span) {
	f.start(span)
	f.solid = true
	f.piece.Add(t)
}

// unknown appends something that nobody knows.
func (f *fields) unknown(span source.Span, quoted bool) {
	f.start(span)
	f.solid = f.solid || quoted
	f.piece.AddAt(Placeholder, f.at(span))
}

func (f *fields) at(span source.Span) source.Span {
	if f.place != nil {
		return *f.place
	}
	return span
}

// mark is where a word stands that comes out of an expansion.
func (f *fields) mark(span source.Span) source.Span {
	if f.quote != nil {
		return *f.quote
	}
	return f.at(span)
}

func (f *fields) start(span source.Span) {
	span = f.mark(span)
	if !f.open {
		f.open, f.span = true, span
	}
	f.span.End = max(f.span.End, span.End)
}

// cut ends the word that has begun, if one has.
func (f *fields) cut() {
	if f.whole || !f.open {
		return
	}
	f.out = append(f.out, arg{text: f.piece.Text(), span: f.span, maybe: !f.solid, output: f.print})
	f.piece, f.open, f.solid, f.print = source.Builder{}, false, false, false
}

// words appends words that keep their bounds ("$@"): the first continues the word that has begun, and what comes next
// continues the last.
func (f *fields) words(args []arg) {
	for i, a := range args {
		if i > 0 && f.whole {
			f.piece.AddAt(" ", a.span)
		}
		if i > 0 {
			f.cut()
		}
		if !f.open {
			f.open, f.span = true, a.span
		}
		f.span.End = max(f.span.End, a.span.End)
		f.solid = f.solid || !a.maybe
		f.piece.Add(a.text)
	}
}

// split appends text out of an expansion, cut where IFS says.
func (f *fields) split(t source.Text, span source.Span, ifs string) {
	if f.whole {
		f.add(t, span)
		return
	}
	s := t.String()
	for i := 0; i < len(s); {
		j := i
		for j < len(s) && !strings.Contains(ifs, s[j:j+1]) {
			j++
		}
		f.unquoted(t.Slice(i, j), span)
		if j == len(s) {
			return
		}
		i = f.separator(s, j, span, ifs)
	}
}

// separator ends a word at s[i], which is in IFS, and gives the place behind the separator: white space, and with it
// one other character at most. Such a character ends a word even when nothing is in it.
func (f *fields) separator(s string, i int, span source.Span, ifs string) int {
	const white = " \t\n"
	hard := false
	for ; i < len(s) && strings.Contains(ifs, s[i:i+1]); i++ {
		if strings.Contains(white, s[i:i+1]) {
			continue
		}
		if hard {
			break
		}
		hard = true
	}
	if hard {
		f.start(span)
		f.solid = true
	}
	f.cut()
	return i
}

// unquoted appends text in which a placeholder is unknown words, not an unknown part of one.
func (f *fields) unquoted(t source.Text, span source.Span) {
	for s := t.String(); s != ""; s = t.String() {
		known, _, found := strings.Cut(s, Placeholder)
		if known != "" {
			f.add(t.Slice(0, len(known)), span)
		}
		if !found {
			return
		}
		f.unknown(span, false)
		t = t.Slice(len(known)+len(Placeholder), len(s))
	}
}
