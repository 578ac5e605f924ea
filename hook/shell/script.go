package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/ddhook/ddhook/hook/source"
)

// script is a text in a shell's language. Offsets of its tree are those of its text.
type script struct {
	*interp
	dialect *dialect
	text    source.Text
	last    *arg // a script by agreement, for when the program before it is no shell; see [Line]
}

// tree is a parsed script.
type tree struct {
	stmts   []*syntax.Stmt
	dialect *dialect
	blanks  []int // offsets of backslashes that are none: they stand at the end of a comment
	err     error
}

// treeKey is a script that has been parsed.
type treeKey struct {
	text string
	*dialect
}

// run evaluates a script in st.
func (s *script) run(st state) flow {
	s.text = dropReturns(s.text)
	if s.depth == 0 && s.found == nil {
		s.tops = append(s.tops, s.text)
	}
	if !s.enter() {
		return either(st)
	}
	defer s.leave()
	if s.found != nil && s.rescan(s.text.Len()) {
		s.scan(s.text, posixWords)
	}
	if s.spent != "" {
		return either(st)
	}
	t := s.parse(s.text.String(), s.dialect)
	switch {
	case s.spent != "":
		return either(st)
	case t.err != nil:
		s.giveUp(s.text, t.err)
		return either(st)
	}
	s.text = blank(s.text, t.blanks)
	s.dialect = t.dialect
	return s.list(t.stmts, st)
}

// runShell evaluates a script in a shell of its own, to that shell's end.
func (s *script) runShell(st state) {
	s.end(s.run(st), st.shell)
}

// end runs the traps of a shell that has come to its end.
func (s *script) end(f flow, left *exits) {
	st := f.join()
	for _, o := range left.ends {
		st = st.join(o)
	}
	traps := st.traps
	st.traps = nil
	for _, t := range traps {
		(&script{interp: s.interp, dialect: s.dialect, text: t.script}).run(st)
	}
}

// dropReturns takes out carriage returns before the end of a line, which an editor may have left there.
func dropReturns(t source.Text) source.Text {
	s := t.String()
	if !strings.Contains(s, "\r") {
		return t
	}
	var b source.Builder
	from := 0
	for i := range len(s) {
		if s[i] == '\r' && endsLine(s[i:]) {
			b.Add(t.Slice(from, i))
			from = i + 1
		}
	}
	b.Add(t.Slice(from, len(s)))
	return b.Text()
}

// endsLine says that only carriage returns stand before the line's end. Only a few of them are looked at, for the
// sake of a long row of them.
func endsLine(s string) bool {
	for i := 0; i < len(s) && i < 8; i++ {
		if s[i] != '\r' {
			return s[i] == '\n'
		}
	}
	return len(s) <= 8
}

// blank puts blanks in the place of single bytes.
func blank(t source.Text, offsets []int) source.Text {
	if len(offsets) == 0 {
		return t
	}
	var b source.Builder
	from := 0
	for _, i := range offsets {
		b.Add(t.Slice(from, i))
		b.AddAt(" ", t.Span(i, i+1))
		from = i + 1
	}
	b.Add(t.Slice(from, t.Len()))
	return b.Text()
}

// parse parses a script, once for each text.
func (in *interp) parse(text string, d *dialect) tree {
	if in.trees == nil {
		in.trees = map[treeKey]tree{}
	}
	key := treeKey{text, d}
	t, ok := in.trees[key]
	if !ok {
		t = in.parseNew(text, d)
		in.trees[key] = t
	}
	return t
}

func (in *interp) parseNew(text string, d *dialect) tree {
	if !in.admit(text) {
		return tree{}
	}
	var first error
	for ; d != nil; d = d.fallback() {
		for _, variant := range d.variants {
			f, blanks, err := parseVariant(text, variant)
			if err == nil {
				return tree{stmts: f.Stmts, dialect: d, blanks: blanks}
			}
			if first == nil {
				first = err
			}
		}
	}
	return tree{err: first}
}
