// Package shell finds the commands that a command line runs, as a shell would find them but without running anything.
package shell

import (
	"github.com/ddhook/ddhook/hook/env"
	"github.com/ddhook/ddhook/hook/source"
)

// Command is one command that is run: a program, a builtin (cd, export), or a wrapper (env, sudo) beside what it runs.
type Command struct {
	Program string        // the name of its program, see [Program]
	Words   []Word        // the program and its arguments, after expansion; never empty
	Assigns []Assign      // the assignments that reach it through its own simple command, and those of [Line].Watch
	Spans   []source.Span // the pieces of the file that its simple command consists of, first to last
}

// Span goes from the program's word to the end of the last word. It never ends before it begins.
func (c Command) Span() source.Span {
	s := c.Words[0].Span
	s.End = max(s.End, c.Words[len(c.Words)-1].Span.End)
	return s
}

// Assign returns the assignment of a name that reaches the command, which has no name when there is none.
func (c Command) Assign(name string) Assign {
	for _, a := range c.Assigns {
		if a.Name == name {
			return a
		}
	}
	return Assign{}
}

// Word is one word after expansion.
type Word struct {
	Text     string      // its value; [Placeholder] stands for each unknown part
	Span     source.Span // as written, from the first to the last byte, quotes included
	Optional bool        // all of it is unknown and unquoted: it may be no word, one, or many
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
