package rules

import (
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/gocmd"
	"github.com/ddhook/ddhook/hook/shell"
)

// call is a command as its program reads it.
type call struct {
	Command
	names    []string // that the program answers to; none when no rule means the command, whatever it names
	operands []operand
	options  []given // in an order in which the last of a name wins
	// optionsAfter is the first word after which an option can be put.
	optionsAfter int
	isGo         bool // read by Go's rules: one dash or two before a name, no clusters of letters
}

// operand is a word that is not an option.
type operand struct {
	word  int  // its index in the command
	value bool // it may be the value of the option before it
}

// given is an option that a command has.
type given struct {
	text   string // as one word, with its value after "=" where the grammar tells it
	at, n  int    // the words that it stands in: n from index at on; none of those in GOFLAGS
	others bool   // it comes from the environment of others, not of the command itself
}

// read reads a command. Whether an option takes the next word is unknown where the program's grammar is: without "=" it
// may.
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

// asksForHelp reports whether a command only shows how it is used, or its version: --version before something that may be
// one is an installer's option.
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
	parsed, ok := gocmd.Parse(c.Command.Command)
	if !ok {
		c.names = nil
		return c
	}
	c.isGo, c.optionsAfter = true, parsed.FlagsAfter
	for _, word := range slices.Concat(parsed.Subcommand, parsed.Args) {
		c.operands = append(c.operands, operand{word: word})
	}
	goflags, _ := c.Assign("GOFLAGS")
	for _, f := range slices.Concat(gocmd.FlagsOf(goflags.Value.Text), parsed.Flags) {
		others := f.N == 0 && !goflags.Own
		c.options = append(c.options, given{text: "-" + f.Name + "=" + f.Value, at: f.At, n: f.N, others: others})
	}
	return c
}
