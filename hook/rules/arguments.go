package rules

import (
	"errors"
	"fmt"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/ddhook/ddhook/hook/shell"
)

// arguments are a command's words after the program, as the program reads them.
type arguments interface {
	// operands returns the words that are not options, in order.
	operands() []operand
	// option finds an option.
	option(option) finding
	// optionsAfter returns the word after which an option can be put, when last is the last word that a pattern names.
	optionsAfter(last int) int
}

// grammars are the programs whose grammar is known; [anyArguments] reads the others.
var grammars = map[string]func(shell.Command) (arguments, bool){"go": readGo, "xx-go": readGo}

// read returns the arguments of a command; false when its program is not the one that its name says.
func read(c shell.Command) (arguments, bool) {
	for _, name := range shell.Names(c.Program) {
		if grammar := grammars[name]; grammar != nil {
			return grammar(c)
		}
	}
	return anyArguments(c.Words), true
}

// operand is a word that is not an option.
type operand struct {
	word  int  // its index in the command
	value bool // it may be the value of the option before it
}

// finding is how a command stands to an option.
type finding struct {
	met   bool
	at, n int    // the words that it stands in: n from index at on; none when n is 0
	value string // that it has
	// cluster: other options stand in the same word.
	cluster bool
	others  bool   // it comes from the environment of others, not of the command itself
	note    string // what to say of an option that is not met, in place of "without --x"
}

// option is an option as a rule names it.
type option struct {
	text   string // as written: "--no-cache", "-mod=mod"
	name   string // with its dashes, and * for any text
	value  string // what it must be, with * for any text; only where valued is set
	valued bool
	// variable: it is no option, but an environment variable, NAME=VALUE.
	variable bool
}

// Needs are the alternatives of something that a command must have: options, or environment variables NAME=VALUE.
type Needs struct {
	text string // as written
	any  []option
}

// ParseNeeds reads alternatives, which have a "|" between them.
func ParseNeeds(text string) (Needs, error) {
	needs := Needs{text: text}
	if err := checkText(text); err != nil {
		return needs, err
	}
	for alternative := range strings.SplitSeq(text, "|") {
		o := option{text: alternative}
		o.name, o.value, o.valued = strings.Cut(alternative, "=")
		o.variable = o.valued && syntax.ValidName(o.name)
		switch {
		case len(strings.Fields(alternative)) > 1:
			return needs, errors.New("these are options only, each an entry of a list: [-y, --no-cache]")
		case !o.variable && !isOption(alternative) || strings.Trim(o.name, "-") == "":
			return needs, fmt.Errorf("%q is neither an option, such as --no-cache, nor a variable, such as CI=1", alternative)
		}
		needs.any = append(needs.any, o)
	}
	return needs, nil
}

// String is what it needs as it was written.
func (n Needs) String() string { return n.text }

// among returns the first of some options that a command has as it must, and where.
func (n Needs) among(args arguments) (o option, f finding, ok bool) {
	for _, o := range n.any {
		if f := args.option(o); f.met {
			return o, f, true
		}
	}
	return o, f, false
}

// isOption reports whether a word is an option. A lone dash is a name for standard input.
func isOption(word string) bool { return len(word) > 1 && word[0] == '-' }

// anyArguments are the words of a program whose grammar is unknown. Whether one of its options takes the next word is
// unknown too: without "=" it may.
type anyArguments []shell.Word

func (words anyArguments) operands() (all []operand) {
	ended, takes := false, false
	for i, w := range words[1:] {
		switch {
		case ended || !isOption(w.Text):
			all = append(all, operand{word: i + 1, value: takes})
			takes = false
		default:
			ended = w.Text == "--"
			takes = !ended && !strings.Contains(w.Text, "=")
		}
	}
	return all
}

func (words anyArguments) optionsAfter(last int) int { return last }

func (words anyArguments) option(o option) (last finding) {
	for i, w := range words {
		if w.Text == "--" {
			break
		}
		f, attached := o.in(w.Text)
		if f.n == 0 {
			continue
		}
		if !attached && o.valued && i+1 < len(words) {
			f.n, f.value = 2, words[i+1].Text
		}
		f.at, f.met = i, o.accepts(f.value, attached)
		last = f // the last one wins
	}
	return last
}

// accepts reports whether a value is what the option must have; without one that it must have, only false is not.
func (o option) accepts(value string, attached bool) bool {
	if o.valued {
		return matches(o.value, value)
	}
	return !attached || value != "false"
}

// in finds the option in a word, and its value where that is attached to it. A single letter may also stand in a cluster
// of letters, of which the last may have digits or a dash for a value (-yq, -j4, -qO-), and have its own right after it.
func (o option) in(word string) (f finding, attached bool) {
	name, value, attached := strings.Cut(word, "=")
	if matches(o.name, name) {
		return finding{n: 1, value: value}, attached
	}
	if len(o.name) != 2 || !isOption(word) || word[1] == '-' {
		return f, false
	}
	letter, letters := o.name[1:], strings.TrimRight(word[1:], "-0123456789")
	isCluster := strings.Trim(strings.ToLower(letters), "abcdefghijklmnopqrstuvwxyz") == ""
	rest, begins := strings.CutPrefix(word, o.name)
	switch {
	case begins && o.valued && matches(o.value, rest):
		return finding{n: 1, value: rest}, true
	case !isCluster || !strings.Contains(letters, letter):
		return f, false
	case !strings.HasSuffix(letters, letter):
		return finding{n: 1, cluster: true}, true
	}
	value = word[1+len(letters):]
	return finding{n: 1, value: value, cluster: len(letters) > 1}, value != ""
}
