package fix

import (
	"errors"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/ddhook/ddhook/hook/source"
)

// cutLink is a command of an && chain with the && before it, or that after it where it is the first. i is the chain's
// place in the path.
func (d *draft) cutLink(p place, i int) source.Span {
	chain, stmt := p.path[i].(*syntax.BinaryCmd), p.path[i+1].(*syntax.Stmt)
	if stmt == chain.X {
		return source.Span{Start: p.begin(stmt.Pos()), End: p.begin(chain.Y.Pos())}
	}
	return source.Span{Start: p.after(chain.X.End()), End: p.after(stmt.End())}
}

// cutStmt is a statement of a list that is not its last, with what parts it from the others.
func (d *draft) cutStmt(p place, list []*syntax.Stmt, i int) (source.Span, error) {
	stmt := list[i]
	if strings.Contains(p.source(list[i+1]), "$?") {
		return source.Span{}, errors.New("its exit status is asked for")
	}
	if lines, ok := p.ownLines(stmt); ok {
		for lines.Start > 0 && d.Source.Data[lines.Start-1] == '\t' { // which <<- has taken off
			lines.Start--
		}
		return lines, nil
	}
	if next := (source.Span{Start: p.begin(stmt.Pos()), End: p.begin(list[i+1].Pos())}); i == 0 || len(d.comments(next)) == 0 {
		return next, nil
	}
	before := list[i-1]
	end := before.End()
	if !stmt.Semicolon.IsValid() && before.Semicolon.IsValid() && !before.Background {
		end = before.Semicolon // the statement had none after it
	}
	return source.Span{Start: p.after(end), End: p.after(stmt.End())}, nil
}

// ownLines are the lines of a statement in a script of several lines, when it has them for itself.
func (p place) ownLines(s *syntax.Stmt) (source.Span, bool) {
	text := p.Text.String()
	from, to := int(s.Pos().Offset()), min(int(s.End().Offset()), len(text))
	start := strings.LastIndexByte(text[:from], '\n') + 1
	n := strings.IndexByte(text[to:], '\n')
	if n < 0 || strings.Trim(text[start:from], " \t") != "" {
		return source.Span{}, false
	}
	if rest := strings.Trim(text[to:to+n], " \t"); rest != "" && rest[0] != '#' {
		return source.Span{}, false
	}
	return p.Text.Span(start, to+n+1), true
}
