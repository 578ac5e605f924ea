package shell

import (
	"errors"
	"io"
	"runtime"
	"strings"
)

// Work is bounded for each instruction, so that no Dockerfile can stall a commit. No real script comes near a bound.
const (
	maxNesting   = 200              // of parentheses, compound commands, scripts in scripts, and calls in calls
	maxCommands  = 10_000           // written in the instruction
	maxWords     = 100_000          // the same
	maxBytes     = 1 << 20          // of script
	maxExpanded  = 16 << 20         // bytes that expansions add to it
	maxRescanned = 2 << 20          // of scripts in scripts that are scanned word by word
	maxVisits    = 64               // of one loop's or function's body, before only what is new is followed
	maxSteps     = maxCommands * 20 // commands evaluated, in all calls and loops
)

// budget counts the work.
type budget struct {
	steps, bytes, commands, words, expanded, rescanned, depth int
	spent                                                     string // what there was too much of
	visits                                                    map[visit]int
}

// visit is a body that is run, and what for: a literal of a loop's list, or a place that calls a function. The zero
// reason stands for all.
type visit struct {
	body   any
	reason any
}

// exhaust stops the evaluation.
func (b *budget) exhaust(why string) {
	if b.spent == "" {
		b.spent = why
	}
}

// step says whether one command more may be evaluated.
func (b *budget) step() bool {
	b.steps++
	if b.steps > maxSteps {
		b.exhaust("its loops and functions run too many commands")
	}
	return b.spent == ""
}

// follow says whether a body is to be run once more: until it has been run often enough, and then for each new
// reason.
func (b *budget) follow(body, reason any) bool {
	if b.visits == nil {
		b.visits = map[visit]int{}
	}
	b.visits[visit{body, reason}]++
	b.visits[visit{body, nil}]++
	return b.visits[visit{body, nil}] <= maxVisits || b.visits[visit{body, reason}] == 1
}

// enter says whether a script or a call may begin inside the one that is evaluated.
func (b *budget) enter() bool {
	if b.depth >= maxNesting {
		b.exhaust("scripts and calls are nested too deeply")
		return false
	}
	b.depth++
	return true
}

func (b *budget) leave() { b.depth-- }

// count says whether n bytes more may come out of expansions.
func (b *budget) count(n int) bool {
	b.expanded += n
	if b.expanded > maxExpanded {
		b.exhaust("its variables expand to too much")
	}
	return b.spent == ""
}

// spend counts the words that a word expanded to, and says whether there may be more.
func (b *budget) spend(args []arg) bool {
	n := 0
	for _, a := range args {
		n += a.text.Len() + wordCost
	}
	return b.count(n)
}

// spendJoined is spend for words that are joined into one: each byte of it may have a place of its own.
func (b *budget) spendJoined(args []arg) bool {
	n := 0
	for _, a := range args {
		n += wordCost * (1 + a.text.Len())
	}
	return b.count(n)
}

// wordCost is what a word costs beyond its bytes.
const wordCost = 64

// admit says whether a text may be parsed. The parser takes up to a hundred times the memory of its input, so this is
// found out before.
func (b *budget) admit(text string) bool {
	b.bytes += len(text)
	for _, separator := range []string{"\n", ";", "&", "|"} {
		b.commands += strings.Count(text, separator)
	}
	for range strings.FieldsSeq(text) {
		b.words++
	}
	switch {
	case b.bytes > maxBytes:
		b.exhaust("its scripts are longer than 1 MiB")
	case b.commands > 4*maxCommands:
		b.exhaust("it has more than 10,000 commands")
	case b.words > maxWords:
		b.exhaust("it has more than 100,000 words")
	}
	return b.spent == ""
}

// rescan says whether a script of n bytes inside one that is scanned word by word may be scanned too, once the budget is
// spent.
func (b *budget) rescan(n int) bool {
	b.rescanned += n
	return b.rescanned <= maxRescanned
}

// shallow feeds the parser in small pieces, and stops it when its call stack gets too deep, since no program survives
// the overflow of its stack. The stack is measured because no count of brackets tells what the parser recurses on.
type shallow struct {
	rest  string
	begun bool // a first piece is out, which alone cannot hold so many constructs
}

// maxFrames is what the parser needs for [maxNesting] of its deepest constructs, subscripts.
const maxFrames = 8000

func (r *shallow) Read(p []byte) (int, error) {
	if r.rest == "" {
		return 0, io.EOF
	}
	var frame [1]uintptr
	if r.begun && runtime.Callers(maxFrames, frame[:]) > 0 {
		return 0, errors.New("it is nested more than 200 deep")
	}
	r.begun = true
	n := copy(p[:min(len(p), 256)], r.rest)
	r.rest = r.rest[n:]
	return n, nil
}
