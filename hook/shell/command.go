// Package shell finds the commands that a command line runs, as a shell would find them but without running anything.
package shell

import (
	"github.com/ddhook/ddhook/hook/env"
	"github.com/ddhook/ddhook/hook/source"
)

// Command is one simple command that is run, with the wrappers before it (env, timeout, sudo, ...) taken off: its
// first word is the program that runs in the end.
type Command struct {
	Words   []Word        // the program and its arguments, after expansion; never empty
	Assigns []Assign      // the assignments that reach it through its own simple command, and those of [Watched]
	Spans   []source.Span // the pieces of the file that the simple command consists of, first to last
}

// Word is one word after expansion.
type Word struct {
	Text  string      // its value; [Placeholder] stands for each unknown part
	Span  source.Span // as written, from the first to the last byte, quotes included
	Maybe bool        // all of it is unknown and unquoted: it may be no word, one, or many
}

// Placeholder stands in a [Word] for text that is not known before it runs.
const Placeholder = env.Placeholder

// Assign is a variable as the command finds it in its environment.
type Assign struct {
	Name  string
	Value Word
	// Own: it was set by the simple command itself (`GOFLAGS=x go build`, `env GOFLAGS=x go build`, or by one that
	// led here, as `GOFLAGS=x sh -c 'go build'`). Otherwise it comes from ENV, ARG or export.
	Own bool
}

// Watched is the one variable whose value commands are reported with.
const Watched = "GOFLAGS"
