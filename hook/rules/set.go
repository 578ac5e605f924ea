package rules

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/shell"
)

// Set is the rules of one run: the built-in ones and a team's own.
type Set struct {
	Reference string   // the decision that texts name
	Rules     []Rule   // in the order that they are listed in, the built-in ones first
	Programs  []string // that rules which are on are about, each with * for any text
	Variables []string // of the environment, that rules which are on look at
	// byProgram has the indexes of the rules that are on, by the programs that they look at; under "*" those that name one
	// with * in it.
	byProgram map[string][]int
}

// NewSet makes the set of the built-in rules, each as switches has it or else by its default, and own ones, which are on.
func NewSet(own []Rule, switches map[string]bool, reference string) *Set {
	all := slices.Concat(BuiltIn(reference), own)
	for i, r := range all {
		on, isSet := switches[r.Name]
		all[i].On = on || !isSet && r.On || r.Line > 0
	}
	return newSet(all, reference)
}

// AllOn returns the set with every rule on.
func (s *Set) AllOn() *Set {
	all := slices.Clone(s.Rules)
	for i := range all {
		all[i].On = true
	}
	return newSet(all, s.Reference)
}

func newSet(all []Rule, reference string) *Set {
	s := &Set{Reference: reference, Rules: all, byProgram: map[string][]int{}, Variables: strings.Fields(goVariables)}
	for i, r := range all {
		if !r.On {
			continue
		}
		about := programsOf(r.patterns())
		s.Programs = append(s.Programs, about...)
		for _, program := range append(about, programsOf(r.Then)...) {
			if strings.Contains(program, "*") {
				program = "*"
			}
			s.byProgram[program] = append(s.byProgram[program], i)
		}
		for _, required := range r.Require {
			for _, o := range required.any {
				if o.variable && !slices.Contains(s.Variables, o.name) {
					s.Variables = append(s.Variables, o.name)
				}
			}
		}
	}
	return s
}

func programsOf(patterns []Pattern) (all []string) {
	for _, p := range patterns {
		all = append(all, p.programs...)
	}
	return all
}

// BuiltIn returns the built-in rules in the order that they are listed in; their texts name a decision.
func BuiltIn(reference string) []Rule {
	all := []Rule{noGoModDownload(reference), requireModMod(reference), nameTheDecision(reference)}
	for i := range all {
		all[i].reference = reference
	}
	return all
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
	for _, r := range s.Rules {
		if r.Name == name {
			return r, true
		}
	}
	return Rule{}, false
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

// Check returns the violations of a file, in its order, one a place and rule: a place that is run several times (a loop, a
// function) counts once. Of the file's commands it needs those that [Set.IsAbout] reports. More than [budget.MaxFound] are an
// error, and so are more commands than can be compared with so many patterns.
func (s *Set) Check(f *File) (found []Violation, err error) {
	calls, work := make([][]*call, len(s.Rules)), 0 // by rule: those that it may be about
	for _, c := range f.Commands {
		about := s.about(c.Program)
		if len(about) == 0 {
			continue
		}
		parsed := read(c)
		work += 8 * len(parsed.options) // they take memory
		for _, rule := range about {
			r := s.Rules[rule]
			work += len(c.Words) * (len(r.Forbid) + len(r.Command) + len(r.Except) + len(r.Then) + len(r.Require))
			calls[rule] = append(calls[rule], parsed)
		}
		if work > budget.MaxMatched {
			return nil, errors.New("it has too many commands for so many rules: exclude it in .ddhook.yaml")
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
