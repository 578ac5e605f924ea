package shell

import (
	"cmp"
	"errors"
	"fmt"
	"hash/maphash"
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"github.com/ddhook/ddhook/hook/env"
	"github.com/ddhook/ddhook/hook/source"
)

// interp evaluates the command line of one instruction. It runs nothing: it follows what would be run.
type interp struct {
	budget
	scope    env.Scope // what Docker sets
	procs    int
	trees    map[treeKey]tree
	commands []Command
	tops     []source.Text // the outermost scripts
	found    map[int]bool  // once the budget is spent: where commands begin that are known already
	warnings []Warning
	seen     map[uint64]bool // hashes of commands
}

// site is where a simple command is written: from byte from to byte to of a text, or (exec form) in words.
type site struct {
	node     any // which one it is
	text     source.Text
	from, to int
	words    []source.Text
}

// newProc gives the number of a new shell.
func (in *interp) newProc() int {
	in.procs++
	return in.procs
}

// emit reports a command, once for each way that it is run.
func (in *interp) emit(args []arg, st *state, at site) {
	if in.found[args[0].span.Start] {
		return
	}
	c := Command{Assigns: assigns(st)}
	for _, a := range args {
		c.Words = append(c.Words, a.word())
	}
	if in.isNew(c) {
		c.Spans = spans(args, at)
		in.commands = append(in.commands, c)
	}
}

func (in *interp) isNew(c Command) bool {
	var h maphash.Hash
	h.SetSeed(seed)
	for _, w := range c.Words {
		maphash.WriteComparable(&h, w)
	}
	for _, a := range c.Assigns {
		maphash.WriteComparable(&h, a)
	}
	if in.seen == nil {
		in.seen = map[uint64]bool{}
	}
	sum := h.Sum64()
	known := in.seen[sum]
	in.seen[sum] = true
	return !known
}

// assigns gives what the command finds in its environment: what its own simple command set, and [Watched].
func assigns(st *state) []Assign {
	var found []Assign
	for _, name := range append(slices.Clip(st.own), Watched) {
		b := st.get(name)
		done := slices.ContainsFunc(found, func(a Assign) bool { return a.Name == name })
		if done || !b.exported || !b.own && name != Watched {
			continue
		}
		if text, set := textOf(b.value); set {
			found = append(found, Assign{Name: name, Value: Word{Text: text, Span: b.at}, Own: b.own})
		}
	}
	return found
}

// textOf gives the text of a variable that is set.
func textOf(v env.Value) (text string, set bool) {
	switch v.State {
	case env.Fixed:
		return v.Text, true
	case env.Unknown:
		return Placeholder, true
	}
	return "", false
}

// spans gives the pieces of the file that a command stands in: its simple command, and the words that were handed to
// it from elsewhere ("$@").
func spans(args []arg, at site) []source.Span {
	found := at.text.Spans(at.from, at.to)
	for _, w := range at.words {
		found = append(found, w.Spans(0, w.Len())...)
	}
	var own source.Span
	if n := len(found); n > 0 {
		own = source.Span{Start: found[0].Start, End: found[n-1].End}
	}
	for _, a := range args {
		if a.span.Start < own.Start || a.span.End > own.End {
			found = append(found, a.span)
		}
	}
	slices.SortStableFunc(found, func(a, b source.Span) int { return cmp.Compare(a.Start, b.Start) })
	return found
}

// giveUp scans a script that cannot be parsed word by word, and says so.
func (in *interp) giveUp(t source.Text, err error) {
	at := t.Offset(0)
	var bad syntax.ParseError
	if errors.As(err, &bad) {
		at = t.Offset(min(int(bad.Pos.Offset()), t.Len()))
		err = errors.New(bad.Text)
	}
	in.warn(at, "the shell script cannot be parsed (%s): it was scanned word by word", err)
	in.scan(t, posixWords)
}

func (in *interp) warn(at int, format string, args ...any) {
	w := Warning{at, fmt.Sprintf(format, args...)}
	if !slices.Contains(in.warnings, w) {
		in.warnings = append(in.warnings, w)
	}
}
