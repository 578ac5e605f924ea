package shell

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"

	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/source"
)

// words expands the words of a command.
func (s *script) words(words []*syntax.Word, st *state) []arg {
	var out []arg
	for _, w := range words {
		s.look(w, st, inDocument)
		for _, braced := range s.braces(w) {
			x := expansion{script: s, st: st, home: s.span(w)}
			x.add(braced.Parts, false)
			out = append(out, x.cut()...)
		}
		if !s.Step(1) {
			return nil
		}
	}
	return out
}

const wordCost = 64 // of a word, beyond its bytes

// value expands a word that stays one: the value of an assignment, a redirection's file.
func (s *script) value(w *syntax.Word, st *state) source.Text {
	if w == nil {
		return source.Text{}
	}
	s.look(w, st, inDocument)
	x := expansion{script: s, st: st, home: s.span(w)}
	x.add(w.Parts, false)
	return x.joined()
}

// expansion puts together what the parts of one word expand to.
type expansion struct {
	*script
	st       *state
	home     source.Span // the word
	inside   bool        // of ${x-...}, where literals are cut too
	document bool        // of a heredoc
	pieces   []piece
}

// piece is a part of a word after expansion. What is neither literal nor quoted is cut into words.
type piece struct {
	arg
	solid  bool
	begins bool // a word, whatever stands before it
}

func (x *expansion) text(t source.Text, solid bool) {
	x.pieces = append(x.pieces, piece{arg: arg{text: t, span: x.home}, solid: solid})
}

func (x *expansion) add(parts []syntax.WordPart, quoted bool) {
	for _, p := range parts {
		x.part(p, quoted)
	}
}

func (x *expansion) part(p syntax.WordPart, quoted bool) {
	switch p := p.(type) {
	case *syntax.Lit:
		special := anywhere
		switch {
		case x.document:
			special = inDocument
		case quoted:
			special = inDouble
		}
		t := source.At(p.Value, x.home) // made by a brace expansion
		if p.ValuePos.IsValid() {
			t = x.literal(p)
		}
		x.text(unescape(t, special), quoted || !x.inside && strings.Trim(t.String(), Placeholder) != "")
	case *syntax.SglQuoted:
		x.text(x.single(p, quoted), true)
	case *syntax.DblQuoted:
		x.add(p.Parts, true)
		if len(p.Parts) == 0 {
			x.text(source.Text{}, true)
		}
	case *syntax.ParamExp:
		x.param(p, quoted)
	case *syntax.ExtGlob:
		x.text(x.slice(p.Pos(), p.End()), true)
	default: // a substitution, or arithmetic, which is one word
		_, isNumber := p.(*syntax.ArithmExp)
		_, isOutput := p.(*syntax.CmdSubst)
		a := arg{text: source.At(Placeholder, x.span(p)), span: x.home, output: isOutput}
		x.pieces = append(x.pieces, piece{arg: a, solid: quoted || isNumber})
	}
}

// single returns what stands in single quotes, which mean nothing inside double quotes ("${x-'y'}").
func (s *script) single(q *syntax.SglQuoted, quoted bool) source.Text {
	whole := s.slice(q.Left, q.End())
	switch {
	case quoted || whole.Len() < 2:
		return whole
	case q.Dollar:
		t := whole.Slice(2, whole.Len()-1) // each escape is decoded by itself, so that the rest keeps its places
		found := escapes().FindAllStringIndex(t.String(), -1)
		if !s.Bytes(wordCost * len(found)) {
			return t
		}
		return t.Replace(found, func(escape string) string {
			decoded, _, err := expand.Format(nil, escape, nil)
			if err != nil {
				return Placeholder
			}
			return decoded
		})
	}
	return whole.Slice(1, whole.Len()-1)
}

