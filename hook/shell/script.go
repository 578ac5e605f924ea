package shell

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"regexp"
	"runtime"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/source"
)

// script is a text in a shell's language. Offsets of its tree are those of its text.
type script struct {
	*evaluator
	text      source.Text
	isBash    bool // or like it: {a,b} is expanded
	last      *arg // a script by agreement, for when the program before it is not a shell; see [Line]
	foldsCase bool // it is one of Windows, where go and GO are one program
}

// inner is a script that the same shell runs.
func (s *script) inner(text source.Text) *script {
	return &script{evaluator: s.evaluator, text: text, isBash: s.isBash}
}

func (s *script) run(st *state) {
	s.text = dropReturns(s.text)
	if !s.enter() {
		return
	}
	defer s.leave()
	u := source.Unparsed{Span: s.text.Span(0, s.text.Len()), At: s.text.Offset(0)}
	if s.Scanning() {
		if u.Noun, u.Which = "script", "beyond what is followed in one file"; s.level == 1 {
			s.warn(u)
		}
		s.scan(s.text, posixWords)
		return
	}
	if !s.Bytes(parseCost * s.text.Len()) {
		return
	}
	stmts, err := parse(s.text.String(), syntax.LangBash, syntax.LangPOSIX)
	if err != nil {
		u.Noun, u.Which, u.Reason = "shell script", "that cannot be parsed", err.Error()
		if bad := (syntax.ParseError{}); errors.As(err, &bad) {
			u.At, u.Reason = s.text.Offset(s.offset(bad.Pos)), bad.Text
		}
		s.warn(u)
		s.scan(s.text, posixWords)
	}
	s.stmts(stmts, st)
}

func (s *script) offset(p syntax.Pos) int { return min(int(p.Offset()), s.text.Len()) }

func (s *script) slice(from, to syntax.Pos) source.Text {
	i := s.offset(from)
	return s.text.Slice(i, max(i, s.offset(to)))
}

// literal is the source of a literal. The parser may end it between a backslash and the end of the line: both belong to it.
func (s *script) literal(lit *syntax.Lit) source.Text {
	from, to := s.offset(lit.ValuePos), s.offset(lit.ValueEnd)
	text := s.text.String()[from:max(from, to)]
	if backslashes := len(text) - len(strings.TrimRight(text, `\`)); backslashes%2 == 1 && to < s.text.Len() {
		to++
	}
	return s.text.Slice(from, max(from, to))
}

func (s *script) span(n syntax.Node) source.Span {
	i := s.offset(n.Pos())
	return s.text.Span(i, max(i, s.offset(n.End())))
}

// parseCost is the memory that the parser takes for a byte, in bytes, where words are short.
const parseCost = 32

// parse parses a script in the first language that takes it. Any shell's is first read as bash; as POSIX has it then,
// since bash's parser takes the parentheses of `((a); b)` for arithmetic.
func parse(text string, languages ...syntax.LangVariant) (stmts []*syntax.Stmt, first error) {
	for _, language := range languages {
		f, err := parseAs(language, text)
		if err == nil {
			return f.Stmts, nil
		}
		first = cmp.Or(first, err)
	}
	return nil, first
}

func parseAs(language syntax.LangVariant, text string) (f *syntax.File, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the shell parser failed: %v", r)
		}
	}()
	// For the library a comment with a backslash at its end goes on in the next line, for a shell it does not.
	if strings.Contains(text, "#") && strings.Contains(text, "\\\n") {
		text = regexp.MustCompile(`(?m)((?:^|\s)#.*)\\$`).ReplaceAllString(text, "$1 ")
	}
	return syntax.NewParser(syntax.Variant(language)).Parse(&shallow{rest: text}, "")
}

// shallow feeds the parser in small pieces, and stops it when its call stack gets too deep, since no program survives
// the overflow of its stack. The stack is measured because no count of brackets tells what the parser recurses on.
type shallow struct {
	rest string
	deep bool // one piece was read: no other can nest
}

// maxFrames is what the parser needs for [budget.MaxNesting] of its deepest constructs, subscripts.
const maxFrames = 40 * budget.MaxNesting

func (r *shallow) Read(p []byte) (int, error) {
	if r.rest == "" {
		return 0, io.EOF
	}
	var frame [1]uintptr
	if r.deep && runtime.Callers(maxFrames, frame[:]) > 0 {
		return 0, fmt.Errorf("it is nested more than %d deep", budget.MaxNesting)
	}
	n := copy(p[:min(len(p), 256)], r.rest)
	r.rest, r.deep = r.rest[n:], true
	return n, nil
}

// Tree is the syntax of a script, for who wants to edit it. The offsets of its nodes are those of Text.
type Tree struct {
	Text  source.Text
	Stmts []*syntax.Stmt
}

// Parse parses a script as sh takes it, or else bash.
func Parse(script source.Text) (Tree, error) {
	text := dropReturns(script)
	stmts, err := parse(text.String(), syntax.LangPOSIX, syntax.LangBash)
	return Tree{Text: text, Stmts: stmts}, err
}
