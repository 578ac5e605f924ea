package rules

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/ddhook/ddhook/hook/shell"
)

// Pattern is a command as a rule names it; see [ParsePattern].
type Pattern struct {
	Text     string
	programs []string   // alternatives, each with * for any text
	operands [][]string // alternatives of each word after the program, or [rest]
	options  [][]option // alternatives of each option
}

// rest is the operand that stands for any number of words.
const rest = "..."

// The bounds of a pattern.
const (
	maxPattern      = 200 // bytes
	maxPatternWords = 16
)

// ParsePattern reads a pattern. Its first word is the program, by its name without folders. "a|b" are alternatives of a
// word, "*" is any text in one, "..." any number of words. A word with a dash is an option, which may stand anywhere
// after the program; the others follow in order, with only options between them.
func ParsePattern(text string) (Pattern, error) {
	p := Pattern{Text: text}
	words := strings.Fields(text)
	if err := checkPattern(text, words); err != nil {
		return p, err
	}
	p.programs = strings.Split(words[0], "|")
	for _, word := range words[1:] {
		switch {
		case word == rest:
			p.operands = append(p.operands, []string{rest})
		case strings.HasPrefix(word, "-"):
			options, err := parseOptions(word)
			if err != nil {
				return p, err
			}
			p.options = append(p.options, options)
		default:
			p.operands = append(p.operands, strings.Split(word, "|"))
		}
	}
	return p, nil
}

// checkPattern says what is wrong with a pattern, and what to write.
func checkPattern(text string, words []string) error {
	if len(words) == 0 {
		return errors.New("a pattern begins with a program, such as: npm install")
	}
	switch i := strings.IndexAny(text, ";&<>()$`'\"\\#\n"); {
	case len(text) > maxPattern:
		return fmt.Errorf("a pattern of %d bytes, more than %d: name the program and its first words", len(text), maxPattern)
	case len(words) > maxPatternWords:
		return fmt.Errorf("a pattern of %d words, more than %d: ... stands for any number of words", len(words), maxPatternWords)
	case i >= 0:
		return fmt.Errorf("a pattern is the words of one command: take out %q; each command is a pattern of its own", text[i:i+1])
	case slices.Contains(words, "|") || slices.ContainsFunc(words, hasEmptyAlternative):
		return errors.New("a pattern is the words of one command: | stands between the alternatives of a word, such as npm|yarn")
	case strings.HasPrefix(words[0], "-"):
		return fmt.Errorf("a pattern begins with the program that %s is an option of", words[0])
	case isInstruction(words[0]):
		return fmt.Errorf("a pattern begins with a program: take out %s; the key in names instructions", words[0])
	case slices.Contains(strings.Split(words[0], "|"), "*") || words[0] == rest:
		return errors.New("a pattern begins with a program, of which * may only be a part")
	case strings.ContainsAny(words[0], "/"):
		return fmt.Errorf("a program is named without its folder: %s", shell.Program(words[0]))
	}
	return nil
}

// isInstruction reports whether a word is one of docker build's. In small letters it is taken for a program, such as env.
func isInstruction(word string) bool {
	_, known := command.Commands[strings.ToLower(word)]
	return known && word == strings.ToUpper(word)
}

func hasEmptyAlternative(word string) bool { return slices.Contains(strings.Split(word, "|"), "") }

// String is the pattern as it was written.
func (p Pattern) String() string { return p.Text }

// plain is the pattern with one alternative of each word: of the program that of a command, where it has that, and else the
// first.
func (p Pattern) plain(command string) string {
	words := strings.Fields(p.Text)
	for i, word := range words {
		words[i], _, _ = strings.Cut(word, "|")
	}
	if program, _, _ := strings.Cut(command, " "); slices.Contains(p.programs, program) {
		words[0] = program
	}
	return strings.Join(words, " ")
}

// match is how a command meets a pattern.
type match struct {
	title string // the program and the words of the pattern, as the command has them
	words []int  // the words of the command that the pattern names, from the program on, in order
	// optionsAfter is the word after which an option can be put: the last of them that is not an option, or as the program
	// has it.
	optionsAfter int
}

// match reports whether a command meets the pattern.
func (p Pattern) match(c Command, args arguments) (m match, ok bool) {
	program := slices.IndexFunc(shell.Names(c.Program), func(name string) bool { return matchesAny(p.programs, name) })
	if program < 0 {
		return m, false
	}
	m.title = shell.Names(c.Program)[program]
	m.words = []int{0}
	met, ok := matchOperands(p.operands, args.operands(), c.Words)
	if !ok {
		return m, false
	}
	for _, word := range met {
		m.title += " " + c.Words[word].Text
		m.words = append(m.words, word)
	}
	m.optionsAfter = args.optionsAfter(m.words[len(m.words)-1])
	for _, options := range p.options {
		i := slices.IndexFunc(options, func(o option) bool { return args.option(o).met })
		if i < 0 {
			return m, false
		}
		m.title += " " + options[i].text
		for found, word := args.option(options[i]), 0; word < found.n; word++ {
			m.words = append(m.words, found.at+word)
		}
	}
	slices.Sort(m.words)
	return m, true
}

// matchOperands finds the words that meet the operands of a pattern, in a reading of the command in which they do: an
// operand that may be an option's value is passed over where that helps.
func matchOperands(want [][]string, have []operand, words []shell.Word) (met []int, ok bool) {
	// meets[i][j]: what is wanted from i on is met by what there is from j on.
	meets := make([][]bool, len(want)+1)
	for i := range meets {
		meets[i] = make([]bool, len(have)+1)
	}
	isMet := func(i, j int) bool {
		w := words[have[j].word]
		return !w.Maybe && matchesAny(want[i], w.Text)
	}
	for i := len(want); i >= 0; i-- {
		for j := len(have); j >= 0; j-- {
			switch {
			case i == len(want):
				meets[i][j] = true
			case want[i][0] == rest:
				meets[i][j] = meets[i+1][j] || j < len(have) && meets[i][j+1]
			case j < len(have):
				meets[i][j] = isMet(i, j) && meets[i+1][j+1] || have[j].passable(words) && meets[i][j+1]
			}
		}
	}
	for i, j := 0, 0; meets[0][0] && i < len(want); {
		switch {
		case want[i][0] == rest && meets[i+1][j]:
			i++
		case want[i][0] == rest:
			j++
		case isMet(i, j) && meets[i+1][j+1]:
			met = append(met, have[j].word)
			i, j = i+1, j+1
		default:
			j++
		}
	}
	return met, meets[0][0]
}

func matchesAny(alternatives []string, text string) bool {
	return slices.ContainsFunc(alternatives, func(pattern string) bool { return matches(pattern, text) })
}

// matches reports whether a text is as a pattern with * says. What is unknown of the text meets a * only.
func matches(pattern, text string) bool {
	pieces := strings.Split(pattern, "*")
	first, last := pieces[0], pieces[len(pieces)-1]
	if len(pieces) == 1 || len(text) < len(first)+len(last) {
		return text == pattern
	}
	middle, ok := strings.CutPrefix(text, first)
	if !ok || !strings.HasSuffix(middle, last) {
		return false
	}
	middle = strings.TrimSuffix(middle, last)
	for _, piece := range pieces[1 : len(pieces)-1] {
		if _, middle, ok = strings.Cut(middle, piece); !ok {
			return false
		}
	}
	return true
}
