package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/ddhook/ddhook/hook/env"
	"github.com/ddhook/ddhook/hook/source"
)

// words expands the words of a command.
func (s *script) words(words []*syntax.Word, st *state) []arg {
	var out []arg
	if !s.count(8 * len(words)) {
		return nil
	}
	for _, w := range words {
		if t, ok := s.plain(w); ok {
			out = append(out, arg{text: t, span: t.Span(0, t.Len())})
			continue
		}
		for _, braced := range s.braces(w) {
			out = append(out, s.word(braced, s.span(w), st)...)
		}
	}
	return out
}

// plain gives the text of a word that expands to itself, as most do.
func (s *script) plain(w *syntax.Word) (source.Text, bool) {
	if len(w.Parts) != 1 {
		return source.Text{}, false
	}
	lit, ok := w.Parts[0].(*syntax.Lit)
	if !ok {
		return source.Text{}, false
	}
	t := s.literal(lit)
	text := t.String()
	return t, !strings.ContainsAny(text, `\{`+Placeholder) && !strings.HasPrefix(text, "~")
}

// word expands a word into the words that it becomes: none, one or many. Its place is home.
func (s *script) word(w *syntax.Word, home source.Span, st *state) []arg {
	f := fields{home: home}
	s.parts(&f, w.Parts, st, false)
	f.cut()
	if len(f.out) == 1 && home.Start <= f.out[0].span.Start && f.out[0].span.End <= home.End {
		f.out[0].span = home
	}
	s.spend(f.out)
	return f.out
}

// value expands a word that stays one: the value of an assignment, a redirection's file.
func (s *script) value(w *syntax.Word, st *state) source.Text {
	if w == nil {
		return source.Text{}
	}
	f := fields{whole: true}
	s.parts(&f, w.Parts, st, false)
	return f.piece.Text()
}

// document expands the body of a heredoc whose delimiter is not quoted; it ends at offset end. (The parser may cut
// its text in two between a backslash and the end of the line.)
func (s *script) document(w *syntax.Word, end int, st *state) source.Text {
	f := fields{whole: true}
	at := s.offset(w.Pos())
	for _, p := range w.Parts {
		if _, ok := p.(*syntax.Lit); ok {
			continue
		}
		f.document(s.text.Slice(at, s.offset(p.Pos())))
		s.part(&f, p, st, true)
		at = s.offset(p.End())
	}
	f.document(s.text.Slice(min(at, end), end))
	return f.piece.Text()
}

func (f *fields) document(t source.Text) { f.add(unescape(t, inDocument), t.Span(0, t.Len())) }

func (s *script) parts(f *fields, parts []syntax.WordPart, st *state, quoted bool) {
	for _, p := range parts {
		s.part(f, p, st, quoted)
	}
}

func (s *script) part(f *fields, p syntax.WordPart, st *state, quoted bool) {
	span := s.span(p)
	switch p := p.(type) {
	case *syntax.Lit:
		s.lit(f, p, st, quoted)
	case *syntax.SglQuoted:
		s.single(f, p, quoted)
	case *syntax.DblQuoted:
		s.double(f, p, st)
	case *syntax.ParamExp:
		s.param(f, p, st, quoted)
	case *syntax.CmdSubst:
		s.substitution(p, *st, quoted)
		f.unknown(span, quoted)
		f.print = true
	case *syntax.ProcSubst:
		s.inside(p.Stmts, *st)
		f.unknown(span, true)
	case *syntax.ArithmExp:
		s.arithmetic(f, p, st)
	default: // *syntax.ExtGlob
		f.add(s.slice(p.Pos(), p.End()), span)
	}
}

// single appends what stands in single quotes, which mean nothing inside double quotes ("${x-'y'}").
func (s *script) single(f *fields, q *syntax.SglQuoted, quoted bool) {
	t, span := s.slice(q.Left, q.End()), s.span(q)
	inside := t.Slice(min(1, t.Len()), max(1, t.Len()-1))
	switch {
	case quoted:
		f.add(t, span)
	case q.Dollar:
		f.add(ansiC(inside.Slice(1, inside.Len())), span)
	default:
		f.add(inside, span)
	}
}

