package shell

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/ddhook/ddhook/hook/source"
)

func (s *script) offset(p syntax.Pos) int { return min(int(p.Offset()), s.text.Len()) }

func (s *script) slice(from, to syntax.Pos) source.Text {
	i := s.offset(from)
	return s.text.Slice(i, max(i, s.offset(to)))
}

// literal is the source of a literal. The parser may end it between a backslash and the end of the line, which belong
// together.
func (s *script) literal(lit *syntax.Lit) source.Text {
	from, to := s.offset(lit.ValuePos), s.offset(lit.ValueEnd)
	text := s.text.String()[from:max(from, to)]
	if backslashes := len(text) - len(strings.TrimRight(text, `\`)); backslashes%2 == 1 && to < s.text.Len() {
		to++
	}
	return s.text.Slice(from, max(from, to))
}

// span is where a node stands in the file.
func (s *script) span(n syntax.Node) source.Span {
	i := s.offset(n.Pos())
	return s.text.Span(i, max(i, s.offset(n.End())))
}

// list evaluates statements that follow each other.
func (s *script) list(list []*syntax.Stmt, st state) flow {
	f := succeeds(st)
	for _, x := range list {
		f = s.stmt(x, f.join())
	}
	return f
}

// stmt evaluates a statement with its redirections.
func (s *script) stmt(x *syntax.Stmt, st state) flow {
	if !s.step() {
		return either(st)
	}
	stdin := st.stdin
	for _, r := range x.Redirs {
		s.redirect(r, &st)
	}
	var f flow
	switch {
	case x.Cmd == nil:
		f = either(st)
	case x.Background || x.Coprocess || x.Disown:
		sub := st.subshell()
		s.end(s.command(x, sub), sub.shell)
		f = succeeds(st)
	default:
		f = s.command(x, st)
	}
	if x.Negated {
		f.ok, f.fail = f.fail, f.ok
	}
	return f.each(func(st *state) { st.stdin = stdin })
}

// redirect follows a redirection as far as it gives the command a script to read.
func (s *script) redirect(r *syntax.Redirect, st *state) {
	var body source.Text
	switch r.Op {
	case syntax.Hdoc, syntax.DashHdoc:
		body = s.heredoc(r, st)
	case syntax.WordHdoc:
		body = s.value(r.Word, st)
	default:
		s.look(r.Word, st)
	}
	if r.N != nil && r.N.Value != "0" {
		return
	}
	switch r.Op {
	case syntax.Hdoc, syntax.DashHdoc, syntax.WordHdoc:
		st.stdin = &body
	case syntax.RdrIn, syntax.RdrInOut, syntax.DplIn:
		st.stdin = nil
	}
}

// heredoc gives what a heredoc's reader gets.
func (s *script) heredoc(r *syntax.Redirect, st *state) source.Text {
	if r.Hdoc == nil {
		return source.Text{}
	}
	// The parser's last literal goes on to the end of the delimiter's line.
	body := s.slice(r.Hdoc.Pos(), r.Hdoc.End())
	body = body.Slice(0, strings.LastIndexByte(body.String(), '\n')+1)
	if delimiter := s.slice(r.Word.Pos(), r.Word.End()); !strings.ContainsAny(delimiter.String(), `\'"`) {
		body = s.document(r.Hdoc, s.offset(r.Hdoc.Pos())+body.Len(), st)
	}
	return s.untab(r, body)
}

// untab takes the tabs off the lines of a <<- heredoc.
func (s *script) untab(r *syntax.Redirect, t source.Text) source.Text {
	if r.Op != syntax.DashHdoc {
		return t
	}
	text := t.String()
	var b source.Builder
	for at := 0; at < len(text); {
		end := min(lineEnd(text, at)+1, len(text))
		for at < end && text[at] == '\t' {
			at++
		}
		b.Add(t.Slice(at, end))
		at = end
	}
	return b.Text()
}

// command evaluates the command of a statement.
func (s *script) command(x *syntax.Stmt, st state) flow {
	switch c := x.Cmd.(type) {
	case *syntax.CallExpr:
		return s.simple(x, c, st)
	case *syntax.BinaryCmd:
		return s.chain(x, st)
	case *syntax.Block:
		return s.list(c.Stmts, st)
	case *syntax.Subshell:
		s.inside(c.Stmts, st)
		return either(st)
	case *syntax.IfClause:
		return s.branch(c, st)
	case *syntax.WhileClause:
		return s.while(c, st)
	case *syntax.ForClause:
		return s.loop(c, st)
	case *syntax.CaseClause:
		return s.choice(c, st)
	case *syntax.FuncDecl:
		return s.define(c, st)
	case *syntax.DeclClause:
		return s.declaration(c, st)
	case *syntax.TimeClause:
		if c.Stmt == nil {
			return succeeds(st)
		}
		return s.stmt(timed(c.Stmt), st)
	case *syntax.CoprocClause:
		sub := st.subshell()
		s.end(s.stmt(c.Stmt, sub), sub.shell)
		return succeeds(st)
	}
	if !s.tooLong(x.Cmd) { // [[ ]], (( )), let
		s.look(x.Cmd, &st)
	}
	return either(st)
}

// timed is what "time" runs: bash takes a "--" before it, for the library that is the command's name.
func timed(x *syntax.Stmt) *syntax.Stmt {
	c, ok := x.Cmd.(*syntax.CallExpr)
	if !ok || len(c.Assigns) > 0 || len(c.Args) < 2 || c.Args[0].Lit() != "--" {
		return x
	}
	stmt, call := *x, *c
	call.Args = c.Args[1:]
	stmt.Cmd = &call
	return &stmt
}

// link is a command of a chain, and how it hangs on those before it.
type link struct {
	op   syntax.BinCmdOperator // 0 for the first
	stmt *syntax.Stmt
}

// chain evaluates commands that hang together by &&, ||, | or |&. The parser nests them to the left, as deep as they
// are many.
func (s *script) chain(x *syntax.Stmt, st state) flow {
	links := unchain(x)
	return s.rest(s.link(links, 0, st), links, st)
}

// rest evaluates a chain whose first command ended in f.
func (s *script) rest(f flow, links []link, st state) flow {
	for i := 1; i < len(links); i++ {
		switch links[i].op {
		case syntax.AndStmt:
			next := s.link(links, i, f.ok)
			f = flow{next.ok, f.fail.join(next.fail)}
		case syntax.OrStmt:
			next := s.link(links, i, f.fail)
			f = flow{f.ok.join(next.ok), next.fail}
		default:
			piped := st
			piped.stdin = nil
			f = either(s.link(links, i, piped).join())
		}
	}
	return f
}

// link evaluates one command of a chain: on a copy of the shell when it is part of a pipe.
func (s *script) link(links []link, i int, st state) flow {
	isPipe := func(op syntax.BinCmdOperator) bool { return op == syntax.Pipe || op == syntax.PipeAll }
	last := i+1 == len(links) || !isPipe(links[i+1].op)
	if last && !isPipe(links[i].op) || last && s.dialect.lastPipe {
		return s.stmt(links[i].stmt, st)
	}
	sub := st.subshell()
	s.end(s.stmt(links[i].stmt, sub), sub.shell)
	return either(st)
}

// unchain lays a chain out flat.
func unchain(x *syntax.Stmt) []link {
	var links []link
	for {
		c, ok := x.Cmd.(*syntax.BinaryCmd)
		if !ok || len(links) > 0 && !plainStmt(x) {
			break
		}
		links = append(links, link{c.Op, c.Y})
		x = c.X
	}
	links = append(links, link{0, x})
	slices.Reverse(links)
	return links
}

// plainStmt says that nothing but a command belongs to a statement.
func plainStmt(x *syntax.Stmt) bool {
	return !x.Negated && !x.Background && !x.Coprocess && !x.Disown && len(x.Redirs) == 0
}
