package fix

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/ddhook/ddhook/hook/rules"
	"github.com/ddhook/ddhook/hook/shell"
	"github.com/ddhook/ddhook/hook/source"
)

// takeOut takes the command out: its instruction when nothing else in it does anything, or else its link of a chain.
func (d *draft) takeOut(p *proposal) error {
	for _, w := range p.command.Words {
		if !w.Maybe && !d.isWritten(w.Text, w.Span) {
			return errors.New("it comes out of a variable")
		}
	}
	inst := d.Instructions[p.instruction]
	if inst.Keyword != "RUN" || inst.OnBuild {
		return fmt.Errorf("it is what the %s runs", d.Source.Data[inst.Span.Start:inst.Span.Start+strings.IndexAny(d.bytes(inst.Span)+" ", " \t")])
	}
	if d.isIdle(p.command, inst.Span) {
		p.whole = true
		p.edits = []edit{{Span: d.lines(inst.Span)}}
		return nil
	}
	link, err := d.link(p)
	p.edits = []edit{{Span: link}}
	return err
}

// idle are commands that do nothing by themselves that outlives the shell.
const idle = "cd set export true :"

// isIdle reports whether nothing in a span does anything but one command and those that run it.
func (d *draft) isIdle(c rules.Command, span source.Span) bool {
	at := c.Span().Start
	for _, other := range d.File.Commands {
		s := other.Span()
		isIn := span.Start <= s.Start && s.Start < span.End
		runsIt := s.Start == at || shell.OnlyRuns(other.Program) && s.Start < at && at < s.End
		if isIn && !runsIt && !slices.Contains(strings.Fields(idle), other.Program) {
			return false
		}
	}
	return !strings.ContainsAny(d.bytes(span), ">!") // a file that a redirection makes, an end that is turned round
}

// foreign are the beginnings of comments by which other tools ignore what is in the next line.
var foreign = []string{"hadolint ignore", "checkov:skip", "trivy:ignore", "kics-scan ignore", "nosemgrep"}

// lines are the whole lines of an instruction, with other tools' comments right above it, and with one of two blank lines
// that would follow each other.
func (d *draft) lines(inst source.Span) source.Span {
	first, last := d.Source.LineOf(inst.Start), d.Source.LineOf(max(inst.Start, inst.End-1))
	for first > 1 && d.isForeign(first-1) {
		first--
	}
	s := source.Span{Start: d.lineStart(first), End: d.Source.LineSpan(last).End}
	blank := func(line int) bool { return strings.TrimSpace(d.Source.Line(line)) == "" }
	switch before := first == 1 || blank(first-1); {
	case !before:
	case last < d.Source.Lines() && blank(last+1):
		s.End = d.Source.LineSpan(last + 1).End
	case last == d.Source.Lines() && first > 1:
		s.Start = d.Source.LineSpan(first - 1).Start
	}
	return s
}

func (d *draft) isForeign(line int) bool {
	comments := d.comments(d.Source.LineSpan(line))
	return len(comments) > 0 && slices.ContainsFunc(foreign, func(sign string) bool { return strings.HasPrefix(comments[0].Text, sign) })
}

// link is what to delete of a script so that a command is no longer in it.
func (d *draft) link(p *proposal) (source.Span, error) {
	at := p.command.Span().Start
	run, word, err := d.runOf(p.instruction, at)
	if err != nil {
		return source.Span{}, err
	}
	if word < len(run.Argv)-1 { // of an exec form
		return source.Span{}, onlyRuns(run.Argv[0].String())
	}
	where, err := locate(run.Argv[word], at)
	if err == nil {
		err = where.unsafe()
	}
	if err == nil {
		err = where.onlyRuns(at)
	}
	if err != nil {
		return source.Span{}, err
	}
	return d.cut(p.command, where)
}

// onlyRuns says why a program may do more than run the command that it is given.
func onlyRuns(program string) error {
	if shell.OnlyRuns(program) {
		return nil
	}
	return fmt.Errorf("%s may do more than run it", program[strings.LastIndexAny(program, `/\`)+1:])
}

// cut is what to delete of the script.
func (d *draft) cut(c rules.Command, p place) (source.Span, error) {
	for i := d.outermost(c, p); i >= 0; i-- {
		s, ok := p.path[i].(*syntax.Stmt)
		if !ok {
			continue
		}
		if err := writes(s); err != nil {
			return source.Span{}, err
		}
		list := p.Stmts
		if i > 0 {
			switch parent := p.path[i-1].(type) {
			case *syntax.BinaryCmd:
				return d.cutLink(p, i-1), nil
			case *syntax.TimeClause:
				continue
			default:
				list = siblings(parent, s)
			}
		}
		if n := slices.Index(list, s); n+1 < len(list) {
			return d.cutStmt(p, list, n)
		} else if len(list) > 1 || i == 0 {
			return source.Span{}, errors.New("how it ends is how its list ends")
		}
		if !isGroup(p.path[i-1]) {
			break
		}
	}
	return source.Span{}, errors.New("it is the only command of a function, branch or loop")
}

// outermost is the index in a path from which on the command is cut: that of the outermost subshell in which nothing else
// does anything, or else its own.
func (d *draft) outermost(c rules.Command, p place) int {
	for i, n := range p.path {
		if s, ok := n.(*syntax.Stmt); ok {
			if _, isSubshell := s.Cmd.(*syntax.Subshell); isSubshell && d.isIdle(c, p.span(s)) {
				return i
			}
		}
	}
	return len(p.path) - 1
}

// siblings are the statements that s stands among.
func siblings(parent syntax.Node, s *syntax.Stmt) []*syntax.Stmt {
	switch n := parent.(type) {
	case *syntax.Block:
		return n.Stmts
	case *syntax.Subshell:
		return n.Stmts
	case *syntax.IfClause:
		return n.Then
	case *syntax.WhileClause:
		return n.Do
	case *syntax.ForClause:
		return n.Do
	case *syntax.CaseItem:
		return n.Stmts
	}
	return []*syntax.Stmt{s}
}

// isGroup says that a node may go when the only statement in it does.
func isGroup(n syntax.Node) bool {
	switch n.(type) {
	case *syntax.Block, *syntax.Subshell:
		return true
	}
	return false
}
