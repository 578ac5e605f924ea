// Package rules holds what a Dockerfile must not do: the built-in rules, a file each, and those that teams declare. All
// are held in one form, patterns of commands (see [ParsePattern]), and are one [Set] in a run.
package rules

import (
	_ "embed" // the texts of the built-in rules
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/dockerfile"
	"github.com/ddhook/ddhook/hook/shell"
)

// Rule is one rule: what it finds, and all that is said about it.
type Rule struct {
	Name    string
	On      bool                // of a built-in rule at first what it is without a setting
	About   []Pattern           // the commands that it looks at: none may run where they can satisfy neither Require nor Then
	Require []Requirement       // all of them
	Then    []Pattern           // one of them must come later in the same instruction
	Except  []Pattern           // commands that the rule does not mean
	In      []string            // instructions, in upper case; none means all
	Instead []string            // the words of the repair of a forbidden command
	Message string              // a half-sentence after the one that is made; of a built-in rule the decision that it names
	Wrong   []Example           // what breaks the rule
	Right   []Example           // what does not
	Written map[string][]string // what the settings say, by key; nil of a built-in rule
	Line    int                 // where it is declared, 1-based; 0 for a built-in rule

	// What follows is only of a built-in rule; the texts are there when it is [Rule.Explained].
	Summary  string    // one line, lower case, no full stop
	Why      string    // a paragraph
	Caveats  string    // what somebody who follows the rule should know, as a list
	explicit bool      // an option counts on the command or in its own environment, not in that of others
	always   Violation // what there is to say of each; made from the command where it has no message
}

// Instructions are those that run commands.
var Instructions = []string{"RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK"}

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
	Instruction int    // index in File.Instructions
	Keyword     string // of that, in upper case
}

// Violation is a command that breaks a rule.
type Violation struct {
	Command
	Rule      string // its name
	WholeFile bool   // it is about the file as a whole, and shown at the command
	Title     string // what the command is called, such as "go mod download"
	Message   string // what is wrong, one line
	Fix       string // what to do, one line
	Reason    string // why a comment silences it; "" where none does

	repair Repair
	cannot error                               // why it cannot be repaired
	finish func(*File, Command, *Repair) error // completes a repair, or says why it must not be made, though it could
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
	What      string // what is done, such as "-mod=mod put in"
	Override  string // what the repair beats, which somebody may have meant, as a sentence; "" mostly
	Edits     []Edit // in order
	TakeOut   bool   // the command goes
	Comment   string // what a comment above is to say, once a file; "" for none
	Workspace bool   // a go.work that is found where the command runs makes it an error then
}

// Edit puts Words in the place of N words of the command, from word At on.
type Edit struct {
	At, N int
	Words []string
}

//go:embed builtin.yaml
var builtInTexts string

// Explained returns the rule with all its texts and examples. Those of a built-in rule are read here: a commit needs none.
func (r Rule) Explained() Rule {
	if r.Line > 0 {
		return r
	}
	var all map[string]map[string]string
	if err := yaml.Unmarshal([]byte(strings.ReplaceAll(builtInTexts, "REFERENCE", r.Message)), &all); err != nil {
		panic(err)
	}
	said := all[r.Name]
	r.Summary, r.Why, r.Caveats = said["summary"], said["why"], said["caveats"]
	r.Wrong, r.Right = []Example{{Text: said["wrong"]}}, []Example{{Text: said["right"]}}
	return r
}

// Set is the rules of one run: the built-in ones and a team's own.
type Set struct {
	Reference string   // the decision that texts name
	Rules     []Rule   // in the order that they are listed in, the built-in ones first
	Variables []string // of the environment, that rules which are on look at, sorted
	Programs  []string // that rules which are on are about
	// byProgram has the indexes of the rules that are on, by their programs; under "*" those of a program with a * in it.
	byProgram map[string][]int
	sizes     []int // by rule: what it costs to compare a command with a team's patterns, about their bytes
}

