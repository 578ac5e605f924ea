package rules

import (
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
	Variables []string // of the environment, that rules which are on look at
	// byProgram has the indexes of the rules that are on, by the programs that they look at; under "*" those that name one
	// with * in it.
	byProgram map[string][]int
	sizes     []int    // by rule: what it costs to compare a command with a team's patterns, about their bytes
	programs  []string // that a rule which is on is about, each once, in lower case
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
	s := &Set{Reference: reference, Rules: all, byProgram: map[string][]int{}, sizes: make([]int, len(all))}
	s.Variables = strings.Fields("GOFLAGS GO111MODULE GOMODCACHE GOPROXY GOWORK") // those that Go's rules look at
	for i, r := range all {
		if !r.On {
			continue
		}
		about := programsOf(r.About)
		for key := range strings.FieldsSeq("forbid command require then except") {
			for _, text := range r.Written[key] {
				s.sizes[i] += 8 + len(text)
			}
		}
		s.programs = append(s.programs, strings.Fields(strings.ToLower(strings.Join(about, " ")))...)
		for _, program := range append(about, programsOf(r.Then)...) {
			if strings.Contains(program, "*") {
				program = "*"
			}
			if !slices.Contains(s.byProgram[program], i) {
				s.byProgram[program] = append(s.byProgram[program], i)
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
	for _, list := range []*[]string{&s.Variables, &s.programs} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	return s
}

// MaxMention is how many bytes of text [Set.Mentions] can look through in a fraction of a second.
func (s *Set) MaxMention() int { return 1 << 27 / (1 + len(s.programs)) }

// Mentions reports whether a rule could find something in a text that is only scanned: it has the name of a program, not as
// a part of a longer word.
func (s *Set) Mentions(text string) bool {
	text = strings.ToLower(text)
	isLetter := func(i int) bool {
		return i >= 0 && i < len(text) && (text[i] == '_' || 'a' <= text[i] && text[i] <= 'z')
	}
	for _, program := range s.programs {
		name, _, isWild := strings.Cut(program, "*")
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
// error, and so is more work than b allows.
func (s *Set) Check(f *File, b *budget.Budget) (found []Violation, err error) {
	calls := make([][]*call, len(s.Rules)) // by rule: those that it may be about
	for _, c := range f.Commands {
		about := s.about(c.Program)
		if len(about) == 0 {
			continue
		}
		parsed, work := read(c), 0
		size := len(parsed.options) + len(c.Assigns) // each is looked for, and options take memory
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
