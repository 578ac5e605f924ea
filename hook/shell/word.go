package shell

import (
	"fmt"
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
			out = append(out, s.word(braced, s.span(w), st)...)
		}
		if !s.Step(1) {
			return nil
		}
	}
	return out
}

// word expands a word into the words that it becomes: none, one or many. Its place is home.
func (s *script) word(w *syntax.Word, home source.Span, st *state) []arg {
	if args, ok := s.passed(w, home, st); ok {
		return args
	}
	x := expansion{script: s, st: st, home: home}
	x.add(w.Parts, false)
	args := x.cut()
	for i := range args {
		args[i].output = slices.ContainsFunc(w.Parts, func(p syntax.WordPart) bool { _, is := p.(*syntax.CmdSubst); return is })
	}
	return args
}

// passed returns the words that "$@" and "${a[@]}" stand for, which keep their bounds and places; false for another word.
func (s *script) passed(w *syntax.Word, home source.Span, st *state) (args []arg, ok bool) {
	part, quoted := only(w.Parts), false
	if q, is := part.(*syntax.DblQuoted); is {
		part, quoted = only(q.Parts), true
	}
	pe, is := part.(*syntax.ParamExp)
	if !is || !isList(pe) {
		return nil, false
	}
	index, _ := pe.Index.(*syntax.Word)
	isStar := pe.Param.Value == "*" || index != nil && index.Lit() == "*"
	if pe.Length || quoted && isStar || pe.Exp != nil && alternatives[pe.Exp.Op] != "" {
		return nil, false
	}
	list, known := s.elements(pe, home, st)
	switch {
	case !known:
		return []arg{anyWords(home)}, true
	case pe.Excl || pe.Slice != nil || pe.Repl != nil || pe.Exp != nil:
		list = nil
		for _, text := range s.operate(pe, st) {
			list = append(list, arg{text: source.At(text, home), span: home, maybe: text == Placeholder})
		}
	}
	for _, a := range list {
		if quoted {
			args = append(args, a)
		} else {
			args = append(args, (&expansion{script: s, home: a.span, pieces: []piece{{text: a.text}}}).cut()...)
		}
		if !s.Bytes(a.text.Len() + wordCost) {
			break
		}
	}
	return args, true
}

const wordCost = 64 // of a word, beyond its bytes

func only(parts []syntax.WordPart) syntax.WordPart {
	if len(parts) == 1 {
		return parts[0]
	}
	return nil
}

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
	text  source.Text
	solid bool
}

func (x *expansion) text(t source.Text, solid bool) { x.pieces = append(x.pieces, piece{t, solid}) }

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
		x.text(source.Text{}, true)
		x.add(p.Parts, true)
	case *syntax.ParamExp:
		x.param(p, quoted)
	case *syntax.ExtGlob:
		x.text(x.slice(p.Pos(), p.End()), true)
	default: // a substitution, or arithmetic, which is one word
		_, isNumber := p.(*syntax.ArithmExp)
		x.text(source.At(Placeholder, x.span(p)), quoted || isNumber)
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

func (x *expansion) joined() source.Text {
	size := wordCost
	for _, p := range x.pieces {
		size += p.text.Len()
	}
	var b source.Builder
	if x.Bytes(size) {
		for _, p := range x.pieces {
			b.Add(p.text)
		}
	}
	return b.Text()
}

// cut returns the words that the pieces make up. One word keeps the places of its bytes; of several each stands for the
// whole.
func (x *expansion) cut() []arg {
	text := x.joined()
	if x.Spent() {
		return nil
	}
	solid, cuts := false, false
	for _, p := range x.pieces {
		solid = solid || p.solid
		cuts = cuts || !p.solid && (p.text.Len() == 0 || strings.ContainsAny(p.text.String(), " \t\n"))
	}
	isMaybe := func(word string) bool { return !solid && strings.Trim(word, Placeholder) == "" }
	words := []string{text.String()}
	if cuts {
		if !x.Step(16 * len(x.pieces)) {
			return nil
		}
		words = fields(x.pieces)
		x.Step(len(words))
	}
	if len(words) == 1 && words[0] == text.String() {
		return []arg{{text: text, span: x.home, maybe: isMaybe(words[0])}}
	}
	var args []arg
	for _, word := range words {
		args = append(args, arg{text: source.At(word, x.home), span: x.home, maybe: isMaybe(word)})
	}
	return args
}

// fields has the library cut a word: each piece is handed over as the value of a variable, or as a quoted string.
func fields(pieces []piece) []string {
	word := &syntax.Word{}
	values := map[string]string{}
	for i, p := range pieces {
		if text := p.text.String(); p.solid {
			word.Parts = append(word.Parts, &syntax.SglQuoted{Value: text})
		} else {
			name := fmt.Sprintf("piece%d", i)
			values[name] = text
			word.Parts = append(word.Parts, &syntax.ParamExp{Short: true, Param: &syntax.Lit{Value: name}})
		}
	}
	env := expand.FuncEnviron(func(name string) string { return values[name] })
	words, err := expand.Fields(&expand.Config{Env: env}, word)
	if err != nil {
		return []string{Placeholder}
	}
	return words
}

// braces returns the words that brace expansion makes of w, or w itself. Literals that it makes have no position.
func (s *script) braces(w *syntax.Word) []*syntax.Word {
	depth := strings.Count(s.slice(w.Pos(), w.End()).String(), "{") // at most: the library goes down to it for each word
	if depth > budget.MaxNesting {
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
		for i, p := range braced.Parts {
			if lit, ok := p.(*syntax.Lit); ok {
				braced.Parts[i] = &syntax.Lit{Value: lit.Value}
			}
		}
		out = append(out, braced)
	}
	return out
}

// look evaluates the commands of the substitutions in a part of the script; special is what a backslash escapes inside of
// backquotes there.
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

// substitution evaluates the commands of $(...). A backquoted one in which backslashes stand is read again without
// them.
func (s *script) substitution(cs *syntax.CmdSubst, st *state, special string) {
	inner := s.slice(cs.Left, cs.Right)
	if !cs.Backquotes || !strings.Contains(inner.String(), `\`) {
		s.inside(cs.Stmts, st)
		return
	}
	again := unescape(inner.Slice(1, inner.Len()), special)
	s.inner(again).run(s.clone(st))
}
