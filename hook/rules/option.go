package rules

import (
	"errors"
	"fmt"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/ddhook/ddhook/hook/shell"
)

// isOption reports whether a word is an option. A lone dash is a name for standard input.
func isOption(word string) bool { return len(word) > 1 && word[0] == '-' }

// Requirement is what a command must have: one of some options, or of environment variables NAME=VALUE.
type Requirement []option

// option is an option as a rule names it.
type option struct {
	text   string // as written: "--no-cache", "-mod=mod"
	name   string // with its dashes, and * for any text
	value  string // what it must be, with * for any text; only where valued is set
	valued bool
	// variable: it is not an option, but an environment variable, NAME=VALUE.
	variable bool
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
		a, isSet := c.Assign(o.name)
		last.met = isSet && matches(o.value, a.Value.Text)
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
	letter, letters := o.name[1:], strings.TrimRight(word[1:], "-")
	if i := strings.IndexAny(letters, "0123456789"+shell.Placeholder); i >= 0 {
		letters = letters[:i]
	}
	isCluster := strings.Trim(strings.ToLower(letters), "abcdefghijklmnopqrstuvwxyz") == ""
	rest, begins := strings.CutPrefix(word, o.name)
	switch {
	case begins && o.valued && matches(o.value, rest):
		return finding{found: true, value: rest}, true
	case !isCluster || !strings.Contains(letters, letter):
		return f, false
	case !strings.HasSuffix(letters, letter):
		return finding{found: true, cluster: true}, true
	}
	value = word[1+len(letters):]
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
