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
