package shell

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/ddhook/ddhook/hook/source"
)

func (s *script) stmts(list []*syntax.Stmt, st *state) {
	for _, x := range list {
		s.stmt(x, st)
	}
}

// inside evaluates statements in a copy of the shell.
func (s *script) inside(list []*syntax.Stmt, st *state) { s.stmts(list, s.clone(st)) }

func (s *script) stmt(x *syntax.Stmt, st *state) {
	if !s.Step(1) {
		return
	}
	stdin := st.stdin
	for _, r := range x.Redirs {
		s.redirect(r, st)
	}
	in := st
	if x.Background {
		in = s.clone(st)
	}
	s.command(x, in)
	st.stdin = stdin
}

// redirect follows a redirection where the command reads a script from it.
func (s *script) redirect(r *syntax.Redirect, st *state) {
	body := s.value(r.Word, st)
	if r.Hdoc != nil {
		body = s.heredoc(r, st)
	}
	switch {
	case r.N != nil && r.N.Value != "0":
	case r.Hdoc != nil || r.Op == syntax.WordHdoc:
		st.stdin = &body
	case r.Op == syntax.RdrIn || r.Op == syntax.RdrInOut || r.Op == syntax.DplIn:
		st.stdin = nil
	}
}

// heredoc returns what a heredoc's reader gets.
func (s *script) heredoc(r *syntax.Redirect, st *state) source.Text {
	// The parser's last literal goes on to the end of the delimiter's line.
	body := s.slice(r.Hdoc.Pos(), r.Hdoc.End())
	if !s.Bytes(4 * body.Len()) {
		return source.Text{}
	}
	if delimiter := s.slice(r.Word.Pos(), r.Word.End()); !strings.ContainsAny(delimiter.String(), `\'"`) {
		s.look(r.Hdoc, st, inDocument)
		x := expansion{script: s, st: st, home: s.span(r.Hdoc), document: true}
		x.add(r.Hdoc.Parts, true)
		body = x.joined()
	}
	body = body.Slice(0, strings.LastIndexByte(body.String(), '\n')+1)
	if r.Op == syntax.Hdoc {
		return body
	}
	return drop(body, `(?m)^\t+`)
}

func (s *script) command(x *syntax.Stmt, st *state) {
	switch c := x.Cmd.(type) {
	case nil:
	case *syntax.CallExpr:
		s.simple(x, c, st)
	case *syntax.DeclClause:
		s.declaration(x, c, st)
	case *syntax.BinaryCmd:
		s.chain(unchain(x), st)
	case *syntax.Block:
		s.stmts(c.Stmts, st)
	case *syntax.Subshell:
		s.inside(c.Stmts, st)
	case *syntax.IfClause:
		s.branches(c, st)
	case *syntax.CaseClause:
		s.choice(c, st)
	case *syntax.WhileClause:
		s.stmts(c.Cond, st)
		s.oneOf(st, nil, c.Do)
	case *syntax.ForClause:
		s.loop(c, st)
	case *syntax.FuncDecl:
		s.define(c, st)
	case *syntax.TimeClause:
		if c.Stmt != nil {
			s.stmt(c.Stmt, st)
		}
	case *syntax.CoprocClause:
		s.stmt(c.Stmt, s.clone(st))
	default: // [[ ]], (( )), let
		s.look(x.Cmd, st, inDocument)
	}
}

// oneOf evaluates lists of statements of which one is run; an empty one stands for none of the others.
func (s *script) oneOf(st *state, lists ...[]*syntax.Stmt) {
	var ends *state // where they meet
	for _, list := range lists {
		end := s.clone(st)
		s.stmts(list, end)
		ends = end.join(ends)
	}
	*st = *ends
}

// branches evaluates if. An else is an IfClause without a condition.
func (s *script) branches(c *syntax.IfClause, st *state) {
	var ways [][]*syntax.Stmt
	for ; c != nil; c = c.Else {
		s.stmts(c.Cond, st)
		if ways = append(ways, c.Then); len(c.Cond) > 0 && c.Else == nil {
			ways = append(ways, nil)
		}
	}
	s.oneOf(st, ways...)
}

// choice evaluates case.
func (s *script) choice(c *syntax.CaseClause, st *state) {
	s.value(c.Word, st)
	arms := [][]*syntax.Stmt{nil}
	for _, item := range c.Items {
		for _, p := range item.Patterns {
			s.look(p, st, inDocument)
		}
		arms = append(arms, item.Stmts)
	}
	s.oneOf(st, arms...)
}

