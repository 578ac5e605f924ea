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

// takeOut takes the command out: its instruction when there is nothing else in it, its link of a chain otherwise.
func (d *draft) takeOut(v rules.Violation) (proposal, error) {
	for _, w := range v.Call.Command.Words {
		if !d.isWritten(w.Text, w.Span) {
			return proposal{}, errors.New("it comes out of a variable")
		}
		if w.Span == v.Call.Name {
			break
		}
	}
	p := proposal{Repair: Repair{What: v.Command + " taken out"}, takesOut: true}
	link, err := d.link(v)
	if err == nil {
		err = d.needed(v)
	}
	if err != nil {
		return p, err
	}
	if link != (source.Span{}) {
		p.mounts = d.idleMounts(v)
		p.edits = []edit{{Span: link}}
		return p, nil
	}
	inst := d.file.Instructions[v.Call.Instruction]
	if inst.Keyword != "RUN" {
		return p, fmt.Errorf("it is all that the %s runs", inst.Keyword)
	}
	p.removed = true
	p.edits = []edit{{Span: d.lines(inst.Span)}}
	return p, nil
}

// lines are the whole lines of an instruction, with one of two blank lines that would follow each other.
func (d *draft) lines(inst source.Span) source.Span {
	first, last := d.src.LineOf(inst.Start), d.src.LineOf(max(inst.Start, inst.End-1))
	s := source.Span{Start: d.lineStart(first), End: d.src.LineSpan(last).End}
	blank := func(line int) bool { return strings.TrimSpace(d.src.Line(line)) == "" }
	switch before := first == 1 || blank(first-1); {
	case !before:
	case last < d.src.Lines() && blank(last+1):
		s.End = d.src.LineSpan(last + 1).End
	case last == d.src.Lines() && first > 1:
		s.Start = d.src.LineSpan(first - 1).Start
	}
	return s
}

// link is what to delete of a script so that a command is no longer in it; the zero span when nothing would be left.
func (d *draft) link(v rules.Violation) (source.Span, error) {
	at := v.Span().Start
	run, word, err := d.runOf(v.Call.Instruction, at)
	if err != nil {
		return source.Span{}, err
	}
	if run.Argv[word].Offset(0) == at && word < len(run.Argv)-1 { // it is no script, but a word of an exec form
		if word == 0 {
			return source.Span{}, nil
		}
		return source.Span{}, onlyRuns(run.Argv[0].String())
	}
	levels, err := places(run.Argv[word], at)
	if err != nil {
		return source.Span{}, err
	}
	for _, p := range slices.Backward(levels) {
		if p.isDocument() {
			return source.Span{}, errors.New("it is all that a document holds")
		}
		if err := p.unsafe(); err != nil {
			return source.Span{}, err
		}
		if err := p.onlyRuns(at); err != nil {
			return source.Span{}, err
		}
		link, whole, err := d.cut(p)
		if err != nil || !whole {
			return link, err
		}
	}
	return source.Span{}, onlyRuns(run.Argv[0].String())
}

// onlyRuns says why a program may do more than run the command that it is given.
func onlyRuns(program string) error {
	if shell.OnlyRuns(program) {
		return nil
	}
	return fmt.Errorf("%s may do more than run it", program[strings.LastIndexAny(program, `/\`)+1:])
}

// cut is what to delete of one script; whole says that nothing would be left of it.
func (d *draft) cut(p place) (link source.Span, whole bool, err error) {
	for i := len(p.path) - 1; i >= 0; i-- {
		s, ok := p.path[i].(*syntax.Stmt)
		if !ok {
			continue
		}
		if err := writes(s); err != nil {
			return link, false, err
		}
		if i == 0 && len(p.Stmts) == 1 {
			return link, true, nil
		}
		list := p.Stmts
		if i > 0 {
			switch parent := p.path[i-1].(type) {
			case *syntax.BinaryCmd:
				return d.cutLink(p, i-1), false, nil
			case *syntax.TimeClause:
				continue
			default:
				list = siblings(parent, s)
			}
		}
		if len(list) > 1 {
			link, err := d.cutStmt(p, list, slices.Index(list, s))
			return link, false, err
		}
		if !isGroup(p.path[i-1]) {
			return link, false, errors.New("it is the only command of a function, branch or loop")
		}
	}
	return link, true, nil
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