// double appends what stands in double quotes. A word that comes out of "$x" begins at the quote.
func (s *script) double(f *fields, q *syntax.DblQuoted, st *state) {
	outer, span := f.quote, s.span(q)
	if _, ok := only(q.Parts).(*syntax.ParamExp); ok && outer == nil && f.place == nil {
		f.quote = &span
	}
	if !isArgs(q) {
		f.add(source.Text{}, span)
	}
	s.parts(f, q.Parts, st, true)
	f.quote = outer
}

func only(parts []syntax.WordPart) syntax.WordPart {
	if len(parts) == 1 {
		return parts[0]
	}
	return nil
}

// lit appends literal text. Text without a place comes from a brace expansion.
func (s *script) lit(f *fields, lit *syntax.Lit, st *state, quoted bool) {
	switch {
	case lit.Value == "":
	case !lit.ValuePos.IsValid():
		f.generated(lit.Value)
	case quoted:
		t := s.literal(lit)
		f.add(unescape(t, inDouble), t.Span(0, t.Len()))
	default:
		f.literal(s.tilde(f, s.literal(lit), st))
	}
}

// tilde appends the home folder that a word begins with, and gives the text behind it.
func (s *script) tilde(f *fields, t source.Text, st *state) source.Text {
	text := t.String()
	if f.open || !strings.HasPrefix(text, "~") {
		return t
	}
	n := strings.IndexByte(text, '/')
	if n < 0 {
		n = len(text)
	}
	span := t.Span(0, n)
	if home := st.get("HOME").value; n == 1 && home.State == env.Fixed {
		f.add(textAt(home.Text, span), span)
	} else {
		f.unknown(span, true)
	}
	return t.Slice(n, len(text))
}

// generated appends text that a brace expansion made.
func (f *fields) generated(text string) {
	f.add(textAt(text, f.at(f.home)), f.home)
}

// isArgs says that a quoted string holds nothing but "$@", which may be no word at all.
func isArgs(q *syntax.DblQuoted) bool {
	pe, ok := only(q.Parts).(*syntax.ParamExp)
	return ok && isList(pe) && !isStar(pe)
}

// substitution looks at the commands of $(...). A backquoted one is read again with one level of backslashes taken
// off.
func (s *script) substitution(cs *syntax.CmdSubst, st state, quoted bool) {
	if !cs.Backquotes {
		s.inside(cs.Stmts, st)
		return
	}
	special := inBacktick
	if quoted {
		special = inDouble
	}
	t := s.slice(cs.Left, cs.Right)
	inner := &script{interp: s.interp, dialect: s.dialect, text: unescape(t.Slice(1, t.Len()), special)}
	sub := st.subshell()
	inner.run(sub)
}

// inside runs commands in a copy of the shell that is dropped.
func (s *script) inside(list []*syntax.Stmt, st state) {
	sub := st.subshell()
	s.end(s.list(list, sub), sub.shell)
}

// look finds the commands in a part of the script that is not expanded, such as a pattern.
func (s *script) look(n syntax.Node, st *state) {
	if w, ok := n.(*syntax.Word); ok && w == nil {
		return
	}
	syntax.Walk(n, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.CmdSubst:
			s.substitution(n, *st, false)
			return false
		case *syntax.ProcSubst:
			s.inside(n.Stmts, *st)
			return false
		}
		return true
	})
	s.spoil(n, st)
}

// spoil makes what an arithmetic expression assigns to unknown.
func (s *script) spoil(n syntax.Node, st *state) {
	syntax.Walk(n, func(n syntax.Node) bool {
		var target syntax.ArithmExpr
		switch n := n.(type) {
		case *syntax.BinaryArithm:
			if isAssignment(n.Op) {
				target = n.X
			}
		case *syntax.UnaryArithm:
			if n.Op == syntax.Inc || n.Op == syntax.Dec {
				target = n.X
			}
		case *syntax.CmdSubst, *syntax.ProcSubst:
			return false
		}
		if w, ok := target.(*syntax.Word); ok && syntax.ValidName(w.Lit()) {
			st.forget(w.Lit())
		}
		return true
	})
}

func isAssignment(op syntax.BinAritOperator) bool {
	switch op {
	case syntax.Eql, syntax.Neq, syntax.Leq, syntax.Geq:
		return false
	}
	return strings.HasSuffix(op.String(), "=")
}

// of is a value with where it was written.
func of(t source.Text) binding {
	return binding{value: env.Of(t.String()), at: t.Span(0, t.Len())}
}
