package rules

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/ddhook/ddhook/hook/shell"
)

// Pattern is a command as a rule names it; see [ParsePattern].
type Pattern struct {
	text     string     // as written
	programs []string   // alternatives, each with * for any text
	operands [][]string // alternatives of each word after the program, or [rest]
	options  []Needs    // alternatives of each option
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
	p := Pattern{text: text}
	if err := checkCommand(text); err != nil {
		return p, err
	}
	words := strings.Fields(text)
	p.programs = strings.Split(words[0], "|")
	for _, program := range p.programs {
		switch name := shell.Program(program); {
		case program == "*" || program == rest:
			return p, errors.New("a pattern begins with a program, of which * may only be a part")
		case name != program:
			return p, fmt.Errorf("a program goes by its name alone, whatever folder it is called from: write %s", name)
		}
	}
	for _, word := range words[1:] {
		alternatives := strings.Split(word, "|")
		if !slices.ContainsFunc(alternatives, isOption) {
			p.operands = append(p.operands, alternatives)
			continue
		}
		options, err := ParseNeeds(word)
		if err != nil {
			return p, err
		}
		p.options = append(p.options, options)
	}
	return p, nil
}

// String is the pattern as it was written.
func (p Pattern) String() string { return p.text }

// checkCommand says what is wrong with the words of a command, and what to write.
func checkCommand(text string) error {
	if err := checkText(text); err != nil {
		return err
	}
	first := strings.Fields(text)[0]
	switch {
	case isOption(first):
		return fmt.Errorf("a command begins with the program that %s is an option of", first)
	case isInstruction(first):
		return fmt.Errorf("a command begins with a program: take out %s; the key in names instructions", first)
	case strings.Contains(first, "="):
		return fmt.Errorf("a command begins with a program: take out %s; require names variables", first)
	}
	return nil
}

// isInstruction reports whether a word is one of docker build's. In small letters it is taken for a program, such as env.
func isInstruction(word string) bool {
	_, known := command.Commands[strings.ToLower(word)]
	return known && word == strings.ToUpper(word)
}

// checkText says what is wrong with the words of a command or with options, and what to write.
func checkText(text string) error {
	words := strings.Fields(text)
	isEmpty := func(word string) bool { return slices.Contains(strings.Split(word, "|"), "") }
	hasComma := func(word string) bool { return strings.HasSuffix(word, ",") }
	isSyntax := func(r rune) bool { return !unicode.IsPrint(r) || strings.ContainsRune(";&<>()$`'\"\\#", r) }
	switch i := strings.IndexFunc(text, isSyntax); {
	case len(words) == 0:
		return errors.New("it is empty; write a command, such as: npm install")
	case len(text) > maxPattern:
		return fmt.Errorf("%d bytes are more than %d: name the program and its first words", len(text), maxPattern)
	case len(words) > maxPatternWords:
		return fmt.Errorf("%d words are more than %d: ... stands for any number of words", len(words), maxPatternWords)
	case i >= 0:
		letter := string([]rune(text[i:])[:1])
		return fmt.Errorf("take out %q: words are written here, and | between the alternatives of one; several commands are a list",
			letter)
	case slices.ContainsFunc(words, hasComma):
		return errors.New("a comma belongs between the entries of a list: [npm install, yarn install]")
	case slices.ContainsFunc(words, isEmpty):
		return errors.New("| belongs between the alternatives of one word, without blanks: npm|yarn install")
	}
	return nil
}

// match is how a command meets a pattern.
type match struct {
	title string // the program and the words of the pattern that the command has
	head  string // the same up to where options can be put
	words []int  // the words of the command that the pattern names, from the program on, in order
	exact bool   // no option among them says more than the pattern
	// optionsAfter is the word after which an option can be put: the last of them that is neither an option nor any text,
	// or as the program has it.
	optionsAfter int
}

// match reports whether a command meets the pattern.
func (p Pattern) match(c Command, args arguments) (m match, ok bool) {
	for _, name := range shell.Names(c.Program) {
		if m.title = meets(p.programs, name); m.title != "" {
			break
		}
	}
	if m.title == "" {
		return m, false
	}
	met, ok := matchOperands(p.operands, args.operands(), c.Words)
	if !ok {
		return m, false
	}
	m.words, m.exact, m.head = []int{0}, true, m.title
	for i, word := range met {
		if word < 0 {
			continue
		}
		meant := meets(p.operands[i], c.Words[word].Text)
		m.title += " " + meant
		m.words = append(m.words, word)
		if !strings.Contains(meant, "*") { // what is any text may be an argument, after which some programs take no options
			m.head, m.optionsAfter = m.title, word
		}
	}
	m.optionsAfter = args.optionsAfter(m.optionsAfter)
	for _, options := range p.options {
		o, found, ok := options.among(args)
		if !ok {
			return m, false
		}
		m.title += " " + o.text
		for word := range found.n {
			m.words = append(m.words, found.at+word)
		}
		isMore := found.cluster || !o.valued && found.value != "" && found.value != "true"
		m.exact = m.exact && found.n > 0 && !isMore
	}
	slices.Sort(m.words)
	return m, true
}

// matchOperands finds the words that meet the operands of a pattern, in a reading of the command in which they do: an
// operand that may be an option's value, or no word at all, is passed over where that helps. Of each wanted operand it
// returns the word, -1 for [rest].
func matchOperands(want [][]string, have []operand, words []shell.Word) (met []int, ok bool) {
	reached := make([][]int, len(want)+1) // by how many operands are met: the words that meet them; nil where so many cannot be
	var reach func(met []int)
	reach = func(met []int) {
		if reached[len(met)] == nil {
			reached[len(met)] = met
		}
		if len(met) < len(want) && want[len(met)][0] == rest {
			reach(append(slices.Clip(met), -1))
		}
	}
	reach([]int{})
	for _, o := range have {
		if reached[len(want)] != nil {
			break
		}
		w := words[o.word]
		for n, met := range slices.Backward(reached) {
			if met == nil {
				continue
			}
			reached[n] = nil
			if want[n][0] == rest || o.value || w.Maybe {
				reach(met)
			}
			if !w.Maybe && meets(want[n], w.Text) != "" {
				reach(append(slices.Clip(met), o.word))
			}
		}
	}
	return reached[len(want)], reached[len(want)] != nil
}

// meets returns the first alternative that a text meets; "" for none.
func meets(alternatives []string, text string) string {
	i := slices.IndexFunc(alternatives, func(pattern string) bool { return matches(pattern, text) })
	if i < 0 {
		return ""
	}
	return alternatives[i]
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
