// Package rules holds what a Dockerfile must not do, a rule a file.
package rules

import (
	"strings"

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
	Wrong   string   // a Dockerfile that the rule finds one violation in
	Right   string   // the same, repaired; DECISION as in Why
	Caveats []string // what somebody who follows the rule should know, a sentence or two each
	Default bool     // it is on without any setting
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
	Rule      string // its name, which judge fills in
	Call      Call   // the go command at fault, or at which a violation of the whole file is shown
	WholeFile bool   // it is about the file as a whole
	Command   string // what the command is called, such as "go mod download"
	Message   string // what is wrong, one line
	Fix       string // what to do, one line
}

// Span is where the violation stands: from the word "go" to the end of the command.
func (v Violation) Span() source.Span { return v.Call.Span }

// All gives the rules in the order they are listed in.
func All() []Rule {
	return []Rule{noGoModDownload(), requireModMod(), nameTheDecision()}
}

// Names gives the names of all rules.
func Names() []string {
	var names []string
	for _, r := range All() {
		names = append(names, r.Name)
	}
	return names
}

// Naming gives the rule with its texts speaking of a team's own decision.
func (r Rule) Naming(reference string) Rule {
	r.Why = strings.ReplaceAll(r.Why, placeholder, reference)
	r.Right = strings.ReplaceAll(r.Right, placeholder, reference)
	return r
}

const placeholder = "DECISION"
