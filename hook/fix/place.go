package fix

import (
	"errors"
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"github.com/ddhook/ddhook/hook/shell"
	"github.com/ddhook/ddhook/hook/source"
)

// place is where a command stands in the syntax of a script.
type place struct {
	shell.Tree
	path []syntax.Node // from the outermost statement to the simple command
}

// locate finds the simple command of which a word begins at a file's offset.
func locate(script source.Text, at int) (place, error) {
	tree, err := shell.Parse(script)
	if err != nil {
		return place{}, errors.New("its script cannot be parsed")
	}
	p := place{Tree: tree}
	var found []syntax.Node
	visit := func(n syntax.Node) bool {
		if n == nil {
			p.path = p.path[:len(p.path)-1]
			return true
		}
		p.path = append(p.path, n)
		call, ok := n.(*syntax.CallExpr)
		if ok && slices.ContainsFunc(call.Args, func(w *syntax.Word) bool { return p.begin(w.Pos()) == at }) {
			found = slices.Clone(p.path)
		}
		return true
	}
	for _, s := range tree.Stmts {
		syntax.Walk(s, visit)
	}
	if found == nil {
		return place{}, errors.New("it stands in a script inside the script, or comes out of a variable")
	}
	return place{tree, found}, nil
}

// span is where a node stands in the file.
func (p place) span(n syntax.Node) source.Span {
	return source.Span{Start: p.begin(n.Pos()), End: p.after(n.End())}
}

// begin is the file's offset of the byte at a position.
func (p place) begin(pos syntax.Pos) int { return p.Text.Offset(int(pos.Offset())) }

// after is the file's offset just behind the byte before a position: a continuation sign may stand between the two.
func (p place) after(pos syntax.Pos) int {
	i := min(int(pos.Offset()), p.Text.Len())
	if i == 0 {
		return p.Text.Offset(0)
	}
	return p.Text.Span(i-1, i).End
}

// source is a node as it is written.
func (p place) source(n syntax.Node) string {
	return p.Text.String()[n.Pos().Offset():min(int(n.End().Offset()), p.Text.Len())]
}

// onlyRuns says why the simple command at this place may do more than run the one whose program stands at a file's
// offset.
func (p place) onlyRuns(at int) error {
	call, ok := p.path[len(p.path)-1].(*syntax.CallExpr)
	if !ok || p.begin(call.Args[0].Pos()) == at {
		return nil
	}
	return onlyRuns(call.Args[0].Lit())
}

// unsafe says why a command at this place must stay: its success or its output is used.
func (p place) unsafe() error {
	for i, n := range p.path[:len(p.path)-1] {
		below, _ := p.path[i+1].(*syntax.Stmt)
		why := ""
		switch n := n.(type) {
		case *syntax.Stmt:
			switch {
			case n.Negated:
				why = "it is negated"
			case n.Background, n.Coprocess, n.Disown:
				why = "it runs in the background"
			}
		case *syntax.BinaryCmd:
			switch {
			case n.Op == syntax.OrStmt:
				why = "it is an operand of ||"
			case n.Op != syntax.AndStmt:
				why = "it is part of a pipe"
			case below == n.X && leaves(n.Y):
				why = "its success ends a loop or the script"
			}
		case *syntax.CmdSubst, *syntax.ProcSubst:
			why = "its output is used"
		case *syntax.CoprocClause:
			why = "it runs in the background"
		case *syntax.IfClause:
			if slices.Contains(n.Cond, below) {
				why = "it is a condition"
			}
		case *syntax.WhileClause:
			if slices.Contains(n.Cond, below) {
				why = "it is a condition"
			}
		}
		if why != "" {
			return errors.New(why)
		}
	}
	return nil
}

// leaves says that a statement goes on elsewhere.
func leaves(s *syntax.Stmt) bool {
	call, ok := s.Cmd.(*syntax.CallExpr)
	return ok && len(call.Args) > 0 && slices.Contains([]string{"break", "continue", "exit", "return"}, call.Args[0].Lit())
}

// writes says that a statement puts its output, or a document, somewhere; what it reads does not matter.
func writes(s *syntax.Stmt) error {
	for _, r := range s.Redirs {
		switch r.Op {
		case syntax.RdrIn, syntax.DplIn, syntax.DplOut, syntax.WordHdoc:
		default:
			if r.Word.Lit() != "/dev/null" {
				return errors.New("it is redirected")
			}
		}
	}
	return nil
}