// NewSet makes the set of the built-in rules and own ones, each as switches has it or else by its default.
func NewSet(own []Rule, switches map[string]bool, reference string) *Set {
	all := slices.Concat(BuiltIn(reference), own)
	s := &Set{Reference: reference, Rules: all, byProgram: map[string][]int{}, sizes: make([]int, len(all))}
	s.Variables = strings.Fields("GOFLAGS GO111MODULE GOMODCACHE GOPROXY GOWORK") // those that Go's rules look at
	for i, r := range all {
		if on, isSet := switches[r.Name]; isSet {
			r.On, all[i].On = on, on
		}
		if !r.On {
			continue
		}
		for key := range strings.FieldsSeq("forbid command require then except") {
			for _, text := range r.Written[key] {
				s.sizes[i] += 8 + len(text)
			}
		}
		for _, p := range r.About {
			s.Programs = append(s.Programs, p.programs...)
		}
		for _, p := range slices.Concat(r.About, r.Then) {
			for _, program := range p.programs {
				if strings.Contains(program, "*") {
					program = "*"
				}
				if !slices.Contains(s.byProgram[program], i) {
					s.byProgram[program] = append(s.byProgram[program], i)
				}
			}
		}
		for _, required := range r.Require {
			for _, o := range required {
				if o.variable {
					s.Variables = append(s.Variables, o.name)
				}
			}
		}
	}
	s.Variables = slices.Compact(slices.Sorted(slices.Values(s.Variables)))
	return s
}

// Only returns the set with the rules of some names on and no other.
func (s *Set) Only(names ...string) *Set {
	switches := map[string]bool{}
	for _, name := range s.Names() {
		switches[name] = slices.Contains(names, name)
	}
	return NewSet(s.Rules[len(BuiltIn(s.Reference)):], switches, s.Reference)
}

// Mentions reports whether a rule could find something in a text that is scanned: it has the name of a program as a word.
func (s *Set) Mentions(text string) bool {
	text = strings.ToLower(text)
	isLetter := func(i int) bool {
		return i >= 0 && i < len(text) && (text[i] == '_' || 'a' <= text[i] && text[i] <= 'z')
	}
	for _, program := range s.Programs {
		name, _, isWild := strings.Cut(strings.ToLower(program), "*")
		for at := 0; at < len(text); at++ {
			next := strings.Index(text[at:], name)
			if next < 0 {
				break
			}
			at += next
			if !isLetter(at-1) && (isWild || !isLetter(at+len(name))) {
				return true
			}
		}
	}
	return false
}

// BuiltIn returns the built-in rules in the order that they are listed in; their texts name a decision.
func BuiltIn(reference string) []Rule {
	return []Rule{noGoModDownload(reference), requireModMod(reference), nameTheDecision(reference)}
}

// Names returns the names of all rules.
func (s *Set) Names() (names []string) {
	for _, r := range s.Rules {
		names = append(names, r.Name)
	}
	return names
}

// Rule returns the rule of a name, and whether there is one.
func (s *Set) Rule(name string) (Rule, bool) {
	i := slices.IndexFunc(s.Rules, func(r Rule) bool { return r.Name == name })
	if i < 0 {
		return Rule{}, false
	}
	return s.Rules[i], true
}

// IsAbout reports whether a rule looks at the commands of a program, by its [shell.Program] name.
func (s *Set) IsAbout(program string) bool { return len(s.about(program)) > 0 }

// about returns the indexes of the rules that may be about a program, in their order.
func (s *Set) about(program string) []int {
	found := slices.Clone(s.byProgram["*"])
	for _, name := range shell.Names(program) {
		found = append(found, s.byProgram[name]...)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// Check returns the violations of a file, in its order, one a place and rule: one that is run several times counts once. It
// needs the commands that [Set.IsAbout] reports. More than [budget.MaxFound], or than b allows, is an error.
func (s *Set) Check(f *File, b *budget.Budget) (found []Violation, err error) {
	calls := make([][]*call, len(s.Rules)) // by rule: those that it may be about
	for _, c := range f.Commands {
		about := s.about(c.Program)
		if len(about) == 0 {
			continue
		}
		parsed, work := read(c), 0
		// Each is looked for, and options take memory; GOFLAGS are read whether they are any or not.
		size := len(parsed.options) + len(c.Assigns) + len(c.Assign("GOFLAGS").Value.Text)/16
		for _, w := range c.Words {
			size += 1 + len(w.Text)/64
		}
		for _, rule := range about {
			work += size * s.sizes[rule]
			calls[rule] = append(calls[rule], parsed)
		}
		work = size + work/256
		if !b.Step(work) && !(b.Rescue() && b.Step(work)) {
			return nil, budget.ErrTooMuch
		}
	}
	for i, r := range s.Rules {
		if found = append(found, r.check(f, calls[i])...); len(found) > budget.MaxFound {
			return nil, fmt.Errorf("it has more than %d violations: exclude it in .ddhook.yaml", budget.MaxFound)
		}
	}
	slices.SortStableFunc(found, func(a, b Violation) int { return a.Span().Start - b.Span().Start })
	return found, nil
}
