package shell

import (
	"github.com/ddhook/ddhook/hook/env"
	"github.com/ddhook/ddhook/hook/source"
)

// Line is a command line as the kernel gets it.
type Line struct {
	Argv []source.Text // the program and its arguments
	// Script: the last of Argv is a script by agreement (a Dockerfile's shell form), so that it is scanned word by
	// word when the program before it is no shell that can be parsed.
	Script bool
	Env    env.Scope // what is set when it starts; all of it is exported
}

// Watched is the one variable whose value commands are reported with.
const Watched = "GOFLAGS"

// Run finds the commands that line runs, in the order of the text. It follows wrappers, `sh -c`, functions and fixed
// values; it never runs anything and reads no file. What cannot be parsed is scanned word by word and warned of.
func Run(line Line) ([]Command, []Warning) {
	panic("not yet")
}

// Scan finds commands in a text that is in no language that can be parsed, word by word.
func Scan(text source.Text) []Command {
	panic("not yet")
}
