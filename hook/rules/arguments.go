package rules

import (
	"fmt"
	"slices"
	"strings"

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

// passable reports whether there is a reading of the command in which the word is not there.
func (o operand) passable(words []shell.Word) bool { return o.value || words[o.word].Maybe }

// option is an option as a pattern names it.
type option struct {
	text   string // as written: "--no-cache", "-mod=mod"
	name   string // with its dashes
	value  string // what it must be, with * for any text; only where valued is set
	valued bool
	// variable: it is no option, but an environment variable, NAME=VALUE.
	variable bool
}

// parseOptions reads alternatives of an option.
func parseOptions(word string) (all []option, err error) {
	for text := range strings.SplitSeq(word, "|") {
		o := option{text: text}
		o.name, o.value, o.valued = strings.Cut(text, "=")
		if !strings.HasPrefix(text, "-") || strings.Trim(o.name, "-") == "" {
			return nil, fmt.Errorf("%q is not an option, which begins with a dash", text)
		}
		all = append(all, o)
	}
	return all, nil
}

// Needs are the alternatives of something that a command must have: options, or environment variables NAME=VALUE.
type Needs []option

// ParseNeeds reads alternatives, which have a "|" between them.
func ParseNeeds(word string) (all Needs, err error) {
	for text := range strings.SplitSeq(word, "|") {
		name, value, valued := strings.Cut(text, "=")
		if valued && isName(name) {
			all = append(all, option{text: text, name: name, value: value, valued: true, variable: true})
			continue
		}
		options, err := parseOptions(text)
		if err != nil || len(strings.Fields(text)) != 1 {
			return nil, fmt.Errorf("%q is neither an option, such as --no-cache, nor a variable, such as CI=1", text)
		}
		all = append(all, options...)
	}
	return all, nil
}

// String is what was parsed.
func (n Needs) String() string {
	var all []string
	for _, o := range n {
		all = append(all, o.text)
	}
	return strings.Join(all, "|")
}

func isName(text string) bool {
	return text != "" && strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") == "" &&
		(text[0] < '0' || text[0] > '9')
}

// finding is how a command stands to an option.
type finding struct {
	met    bool
	at, n  int    // the words that it stands in: n from index at on; none when n is 0
	value  string // that it has
	others bool   // it comes from the environment of others, not of the command itself
	note   string // what to say of an option that is not met, in place of "without --x"
}

// anyArguments are words of a program whose grammar is unknown. Whether one of its options takes the next word cannot be
// told: without "=" it may.
type anyArguments []shell.Word

func (words anyArguments) operands() (all []operand) {
	afterOption := false
	for i, w := range words[1:] {
		isOption := len(w.Text) > 1 && w.Text[0] == '-'
		switch {
		case w.Text == "--":
			for j := i + 2; j < len(words); j++ {
				all = append(all, operand{word: j})
			}
			return all
		case !isOption:
			all = append(all, operand{word: i + 1, value: afterOption})
		}
		afterOption = isOption && !strings.Contains(w.Text, "=")
	}
	return all
}

// options are the words before "--".
func (words anyArguments) options() []shell.Word {
	if end := slices.IndexFunc(words, func(w shell.Word) bool { return w.Text == "--" }); end >= 0 {
		return words[:end]
	}
	return words
}

func (words anyArguments) optionsAfter(last int) int { return last }

func (words anyArguments) option(o option) (last finding) {
	options := words.options()
	for i, w := range options {
		value, attached, found := o.in(w.Text)
		if i == 0 || !found {
			continue
		}
		f := finding{at: i, n: 1, value: value}
		if !attached && o.valued && i+1 < len(options) {
			f.n, f.value = 2, options[i+1].Text
		}
		f.met = o.accepts(f.value, attached)
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
// of letters (-yq) or before digits (-j4), and have its value right after it (-u0).
func (o option) in(word string) (value string, attached, found bool) {
	rest, begins := strings.CutPrefix(word, o.name)
	switch {
	case begins && rest == "":
		return "", false, true
	case begins && rest[0] == '=':
		return rest[1:], true, true
	case len(o.name) != 2 || len(word) < 2 || word[0] != '-' || word[1] == '-':
		return "", false, false
	case begins && (o.valued && matches(o.value, rest) || strings.Trim(rest, "0123456789") == ""):
		return rest, true, true
	}
	letters := word[1:]
	isCluster := strings.Trim(strings.ToLower(letters), "abcdefghijklmnopqrstuvwxyz") == ""
	return "", !strings.HasSuffix(letters, o.name[1:]), isCluster && strings.Contains(letters, o.name[1:])
}
