package rules

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/ddhook/ddhook/hook/shell"
)

// Pattern is a command as a rule names it; see [ParsePattern].
type Pattern struct {
	programs []string // alternatives, each with * for any text
	operands []wanted
	options  []Requirement
}

// wanted is a word after the program that is not an option.
type wanted struct {
	alternatives []string // each with * for any text
	afterAny     bool     // any number of words may stand before it
}

// builtIn has the patterns of a built-in rule parsed when they are first needed: most runs need few.
func builtIn(texts ...string) func() []Pattern {
	return sync.OnceValue(func() (all []Pattern) {
		for _, text := range texts {
			p, err := ParsePattern(text)
			if err != nil {
				panic(err)
			}
			all = append(all, p)
		}
		return all
	})
}

// ParsePattern reads a pattern. Its first word is the program, by its name without folders. "a|b" are alternatives of a
// word, "*" is any text in one, "..." any number of words. A word with a dash is an option, which may stand anywhere
// after the program; the others follow in order, with only options between them.
func ParsePattern(text string) (Pattern, error) {
	var p Pattern
	if err := checkCommand(text); err != nil {
		return p, err
	}
	words := strings.Fields(text)
	p.programs = strings.Split(words[0], "|")
	for _, program := range p.programs {
		switch name := shell.Program(program); {
		case program == "*" || program == "...":
			return p, errors.New("a pattern begins with a program, of which * may only be a part")
		case name != program:
			return p, fmt.Errorf("a program goes by its name alone, whatever folder it is called from: write %s", name)
		}
	}
	if low := strings.ToLower(words[0]); low != words[0] { // as programs of Windows are called
		p.programs = append(p.programs, strings.Split(low, "|")...)
	}
	afterAny := false
	for _, word := range words[1:] {
		switch alternatives := strings.Split(word, "|"); {
		case word == "...":
			afterAny = true
		case !slices.ContainsFunc(alternatives, isOption):
			p.operands = append(p.operands, wanted{alternatives, afterAny})
			afterAny = false
		default:
			options, err := ParseRequirement(word)
			if err != nil {
				return p, err
			}
			p.options = append(p.options, options)
		}
	}
	return p, nil
}

// ParseInstead reads the words that a command is replaced by.
func ParseInstead(text string) ([]string, error) {
	if err := checkCommand(text); err != nil {
		return nil, err
	}
	if i := strings.IndexAny(text, "|*"); i >= 0 {
		return nil, fmt.Errorf("take out %q: these words are written into the Dockerfile as they are", text[i:i+1])
	}
	return strings.Fields(text), nil
}

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
	const maxPattern, maxPatternWords = 200, 16 // bytes, and words
	words := strings.Fields(text)
	alternatives := strings.Split(strings.Join(words, "|"), "|") // of all words
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
	case strings.Contains(text+" ", ", "):
		return errors.New("a comma belongs between the entries of a list: [npm install, yarn install]")
	case slices.Contains(alternatives, ""):
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
	// optionsAfter is the word after which an option can be put: the last of them that is neither an option nor any text.
	optionsAfter int
}

// match returns how a command meets the pattern; nil when it does not.
func (p *Pattern) match(c *call) *match {
	title := firstMatch(p.programs, c.names...)
	if title == "" {
		return nil
	}
	met, ok := matchOperands(p.operands, c.operands, c.Words)
	if !ok {
		return nil
	}
	m := &match{title: title, head: title, words: []int{0}, exact: true}
	for i, word := range met {
		meant := firstMatch(p.operands[i].alternatives, c.Words[word].Text)
		m.title += " " + meant
		m.words = append(m.words, word)
		if !strings.Contains(meant, "*") { // what is any text may be an argument, after which some programs take no options
			m.head, m.optionsAfter = m.title, word
		}
	}
	m.optionsAfter = max(m.optionsAfter, c.optionsAfter)
	for _, options := range p.options {
		f := options.best(c)
		if !f.met {
			return nil
		}
		m.title += " " + f.of.text
		for word := range f.n {
			m.words = append(m.words, f.at+word)
		}
		isMore := f.cluster || !f.of.valued && f.value != "" && f.value != "true"
		m.exact = m.exact && f.n > 0 && !isMore
	}
	slices.Sort(m.words)
	return m
}

// matchOperands finds the words that are the wanted operands, in a reading of the command in which they are: an operand that
// may be an option's value, or no word at all, is passed over where that helps.
func matchOperands(want []wanted, have []operand, words []shell.Word) (met []int, ok bool) {
	reached := make([][]int, len(want)+1) // by how many are found: their words; nil where so many cannot be
	reached[0] = []int{}
	for i := 0; i < len(have) && reached[len(want)] == nil; i++ {
		o, w := have[i], words[have[i].word]
		for n, next := range slices.Backward(want) {
			met := reached[n]
			if !next.afterAny && !o.value && !w.Optional {
				reached[n] = nil
			}
			if met != nil && reached[n+1] == nil && !w.Optional && firstMatch(next.alternatives, w.Text) != "" {
				reached[n+1] = append(slices.Clip(met), o.word)
			}
		}
	}
	return reached[len(want)], reached[len(want)] != nil
}

// firstMatch returns the first alternative that the first of some texts is as, or else the next; "" for none.
func firstMatch(alternatives []string, texts ...string) string {
	for _, text := range texts {
		for _, pattern := range alternatives {
			if matches(pattern, text) {
				return pattern
			}
		}
	}
	return ""
}

// matches reports whether a text is as a pattern with * says. What is unknown of the text meets a * only.
func matches(pattern, text string) bool {
	piece, rest, isWild := strings.Cut(pattern, "*")
	text, ok := strings.CutPrefix(text, piece)
	for ok && isWild {
		if piece, rest, isWild = strings.Cut(rest, "*"); !isWild {
			return strings.HasSuffix(text, piece)
		}
		_, text, ok = strings.Cut(text, piece)
	}
	return ok && text == ""
}
