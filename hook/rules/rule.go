// Package rules holds what a Dockerfile must not do, a rule a file.
package rules

import (
	"github.com/ddhook/ddhook/hook/dockerfile"
	"github.com/ddhook/ddhook/hook/gocmd"
	"github.com/ddhook/ddhook/hook/source"
)

// Rule is one rule: what it finds, and all that is ever said about it. `ddhook rules`, the README and the tests read
// the texts from here.
type Rule struct {
	Name    string
	Summary string   // one line, lower case, no full stop
	Why     string   // a paragraph; DECISION stands for the name of the team's decision
	Wrong   string   // a Dockerfile that it finds something in
	Right   string   // the same, repaired
	Caveats []string // what somebody who follows it should know
	Default bool     // on without any setting
	Check   func(*File) []Violation
}

// File is what a rule sees: the whole parsed file.
type File struct {
	*dockerfile.File
	Calls     []Call // the go commands in it, in the order of the file
	Reference string // the decision that texts name, such as "DD-BUILD-001"
}

// Call is a go command and the instruction that runs it.
type Call struct {
	gocmd.Call
	Instruction int // index in File.Instructions
}

// Violation is a place that breaks a rule.
type Violation struct {
	Rule        string
	Span        source.Span   // of the command, from its word "go"
	Spans       []source.Span // the pieces of the file that the command consists of
	Instruction int           // index in File.Instructions
	WholeFile   bool          // it is about the file as a whole and only shown at Span
	Command     string        // what it is called, e.g. "go mod download"
	Message     string        // what is wrong, one line
	Fix         string        // what to do, one line
}

// All are the rules, in the order they are listed in.
func All() []Rule { return nil }
