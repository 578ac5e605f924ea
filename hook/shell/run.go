package shell

import (
	"cmp"
	"slices"

	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/env"
	"github.com/ddhook/ddhook/hook/source"
)

// Line is a command line as the kernel gets it.
type Line struct {
	Argv []source.Text // the program and its arguments
	// Script: the last of Argv is a script by agreement (shell form), scanned where no known shell runs it.
	Script bool
	Env    env.Scope                 // what is set when it starts; all of it is exported
	Watch  []string                  // variables whose values commands are reported with
	Wanted func(program string) bool // tells by its [Program] name whose commands are reported; nil reports all
}

// Run finds the commands that line runs, in the order of the text. It follows wrappers, `sh -c`, functions and fixed values;
// it never runs anything and reads no file. What cannot be parsed, or is beyond the budget, is scanned word by word.
func Run(line Line, b *budget.Budget) ([]Command, []source.Unparsed) {
	e := newEvaluator(b, line.Wanted)
	e.scope, e.watch = line.Env, line.Watch
	args := make([]arg, len(line.Argv))
	var whole source.Builder
	for i, t := range line.Argv {
		args[i] = arg{text: t, span: t.Span(0, t.Len())}
		whole.Add(t)
	}
	e.rescued(func() {
		s := &script{evaluator: e}
		if line.Script && len(args) > 0 {
			s.last = &args[len(args)-1]
		}
		s.exec(args, e.start(), site{text: whole.Text()}, false)
		if s.last != nil { // nothing has looked at it
			s.otherShell(s.program(args[0].String()), args)
		}
	})
	return e.sorted(), e.unparsed
}

// Scan finds commands in a text that is in no language that can be parsed, word by word. Wanted is as in [Line].
func Scan(text source.Text, b *budget.Budget, wanted func(program string) bool) []Command {
	e := newEvaluator(b, wanted)
	e.rescued(func() { e.scan(dropReturns(text), posixWords) })
	return e.sorted()
}

// rescued follows something and, where that spends the budget, once more with its scripts scanned.
func (e *evaluator) rescued(follow func()) {
	follow()
	if e.Rescue() {
		e.found = map[int]bool{}
		for _, c := range e.commands {
			e.found[c.Words[0].Span.Start] = true
		}
		follow()
	}
}

// evaluator follows the command line of one instruction. It runs nothing: it follows what would be run.
type evaluator struct {
	*budget.Budget
	scope    env.Scope // what Docker sets
	watch    []string
	wanted   func(program string) bool
	commands []Command
	unparsed []source.Unparsed
	warned   map[source.Unparsed]bool // those in unparsed
	visits   map[visit]int
	level    int          // how deep scripts, calls and wrappers are nested
	found    map[int]bool // once the budget is spent: where commands begin that are known already
}

func newEvaluator(b *budget.Budget, wanted func(program string) bool) *evaluator {
	return &evaluator{Budget: b, wanted: wanted, visits: map[visit]int{}, warned: map[source.Unparsed]bool{}}
}

func (e *evaluator) start() *state { return &state{vars: map[string]variable{}, scope: e.scope} }

// sorted returns the commands in the order of the text. One that is run again in the same way is there once.
func (e *evaluator) sorted() []Command {
	slices.SortStableFunc(e.commands, func(a, b Command) int {
		return cmp.Compare(a.Words[0].Span.Start, b.Words[0].Span.Start)
	})
	return slices.CompactFunc(e.commands, func(a, b Command) bool {
		return slices.Equal(a.Words, b.Words) && slices.Equal(a.Assigns, b.Assigns)
	})
}

func (e *evaluator) warn(u source.Unparsed) {
	if !e.warned[u] {
		e.warned[u], e.unparsed = true, append(e.unparsed, u)
	}
}

// allows counts n bytes of work, and reports whether the budget allows them: a part of it where it is nested very deep.
func (e *evaluator) allows(n int) bool {
	const deep = 8
	if e.level > deep {
		return e.Nested(n)
	}
	return e.Bytes(n)
}

// enter goes one level deeper into scripts, calls and wrappers, and reports whether it may. After true, leave is to be called.
func (e *evaluator) enter() bool {
	if e.level == budget.MaxNesting {
		e.Exhaust()
		return false
	}
	e.level++
	return true
}

func (e *evaluator) leave() { e.level-- }

// visit is a body that is run, and what for: a literal of a loop's list, or a call of a function; neither is all.
type visit struct{ body, reason any }

// maxVisits is how often a body is run before only what is new is followed, so that loops in loops are not multiplied.
const maxVisits = 64

// follow reports whether a body is to be run once more.
func (e *evaluator) follow(body, reason any) bool {
	e.visits[visit{body, reason}]++
	e.visits[visit{body, nil}]++
	return e.visits[visit{body, nil}] <= maxVisits || e.visits[visit{body, reason}] == 1
}

// site is where a simple command is written.
type site struct {
	node any // which one it is
	text source.Text
}

// maxPieces is in how many pieces of the file a command may stand, such as lines, that are told one by one.
const maxPieces = 4096

// emit reports a command.
func (s *script) emit(args []arg, st *state, at site) {
	s.Step((len(st.vars) + len(s.watch)) / 8)
	assigns := s.assigns(st) // wanted or not: all readings of a file cost the same
	isShort := s.allows(at.text.Len()) && at.text.Pieces() <= maxPieces
	program := s.program(args[0].String())
	if s.wanted != nil && !s.wanted(program) || s.found[args[0].span.Start] {
		return
	}
	c := Command{Program: program, Assigns: assigns}
	for _, a := range args {
		c.Words = append(c.Words, Word{Text: a.String(), Span: a.span, Optional: a.maybe})
	}
	if c.Spans = []source.Span{c.Span()}; isShort {
		c.Spans = spans(args, at.text)
		s.allows(wordCost * len(c.Spans))
	}
	s.commands = append(s.commands, c)
}

// maxAssign is how long the value of an [Assign] may be, in bytes, that is told: rules read it for each command.
const maxAssign = 1 << 10

// assigns returns what a command finds in its environment: what its own simple command set, and what is watched.
func (e *evaluator) assigns(st *state) (found []Assign) {
	names := slices.Clone(e.watch)
	for name, v := range st.vars {
		if v.own {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		v := st.get(name)
		if v.exported && (v.value.State == env.Fixed || v.value.State == env.Unknown) {
			text := v.value.String()
			if len(text) > maxAssign {
				text = Placeholder
			}
			e.allows(wordCost + len(text))
			found = append(found, Assign{Name: name, Value: Word{Text: text, Span: v.at}, Own: v.own})
		}
	}
	return found
}

// spans returns the pieces of the file that a command stands in: its simple command, and words from elsewhere ("$@").
func spans(args []arg, text source.Text) []source.Span {
	found, own := text.Spans(0, text.Len()), text.Span(0, text.Len())
	for _, a := range args {
		if a.span.Start < own.Start || a.span.End > own.End {
			found = append(found, a.span)
		}
	}
	slices.SortStableFunc(found, func(a, b source.Span) int { return cmp.Compare(a.Start, b.Start) })
	return found
}