// loop evaluates for and select: for each word of the list in turn.
func (s *script) loop(c *syntax.ForClause, st *state) {
	iter, ok := c.Loop.(*syntax.WordIter)
	if !ok {
		s.look(c.Loop, st, inDocument)
		s.oneOf(st, nil, c.Do)
		return
	}
	items := st.arguments(s.span(c.Loop))
	if iter.InPos.IsValid() {
		items = s.words(iter.Items, st)
	}
	before := s.clone(st)
	for _, item := range items {
		if s.Bytes(item.text.Len()) && s.follow(c, item.String()) {
			v := of(item.text)
			if item.maybe {
				v.value = unknown
			}
			st.assign(iter.Name.Value, v)
			s.stmts(c.Do, st)
		}
	}
	if st.noArgs || c.Select || slices.ContainsFunc(items, func(a arg) bool { return a.maybe }) {
		st.join(before) // the list may be empty
	}
}

// link is a command of a chain, and how it hangs on those before it.
type link struct {
	op   syntax.BinCmdOperator // 0 for the first
	stmt *syntax.Stmt          // without a command for what is done already
}

// unchain lays a chain out flat. The parser nests it to the left, as deep as it is long.
func unchain(x *syntax.Stmt) []link {
	var links []link
	for {
		c, ok := x.Cmd.(*syntax.BinaryCmd)
		if !ok || len(links) > 0 && (x.Negated || x.Background || len(x.Redirs) > 0) {
			break
		}
		links = append(links, link{c.Op, c.Y})
		x = c.X
	}
	links = append(links, link{0, x})
	slices.Reverse(links)
	return links
}

// chain evaluates commands joined by &&, ||, | or |&. Whether what is after && ran is unknown at the end.
func (s *script) chain(links []link, st *state) {
	isPipe := func(op syntax.BinCmdOperator) bool { return op == syntax.Pipe || op == syntax.PipeAll }
	var stopped *state
	for i, l := range links {
		piped := isPipe(l.op)
		if piped || i+1 < len(links) && isPipe(links[i+1].op) {
			part := s.clone(st)
			if piped {
				part.stdin = nil
			}
			s.stmt(l.stmt, part)
			continue
		}
		switch l.op {
		case syntax.AndStmt:
			before := links[i-1].stmt.Cmd
			c, ok := before.(*syntax.CallExpr)
			_, declares := before.(*syntax.DeclClause)
			succeeds := before == nil || declares || ok && (len(c.Args) == 0 || listed(": cd echo mkdir set", c.Args[0].Lit()))
			if stopped == nil && !succeeds {
				stopped = s.clone(st)
			}
			s.stmt(l.stmt, st)
		case syntax.OrStmt:
			s.oneOf(st, nil, []*syntax.Stmt{l.stmt})
		default:
			s.stmt(l.stmt, st)
		}
	}
	if stopped != nil {
		st.join(stopped)
	}
}

// function is a definition, with the script that it stands in.
type function struct {
	body *syntax.Stmt
	in   *script
}

// define takes note of a function. The library takes `f() { a; } && g` for a function whose body is all the rest.
func (s *script) define(c *syntax.FuncDecl, st *state) {
	links := unchain(c.Body)
	if c.Name != nil { // the parser takes `() { a; }` too, which zsh calls at once
		st.vars[c.Name.Value+"()"] = variable{bodies: []function{{links[0].stmt, s}}}
		links[0].stmt = &syntax.Stmt{}
	}
	s.chain(links, st)
}

// call evaluates a function, or all that the name may be.
func (s *script) call(bodies []function, args []arg, st *state, at site) {
	if len(bodies) > maxBodies {
		s.Exhaust()
	}
	for _, f := range bodies {
		if !s.follow(f.body, at.node) || !s.Step(len(args)) || !s.enter() {
			continue
		}
		outer := *st
		var locals []local
		st.locals, st.noArgs = &locals, false
		st.args = args
		if len(outer.args) > 0 {
			st.args = append([]arg{outer.args[0]}, args[1:]...) // $0 stays
		}
		f.in.stmt(f.body, st)
		st.restore(locals)
		st.locals, st.args, st.noArgs = outer.locals, outer.args, outer.noArgs
		s.leave()
	}
}
