package rules

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/ddhook/ddhook/hook/gocmd"
	"github.com/ddhook/ddhook/hook/shell"
)

// call is a command as its program reads it.
type call struct {
	Command
	names        []string // that the program answers to; none when no rule means the command, whatever it names
	operands     []operand
	options      []given // in an order in which the last of a name wins
	optionsAfter int     // the first word after which an option can be put
	isGo         bool    // read by Go's rules: one dash or two before a name, no clusters of letters
}

type operand struct {
	word  int  // its index in the command
	value bool // it may be the value of the option before it
}

type given struct {
	text   string // as one word, with its value after "=" where the grammar tells it
	at, n  int    // the words that it stands in: n from index at on; none of those in GOFLAGS
	others bool   // it comes from the environment of others, not of the command itself
}

// read reads a command. Whether an option takes the next word is unknown where the program's grammar is: without "=" it may.
func read(command Command) *call {
	c := &call{Command: command}
	if asksForHelp(c.Words) {
		return c
	}
	c.names = shell.Names(c.Program)
	if slices.Contains(c.names, "go") {
		return readGo(c)
	}
	ended, takes := false, false
	for i := 1; i < len(c.Words); i++ {
		switch text := c.Words[i].Text; {
		case ended || !isOption(text):
			c.operands = append(c.operands, operand{word: i, value: takes})
			takes = false
		case text == "--":
			ended, takes = true, false
		default:
			takes = !strings.Contains(text, "=")
			c.options = append(c.options, given{text: text, at: i, n: 1})
		}
	}
	return c
}

// asksForHelp reports whether a command only shows its usage or version; --version before a number is an installer's option.
func asksForHelp(words []shell.Word) bool {
	for i, w := range words {
		switch {
		case w.Text == "--":
			return false
		case w.Text == "--version" && i+1 < len(words) && strings.ContainsAny(words[i+1].Text, "0123456789"+shell.Placeholder):
		case w.Text == "--help" || w.Text == "--version":
			return true
		}
	}
	return false
}

// readGo reads a command by Go's own rules. A flag on the command beats one in GOFLAGS ("go help environment").
func readGo(c *call) *call {
	parsed := gocmd.Parse(c.Words)
	c.isGo, c.optionsAfter = true, parsed.FlagsAfter
	for _, word := range parsed.Words {
		c.operands = append(c.operands, operand{word: word})
	}
	goflags := c.Assign("GOFLAGS")
	for _, f := range slices.Concat(gocmd.FlagsOf(goflags.Value.Text), parsed.Flags) {
		c.options = append(c.options, given{text: f.Text, at: f.At, n: f.N, others: f.N == 0 && !goflags.Own})
	}
	return c
}

// isOption reports whether a word is an option. A lone dash is a name for standard input.
func isOption(word string) bool { return len(word) > 1 && word[0] == '-' }

// Requirement is what a command must have: one of some options, or of environment variables NAME=VALUE.
type Requirement []option

// option is an option as a rule names it.
type option struct {
	text     string // as written: "--no-cache", "-mod=mod"
	name     string // with its dashes, and * for any text
	value    string // what it must be, with * for any text; only where valued is set
	valued   bool
	variable bool // it is not an option, but an environment variable, NAME=VALUE
}

// ParseRequirement reads alternatives, which have a "|" between them.
func ParseRequirement(text string) (r Requirement, err error) {
	if err := checkText(text); err != nil {
		return nil, err
	}
	for alternative := range strings.SplitSeq(text, "|") {
		o := option{text: alternative}
		o.name, o.value, o.valued = strings.Cut(alternative, "=")
		o.variable = o.valued && syntax.ValidName(o.name)
		switch {
		case len(strings.Fields(alternative)) > 1:
			return nil, errors.New("these are options only, each an entry of a list: [-y, --no-cache]")
		case !o.variable && !isOption(alternative) || strings.Trim(o.name, "-") == "":
			return nil, fmt.Errorf("%q is neither an option, such as --no-cache, nor a variable, such as CI=1", alternative)
		}
		r = append(r, o)
	}
	return r, nil
}

// finding is how a command stands to an option.
type finding struct {
	given
	of      option
	found   bool   // the command has the option
	met     bool   // as it must be
	value   string // that it has
	cluster bool   // other options stand in the same word
}

// option finds an option, the last of its name, or a variable.
func (c *call) option(wanted option) (last finding) {
	o := wanted
	if last.of = o; o.variable {
		a := c.Assign(o.name)
		last.met = a.Name != "" && matches(o.value, a.Value.Text)
		return last
	}
	if c.isGo {
		o.name = "-" + strings.TrimLeft(o.name, "-")
	}
	for _, g := range c.options {
		f, attached := o.in(g.text, !c.isGo)
		if !f.found {
			continue
		}
		f.given, f.of = g, wanted
		if next := g.at + 1; o.valued && !attached && next < len(c.Words) {
			f.n, f.value = 2, c.Words[next].Text
		}
		if f.met = f.value != "false"; o.valued {
			f.met = matches(o.value, f.value)
		}
		last = f
	}
	return last
}

// in finds the option in a word, and its value where that is attached to it. A single letter may also stand in a cluster
// of letters, of which the last may have digits or a dash for a value (-yq, -j4, -qO-), and have its own right after it.
func (o option) in(word string, clusters bool) (f finding, attached bool) {
	name, value, attached := strings.Cut(word, "=")
	if matches(o.name, name) {
		return finding{found: true, value: value}, attached
	}
	if !clusters || len(o.name) != 2 || word[1] == '-' {
		return f, false
	}
	letter := o.name[1:]
	rest, begins := strings.CutPrefix(word, o.name)
	value = strings.TrimLeft(word[1:], "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
	letters := strings.TrimSuffix(word[1:], value)
	isCluster := strings.Trim(value, "-") == "" || strings.IndexAny(value, "0123456789"+shell.Placeholder) == 0
	switch {
	case begins && o.valued && matches(o.value, rest):
		return finding{found: true, value: rest}, true
	case !isCluster || !strings.Contains(letters, letter):
		return f, false
	case !strings.HasSuffix(letters, letter):
		return finding{found: true, cluster: true}, true
	}
	return finding{found: true, value: value, cluster: len(letters) > 1}, value != ""
}

// best returns how a command stands to the first alternative that it has as it must, or else to the one that is to be put
// in: one that has a wrong value, or the first that is not a variable.
func (r Requirement) best(c *call) (best finding) {
	for i, o := range r {
		f := c.option(o)
		if f.met {
			return f
		}
		if i == 0 || best.n == 0 && (f.n > 0 || best.of.variable && !o.variable) {
			best = f
		}
	}
	return best
}
