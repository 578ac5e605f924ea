// Package rules holds what a Dockerfile must not do: the built-in rules, a file each, and those that teams declare. All
// are held in one form, patterns of commands (see [ParsePattern]), and are one [Set] in a run.
package rules

import (
	_ "embed" // the texts of the built-in rules
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/ddhook/ddhook/hook/dockerfile"
	"github.com/ddhook/ddhook/hook/shell"
)

// Rule is one rule: what it finds, and all that is said about it.
type Rule struct {
	Name    string
	On      bool                // of a built-in rule, as it is without a setting
	About   []Pattern           // the commands that it looks at: none may run where they can satisfy neither Require nor Then
	Require []Requirement       // all of them
	Then    []Pattern           // one of them must come later in the same instruction
	Except  []Pattern           // commands that the rule does not mean
	In      []string            // instructions, in upper case; none means all
	Instead []string            // the words of the repair of a forbidden command
	Message string              // a half-sentence after the one that is made
	Wrong   []Example           // what breaks the rule
	Right   []Example           // what does not
	Written map[string][]string // what the settings say, by key; nil of a built-in rule
	Line    int                 // where it is declared, 1-based; 0 for a built-in rule
	builtin                     // what only built-in rules have
}

// Instructions are those that run commands.
var Instructions = []string{"RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK"}

// builtin is what a built-in rule has beside its declaration.
type builtin struct {
	Texts            // see [Rule.Explained]
	reference string // the decision that the texts name

	explicit bool      // an option counts on the command or in its own environment, not in that of others
	always   Violation // what there is to say of each; made from the command where it has no message
	// satisfied is that of a rule about the file as a whole, which is then shown at the first command that the rule means.
	satisfied func(*File) bool
}

// Example is a line or a whole Dockerfile, and where it stands in the settings (1-based; 0 for a built-in rule's).
type Example struct {
	Text         string
	Line, Column int
}

// Dockerfile returns the Dockerfile that the example stands for: a line that begins with no instruction is a RUN's.
func (e Example) Dockerfile() string {
	line := strings.TrimSpace(e.Text)
	first, _, _ := strings.Cut(line, " ")
	if strings.Contains(line, "\n") || isInstruction(first) {
		return e.Text
	}
	return "RUN " + line
}

// File is what a rule sees: the parsed file and the commands in it.
type File struct {
	*dockerfile.File
	Commands  []Command // in the order of the file
	Reference string    // the decision that texts name, such as "DD-BUILD-001"
}

// Command is a command and the instruction that runs it.
type Command struct {
	shell.Command
	Instruction int // index in File.Instructions
}

// Violation is a command that breaks a rule.
type Violation struct {
	Command
	Rule      string // its name
	WholeFile bool   // it is about the file as a whole, and shown at the command
	Title     string // what the command is called, such as "go mod download"
	Message   string // what is wrong, one line
	Fix       string // what to do, one line

	repair Repair
	cannot error // why it cannot be repaired
	// finish completes a repair, or says why the violation must not be repaired, though it could.
	finish func(*File, Command, *Repair) error
}

// Repair returns the edits that would put it right, or why there are none. It needs all commands in File.
func (v Violation) Repair(f *File) (Repair, error) {
	if v.cannot == nil && v.finish != nil {
		v.cannot = v.finish(f, v.Command, &v.repair)
	}
	return v.repair, v.cannot
}

// Repair says in words how a command is put right.
type Repair struct {
	What     string // what is done, such as "-mod=mod put in"
	Override string // what the repair beats, which somebody may have meant, as a sentence; "" mostly
	Edits    []Edit // in order
	TakeOut  bool   // the command goes
	Comment  string // what a comment above is to say, once a file; "" for none
	// Workspace: a go.work that is found where the command runs makes it an error then.
	Workspace bool
}

// Edit puts Words in the place of N words of the command, from word At on.
type Edit struct {
	At, N int
	Words []string
}

//go:embed builtin.yaml
var builtInTexts string

// Texts are what is said about a built-in rule.
type Texts struct {
	Summary string   // one line, lower case, no full stop
	Why     string   // a paragraph
	Caveats []string // what somebody who follows the rule should know, a sentence or two each
}

// Explained returns the rule with all its texts and examples. Those of a built-in rule are read only here: a commit needs
// none.
func (r Rule) Explained() Rule {
	if r.Line > 0 {
		return r
	}
	var all map[string]struct {
		Texts        `yaml:",inline"`
		Wrong, Right string
	}
	if err := yaml.Unmarshal([]byte(strings.ReplaceAll(builtInTexts, "REFERENCE", r.reference)), &all); err != nil {
		panic(err)
	}
	said := all[r.Name]
	r.Texts, r.Wrong, r.Right = said.Texts, []Example{{Text: said.Wrong}}, []Example{{Text: said.Right}}
	return r
}
