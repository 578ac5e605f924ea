package rules

import (
	"cmp"
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/shell"
)

// Set is the rules of one run: the built-in ones and a team's own.
type Set struct {
	Reference string // the decision that texts name
	all       []Rule
	on        map[string]bool
	byProgram map[string][]int // indexes of the rules that are on, by the programs that they are about
	wild      []int            // those that name a program with *
	later     map[string]bool  // the programs of commands that must come later
}

// NewSet makes the set of the built-in rules, each as switches has it or else by its default, and own ones, which are on.
func NewSet(own []Rule, switches map[string]bool, reference string) *Set {
	s := &Set{Reference: reference, on: map[string]bool{}, byProgram: map[string][]int{}, later: map[string]bool{}}
	for _, r := range BuiltIn() {
		on, set := switches[r.Name]
		s.on[r.Name] = on || !set && r.Default
		s.all = append(s.all, r.naming(reference))
	}
	for _, r := range own {
		s.on[r.Name] = true
		s.all = append(s.all, r)
	}
	for i, r := range s.all {
		if s.on[r.Name] {
			s.index(i, r)
		}
	}
	return s
}

// AllOn returns the set with every rule on.
func (s *Set) AllOn() *Set {
	on := map[string]bool{}
	for _, r := range s.all {
		on[r.Name] = true
	}
	return NewSet(s.all[len(BuiltIn()):], on, s.Reference)
}

func (s *Set) index(i int, r Rule) {
	isWild := false
	s.later["go"] = s.later["go"] || r.check != nil // which looks at builds
	for _, p := range r.patterns() {
		for _, program := range p.programs {
			if isWild = isWild || strings.Contains(program, "*"); !slices.Contains(s.byProgram[program], i) {
				s.byProgram[program] = append(s.byProgram[program], i)
			}
		}
	}
	if isWild {
		s.wild = append(s.wild, i)
	}
	for _, p := range r.Then {
		for _, program := range p.programs {
			s.later[program] = true
		}
	}
}

// BuiltIn returns the built-in rules in the order that they are listed in.
func BuiltIn() []Rule { return []Rule{noGoModDownload(), requireModMod(), nameTheDecision()} }

// Rules returns all rules in the order that they are listed in, the built-in ones first.
func (s *Set) Rules() []Rule { return s.all }

// Names returns the names of all rules.
func (s *Set) Names() (names []string) {
	for _, r := range s.all {
		names = append(names, r.Name)
	}
	return names
}

// Rule returns the rule of a name.
func (s *Set) Rule(name string) (Rule, bool) {
	i := slices.IndexFunc(s.all, func(r Rule) bool { return r.Name == name })
	if i < 0 {
		return Rule{}, false
	}
	return s.all[i], true
}

// On reports whether a rule is on.
func (s *Set) On(name string) bool { return s.on[name] }

// Programs returns the names of the programs that rules are about, each with * for any text.
func (s *Set) Programs() (names []string) {
	for name := range s.byProgram {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// IsAbout reports whether a rule looks at the commands of a program, by its [shell.Program] name.
func (s *Set) IsAbout(program string) bool {
	if len(s.wild) > 0 {
		return true
	}
	return slices.ContainsFunc(shell.Names(program), func(name string) bool { return s.later[name] || len(s.byProgram[name]) > 0 })
}

// about returns the rules that may be about a program, in their order.
func (s *Set) about(program string) []int {
	found := s.wild
	for _, name := range shell.Names(program) {
		if more := s.byProgram[name]; len(more) > 0 {
			found = slices.Concat(found, more)
		}
	}
	if len(found) > 1 {
		found = slices.Clone(found)
		slices.Sort(found)
		found = slices.Compact(found)
	}
	return found
}

// Variables returns the environment variables that rules look at.
func (s *Set) Variables() []string {
	names := strings.Fields(goVariables)
	for _, r := range s.all {
		for _, need := range slices.Concat(r.Require...) {
			if need.variable && !slices.Contains(names, need.name) {
				names = append(names, need.name)
			}
		}
	}
	return names
}

// Check returns the violations of a file, in its order, one a place and rule: a place that is run several times (a loop, a
// function) counts once. Of the file's commands it wants those of the programs in question, and those that a rule's Then
// names.
func (s *Set) Check(f *File) (found []Violation) {
	for i, c := range f.Commands {
		for _, k := range s.about(c.Program) {
			if v, ok := s.all[k].judge(f, i); ok {
				found = append(found, v)
			}
		}
	}
	for _, r := range s.all {
		if r.check != nil && s.on[r.Name] {
			found = append(found, r.check(f)...)
		}
	}
	slices.SortStableFunc(found, func(a, b Violation) int {
		return cmp.Or(cmp.Compare(a.Span().Start, b.Span().Start), cmp.Compare(s.place(a.Rule), s.place(b.Rule)))
	})
	return slices.CompactFunc(found, func(a, b Violation) bool { return a.Rule == b.Rule && a.Span().Start == b.Span().Start })
}

func (s *Set) place(name string) int {
	return slices.IndexFunc(s.all, func(r Rule) bool { return r.Name == name })
}