var escapes = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?s)\\(x[[:xdigit:]]{1,2}|u[[:xdigit:]]{1,4}|U[[:xdigit:]]{1,8}|c.|[0-7]{1,3}|.)`)
})

// counted counts what the pieces make up, before it is made, and reports whether the budget allows it.
func (x *expansion) counted() bool {
	size := wordCost
	for _, p := range x.pieces {
		size += wordCost*max(1, p.text.Pieces()) + p.text.Len()
	}
	return x.Bytes(size)
}

// joined returns the one word that the pieces make up where nothing is cut.
func (x *expansion) joined() source.Text {
	var b source.Builder
	if x.counted() {
		for _, p := range x.pieces {
			if p.begins {
				b.Add(source.At(" ", p.span))
			}
			b.Add(p.text)
		}
	}
	return b.Text()
}

// cut returns the words that the pieces make up.
func (x *expansion) cut() (words []arg) {
	if !x.counted() {
		return nil
	}
	var text source.Builder
	var word piece // with that text, once it begins
	add := func(p piece, part source.Text) {
		if !p.solid && part.Len() == 0 {
			return
		}
		if !word.begins {
			word = piece{arg: arg{span: p.span}, begins: true}
		}
		word.solid, word.output = word.solid || p.solid, word.output || p.output
		text.Add(part)
	}
	end := func() {
		if word.begins {
			word.text = text.Text()
			word.maybe = !word.solid && strings.Trim(word.String(), Placeholder) == ""
			words = append(words, word.arg)
		}
		word, text = piece{}, source.Builder{}
	}
	const blanks = " \t\n"
	for _, p := range x.pieces {
		if p.begins {
			end()
		}
		rest := p.text
		for !p.solid && strings.ContainsAny(rest.String(), blanks) {
			i := strings.IndexAny(rest.String(), blanks)
			add(p, rest.Slice(0, i))
			end()
			rest = rest.Slice(i+1, rest.Len())
		}
		add(p, rest)
	}
	end()
	x.Step(len(words))
	return words
}

// braces returns the words that brace expansion makes of w, or w itself. Literals that it makes have no position.
func (s *script) braces(w *syntax.Word) []*syntax.Word {
	text := s.slice(w.Pos(), w.End()).String()
	depth := strings.Count(text, "{") // at most: the library goes down to it for each word
	if depth > budget.MaxNesting || !s.Bytes(depth*len(text)) {
		s.Exhaust()
		return []*syntax.Word{w}
	}
	split := &syntax.Word{Parts: slices.Clone(w.Parts)}
	expands := func(p syntax.WordPart) bool { _, ok := p.(*syntax.BraceExp); return ok }
	if !s.isBash || !syntax.SplitBraces(split) || !slices.ContainsFunc(split.Parts, expands) {
		return []*syntax.Word{w} // SplitBraces also answers true for a brace that expands to nothing
	}
	var out []*syntax.Word
	for braced, err := range expand.BracesSeq(nil, split) {
		if err != nil {
			s.Exhaust()
		}
		if err != nil || !s.Step(depth+len(braced.Parts)) {
			return nil
		}
		size := len(text)
		for i, p := range braced.Parts {
			if lit, ok := p.(*syntax.Lit); ok {
				size += len(lit.Value) // a number is as long as the ends of its range
				braced.Parts[i] = &syntax.Lit{Value: lit.Value}
			}
		}
		s.Bytes(16 * size)
		out = append(out, braced)
	}
	return out
}

// look evaluates the commands of the substitutions in n; special is what a backslash escapes inside of backquotes there.
func (s *script) look(n syntax.Node, st *state, special string) {
	size := s.offset(n.End()) - s.offset(n.Pos())
	if size > maxExpression {
		s.Exhaust()
	}
	if !s.Bytes(4 * size) { // it may be run many times
		return
	}
	syntax.Walk(n, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.DblQuoted:
			for _, p := range n.Parts {
				s.look(p, st, inDouble)
			}
			return false
		case *syntax.CmdSubst:
			s.substitution(n, st, special)
			return false
		case *syntax.ProcSubst:
			s.inside(n.Stmts, st)
			return false
		}
		return true
	})
}

// maxExpression is the longest expression that is walked through, in bytes: `1+1+...` nests as deep as it is long.
const maxExpression = 64 << 10

// substitution evaluates the commands of $(...). A backquoted one in which backslashes stand is read again without them.
func (s *script) substitution(cs *syntax.CmdSubst, st *state, special string) {
	inner := s.slice(cs.Left, cs.Right)
	if !cs.Backquotes || !strings.Contains(inner.String(), `\`) {
		s.inside(cs.Stmts, st)
		return
	}
	again := unescape(inner.Slice(1, inner.Len()), special)
	s.inner(again).run(s.clone(st))
}
