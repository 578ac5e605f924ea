package rules

import (
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/shell"
)

// Set is the rules of one run: the built-in ones and a team's own.
type Set struct {
	Reference string // the decision that texts name
	all       []Rule
	on        map[string]bool
	programs  []string // that rules which are on are about, each with * for any text
	variables []string // of the environment, that rules which are on look at
	// byProgram has the indexes of the rules that are on, by the programs that they look at; under "*" those that name one
	// with * in it.
	byProgram map[string][]int
}

// NewSet makes the set of the built-in rules, each as switches has it or else by its default, and own ones, which are on.
func NewSet(own []Rule, switches map[string]bool, reference string) *Set {
	s := &Set{Reference: reference, on: map[string]bool{}, byProgram: map[string][]int{}, variables: strings.Fields(goVariables)}
	for _, r := range BuiltIn(reference) {
		on, set := switches[r.Name]
		s.on[r.Name] = on || !set && r.Default
		s.all = append(s.all, r)
	}
	for _, r := range own {
		s.on[r.Name] = true
		s.all = append(s.all, r)
	}
	for i, r := range s.all {
		if s.on[r.Name] {
			s.turnOn(i, r)
		}
	}
	return s
}

func (s *Set) turnOn(index int, r Rule) {
	about := programsOf(r.patterns())
	s.programs = append(s.programs, about...)
	for _, program := range append(about, programsOf(r.Then)...) {
		if strings.Contains(program, "*") {
			program = "*"
		}
		s.byProgram[program] = append(s.byProgram[program], index)
	}
	for _, required := range r.Require {
		for _, o := range required.any {
			if o.variable && !slices.Contains(s.variables, o.name) {
				s.variables = append(s.variables, o.name)
			}
		}
	}
}

// AllOn returns the set with every rule on.
func (s *Set) AllOn() *Set {
	on := map[string]bool{}
	for _, r := range s.all {
		on[r.Name] = true
	}
	return NewSet(s.all[len(BuiltIn("")):], on, s.Reference)
}

func programsOf(patterns []Pattern) (all []string) {
	for _, p := range patterns {
		all = append(all, p.programs...)
	}
	return all
}

// BuiltIn returns the built-in rules in the order that they are listed in; their texts name a decision.
func BuiltIn(reference string) []Rule {
	return []Rule{noGoModDownload(reference), requireModMod(reference), nameTheDecision(reference)}
}

// Rules returns all rules in the order that they are listed in, the built-in ones first.
func (s *Set) Rules() []Rule { return s.all }

// Names returns the names of all rules.
func (s *Set) Names() (names []string) {
	for _, r := range s.all {
		names = append(names, r.Name)
	}
	return names
}

// Rule returns the rule of a name, and whether there is one.
func (s *Set) Rule(name string) (Rule, bool) {
	for _, r := range s.all {
		if r.Name == name {
			return r, true
		}
	}
	return Rule{}, false
}

// On reports whether a rule is on.
func (s *Set) On(name string) bool { return s.on[name] }

// Programs returns the names of the programs that rules are about, each with * for any text.
func (s *Set) Programs() []string { return s.programs }

// Variables returns the names of the environment variables that rules look at.
func (s *Set) Variables() []string { return s.variables }

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

// Check returns the violations of a file, in its order, one a place and rule: a place that is run several times (a loop, a
// function) counts once. Of the file's commands it needs those that [Set.IsAbout] reports.
func (s *Set) Check(f *File) (found []Violation) {
	about, calls := map[string][]int{}, []*call{}
	for _, c := range f.Commands {
		rules, known := about[c.Program]
		if !known {
			rules = s.about(c.Program)
			about[c.Program] = rules
		}
		if len(rules) > 0 {
			calls = append(calls, read(c))
		}
	}
	for k, r := range s.all {
		var meant []*call
		for _, c := range calls {
			if slices.Contains(about[c.Program], k) {
				meant = append(meant, c)
			}
		}
		found = append(found, r.check(f, meant)...)
	}
	slices.SortStableFunc(found, func(a, b Violation) int { return a.Span().Start - b.Span().Start })
	return found
}
