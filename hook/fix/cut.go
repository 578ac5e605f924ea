package fix

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"mvdan.cc/sh/v3/syntax"

	"github.com/ddhook/ddhook/hook/rules"
	"github.com/ddhook/ddhook/hook/shell"
	"github.com/ddhook/ddhook/hook/source"
)

// takeOut takes the command out: its instruction when nothing else in it does anything, or else its part of a script.
func (d *draft) takeOut(p *Repair) error {
	inst, isMade := p.instruction, func(w shell.Word) bool { return !w.Optional && d.isMade(w) }
	switch {
	case slices.ContainsFunc(p.command.Words, isMade):
		return errNotWritten
	case inst.Keyword != "RUN" || inst.OnBuild:
		return errors.New("it is run when the container starts, or in another build")
	case d.doesNothingElse(p.command, inst.Span):
		p.edits = []edit{{Span: d.lines(inst.Span)}}
		return nil
	}
	if i := wordAt(inst, p.command.Span().Start); i < len(inst.Argv)-1 || i == 0 {
		return errors.New("another program is given it as words")
	}
	parts, err := d.cut(inst.Argv, p.command)
	for _, part := range parts {
		p.edits = append(p.edits, edit{Span: part})
	}
	return err
}

const noEffect = "cd echo set export true :" // what they do by themselves does not outlive the shell

// doesNothingElse reports whether nothing in a span does anything but one command and those that run it.
func (d *draft) doesNothingElse(c rules.Command, span source.Span) bool {
	at := c.Span().Start
	for _, other := range d.File.Commands {
		s := other.Span()
		isIn := span.Start <= s.Start && s.Start < span.End
		runsIt := s.Start == at || shell.OnlyRuns(other.Program) && s.Start < at && at < s.End
		if isIn && !runsIt && !slices.Contains(strings.Fields(noEffect), other.Program) {
			return false
		}
	}
	return !strings.ContainsAny(d.bytes(span), ">!") // a file that a redirection makes, an end that is turned round
}

// cut returns what to delete of a script so that a command is gone, or why it must stay: its end or its output may be used.
func (d *draft) cut(argv []source.Text, c rules.Command) (spans []source.Span, err error) {
	p, err := locate(argv[len(argv)-1], c.Span().Start)
	if err != nil {
		return nil, err
	}
	var last *syntax.Stmt // an && chain of which the last link is cut
	for i := d.outermost(c, p); i > 0; i-- {
		stmt, isStmt := p.path[i].(*syntax.Stmt)
		if !isStmt {
			continue
		}
		parent := p.path[i-1]
		chain, isChain := parent.(*syntax.BinaryCmd)
		list, isGroup := siblings(parent)
		k := slices.Index(list, stmt)
		if why := used(stmt, parent, k >= 0); why != "" {
			return nil, errors.New(why)
		}
		switch {
		case isChain && last != nil && stmt == chain.X:
			last = nil
		case i > 1 && len(list) < 2 && !isGroup && !isChain && d.doesNothingElse(c, p.span(stmt)):
			return nil, errors.New("nothing else is done in its function, branch or loop")
		case k >= 0 && k+1 < len(list) && strings.Contains(d.bytes(p.span(list[k+1])), "$?"):
			return nil, errors.New("its exit status is asked for")
		case spans != nil:
		case isRedirected(stmt):
			return nil, errors.New("it is redirected")
		case isChain && stmt == chain.X:
			spans = d.first(p, stmt, chain.Y)
		case isChain:
			spans, last = []source.Span{{Start: p.after(chain.X), End: p.after(stmt)}}, p.path[i-2].(*syntax.Stmt)
		case k+1 < len(list):
			spans = d.item(p, list, k)
		case !isGroup || len(list) > 1:
			return nil, errors.New("how it ends is how its list ends")
		}
	}
	isFollowed := last != nil && strings.Trim(p.Text.String()[p.end(last):], " \t\r\n;") != ""
	if isFollowed && exitsAtOnce().MatchString(fmt.Sprint(argv)) {
		return nil, errors.New("without it the script would end when what stands before it fails")
	}
	return spans, nil
}

// used says how the end or the output of a statement is used that is not the last of a list, by what is around it.
func used(s *syntax.Stmt, parent syntax.Node, runs bool) string {
	switch n := parent.(type) {
	case *syntax.BinaryCmd:
		switch {
		case n.Op == syntax.OrStmt:
			return "it is an operand of ||"
		case n.Op != syntax.AndStmt:
			return "it is part of a pipe"
		case s == n.X && leaves(n.Y):
			return "its success ends a loop or the script"
		}
	case *syntax.CmdSubst, *syntax.ProcSubst:
		return "its output is used"
	case *syntax.IfClause, *syntax.WhileClause:
		if !runs {
			return "it is a condition"
		}
	}
	switch {
	case s.Negated:
		return "it is negated"
	case s.Background:
		return "it runs in the background"
	}
	return ""
}

func leaves(s *syntax.Stmt) bool {
	call, ok := s.Cmd.(*syntax.CallExpr)
	return ok && len(call.Args) > 0 && slices.Contains([]string{"break", "continue", "exit", "return"}, call.Args[0].Lit())
}

