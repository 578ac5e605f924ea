package shell

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/ddhook/ddhook/hook/source"
)

// Tree is the syntax of a script, for who wants to edit it. The offsets of its nodes are those of Text.
type Tree struct {
	Text  source.Text
	Stmts []*syntax.Stmt
}

// Parse parses a script as sh takes it, or else bash.
func Parse(script source.Text) (Tree, error) {
	text := dropReturns(script)
	stmts, err := parse(text.String(), &posixShell)
	return Tree{Text: text, Stmts: stmts}, err
}

// Quoted returns what a word holds that is one quoted string; what the shell would expand in it stays as it is written.
// The second result is false for any other word.
func (t Tree) Quoted(w *syntax.Word) (source.Text, bool) {
	if len(w.Parts) != 1 {
		return source.Text{}, false
	}
	inside := t.Text.Slice(int(w.Pos().Offset())+1, max(int(w.Pos().Offset())+1, int(w.End().Offset())-1))
	switch q := w.Parts[0].(type) {
	case *syntax.SglQuoted:
		return inside, !q.Dollar
	case *syntax.DblQuoted:
		return unescape(inside, inDouble), !q.Dollar
	}
	return source.Text{}, false
}