// isRedirected reports whether a statement puts its output, or a document, somewhere; what it reads does not matter.
func isRedirected(s *syntax.Stmt) bool {
	return slices.ContainsFunc(s.Redirs, func(r *syntax.Redirect) bool {
		return !slices.Contains([]syntax.RedirOperator{syntax.RdrIn, syntax.DplIn, syntax.DplOut, syntax.WordHdoc}, r.Op) &&
			r.Word.Lit() != "/dev/null"
	})
}

// exitsAtOnce matches a command line that has a shell end at the first failure.
var exitsAtOnce = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(^|[\s"'])-[a-zA-Z]*e|errexit|\bset\s["']?\$`) })

// first is the first of several statements, with what parts it from the next one, but for comments between.
func (d *draft) first(p place, stmt, next *syntax.Stmt) []source.Span {
	between := source.Span{Start: p.after(stmt), End: p.begin(next)}
	comments := d.comments(between)
	if len(comments) == 0 {
		return []source.Span{{Start: p.begin(stmt), End: between.End}}
	}
	const blanks = " \t\r\n"
	before := source.Span{Start: p.begin(stmt), End: comments[0].Span.Start} // without the continuation sign
	before.End = before.Start + strings.LastIndexAny(strings.TrimRight(d.bytes(before), blanks), "\\`")
	after := source.Span{Start: comments[len(comments)-1].Span.End, End: between.End}
	after.Start += len(d.bytes(after)) - len(strings.TrimLeft(d.bytes(after), blanks))
	return []source.Span{before, after}
}

// item is an item of a list that is not the last.
func (d *draft) item(p place, list []*syntax.Stmt, k int) []source.Span {
	if lines, ok := d.ownLines(p.span(list[k])); ok {
		return []source.Span{lines}
	}
	if k == 0 {
		return d.first(p, list[0], list[1])
	}
	return []source.Span{{Start: p.after(list[k-1]), End: p.after(list[k])}}
}

// place is where a command stands in the syntax of a script.
type place struct {
	shell.Tree
	path []syntax.Node // from the script to the simple command
}

// locate finds the simple command that begins at a file's offset, or that runs the one that does and nothing else.
func locate(script source.Text, at int) (found place, err error) {
	tree, err := shell.Parse(script)
	p := place{Tree: tree}
	visit := func(n syntax.Node) bool {
		if n == nil {
			p.path = p.path[:len(p.path)-1]
			return true
		}
		p.path = append(p.path, n)
		call, ok := n.(*syntax.CallExpr)
		if ok && slices.ContainsFunc(call.Args, func(w *syntax.Word) bool { return p.begin(w) == at }) {
			found = place{tree, slices.Clone(p.path)}
		}
		return true
	}
	syntax.Walk(&syntax.File{Stmts: tree.Stmts}, visit)
	if err != nil || found.path == nil {
		return found, errors.New("it stands in a script inside the script, or comes out of a variable")
	}
	first := found.path[len(found.path)-1].(*syntax.CallExpr).Args[0]
	if p.begin(first) != at && !shell.OnlyRuns(first.Lit()) {
		return found, fmt.Errorf("%s may do more than run it", shell.Program(first.Lit()))
	}
	return found, nil
}

// outermost is the index in a path of what is cut: the outermost subshell in which nothing else is done, or the command.
func (d *draft) outermost(c rules.Command, p place) int {
	at := len(p.path) - 1
	for i, n := range slices.Backward(p.path) {
		_, isSubshell := n.(*syntax.Subshell)
		if isSubshell && !d.doesNothingElse(c, p.span(p.path[i-1])) {
			break // nor does one around it
		} else if isSubshell {
			at = i - 1 // its statement
		}
	}
	return at
}

// siblings are the statements of a list. A group may go when the only one in it does.
func siblings(parent syntax.Node) (list []*syntax.Stmt, isGroup bool) {
	switch n := parent.(type) {
	case *syntax.File:
		return n.Stmts, false
	case *syntax.Block:
		return n.Stmts, true
	case *syntax.Subshell:
		return n.Stmts, true
	case *syntax.IfClause:
		return n.Then, false
	case *syntax.WhileClause:
		return n.Do, false
	case *syntax.ForClause:
		return n.Do, false
	case *syntax.CaseItem:
		return n.Stmts, false
	}
	return nil, false
}

// begin is the file's offset of the first byte of a node.
func (p place) begin(n syntax.Node) int { return p.Text.Offset(int(n.Pos().Offset())) }

func (p place) span(n syntax.Node) source.Span {
	return source.Span{Start: p.begin(n), End: p.after(n)}
}

// end is the index in the text just after a node.
func (p place) end(n syntax.Node) int { return min(int(n.End().Offset()), p.Text.Len()) }

// after is the file's offset just after the last byte of a node: a continuation sign may stand between it and the next.
func (p place) after(n syntax.Node) int { return p.Text.Span(p.end(n)-1, p.end(n)).End }

// ownLines are the lines of a statement, when it has them for itself.
func (d *draft) ownLines(stmt source.Span) (source.Span, bool) {
	first, last := d.Source.LineOf(stmt.Start), d.Source.LineOf(stmt.End-1)
	lines := source.Span{Start: d.Source.LineSpan(first).Start, End: d.Source.LineSpan(last).End}
	before := strings.TrimSpace(d.bytes(source.Span{Start: lines.Start, End: stmt.Start}))
	after := strings.TrimSpace(d.bytes(source.Span{Start: stmt.End, End: lines.End}))
	return lines, before == "" && (after == "" || after[0] == '#')
}
