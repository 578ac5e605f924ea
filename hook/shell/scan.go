package shell

import (
	"regexp"
	"strings"
	"sync"

	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/source"
)

// grammar is how a language is read word by word.
type grammar struct {
	escape byte // has the character behind it mean nothing, or the end of a line
	quotes string
	sigil  byte // begins a variable
}

var (
	posixWords      = &grammar{escape: '\\', quotes: `'"`, sigil: '$'}
	powershellWords = &grammar{escape: '`', quotes: `'"`, sigil: '$'}
	cmdWords        = &grammar{escape: '^', quotes: `"`, sigil: '%'}
)

// condition matches that of cmd, as in `if not exist x` and `if /i %A% equ x`.
var condition = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?i:if(?:[ \t]+(?:/i|not|exist|defined|errorlevel))*[ \t]+(?:"[^"\n]*"|[^\s"])+` +
		`(?:[ \t]+(?:==|equ|neq|lss|leq|gtr|geq)[ \t]+(?:"[^"\n]*"|[^\s"])+)?[ \t])`)
})

// token is what may stand in a text.
type token int

const (
	blank       token = iota // between words: comments and continued lines too
	begin                    // begins a command among the words of another one, up to ")"
	end                      // ends a command
	redirection              // a word follows, or none
	word
)

// next returns what s begins with and how long it is, but for a word.
func (g *grammar) next(s string) (token, int) {
	isPowershell := g == powershellWords
	switch c := s[0]; {
	case c == '#' && g != cmdWords:
		line, _, _ := strings.Cut(s, "\n")
		return blank, len(line)
	case strings.IndexByte(" \t\r", c) >= 0:
		return blank, 1
	case c == g.escape && strings.HasPrefix(s[1:], "\n"):
		return blank, 2
	case (c == '$' || c == '@') && strings.HasPrefix(s[1:], "("):
		return begin, 2
	case c == '(' && isPowershell:
		return begin, 1
	case c == '$' && isPowershell && strings.HasPrefix(strings.TrimLeft(s[max(1, named(s)):], " \t"), "="):
		return end, strings.IndexByte(s, '=') + 1 // takes what a command puts out
	case (c == 'i' || c == 'I') && g == cmdWords && condition().MatchString(s):
		return end, len(condition().FindString(s))
	case strings.IndexByte(";&|(){}\n", c) >= 0:
		return end, 1
	}
	signs := strings.TrimLeft(s, "0123456789*")
	if target := strings.TrimLeft(signs, "<>"); len(target) < len(signs) {
		return redirection, len(s) - len(strings.TrimLeft(strings.TrimPrefix(target, "&"), " \t"))
	}
	return word, 0
}

// scanned is a command as far as it was read, from one byte of the text to another.
type scanned struct {
	words    []arg
	from, to int
}

// scan finds commands in a text that cannot be parsed, word by word. It looks at each byte once.
func (e *evaluator) scan(text source.Text, g *grammar) {
	if !e.allows(4 * text.Len()) { // the words and commands cost as much again
		return
	}
	s := &script{evaluator: e, text: text, foldsCase: g != posixWords}
	var c scanned
	var outer []scanned // the commands among whose words c stands
	for from, to := 0, 0; from < text.Len(); from = to {
		rest := text.String()[from:]
		what, length := g.next(rest)
		to = from + length
		switch {
		case what == begin && len(outer) < budget.MaxNesting:
			outer = append(outer, c)
			c = scanned{}
		case what == begin, what == end:
			s.evaluate(c)
			c = scanned{}
			if n := len(outer) - 1; n >= 0 && rest[0] == ')' {
				c, outer = outer[n], outer[:n]
				c.add(made(Placeholder, text.Span(from, to)), from, to)
			}
		case what == redirection:
			_, _, to = g.word(text, to)
			c.to = to
		case what == word && rest[0] == '@' && g == cmdWords && len(c.words) == 0: // has cmd not print the command
			to++
		case what == word:
			read, isQuoted, after := g.word(text, from)
			if to = after; len(c.words) > 0 || isQuoted || !listed(keywords, strings.ToLower(read.String())) {
				c.add(read, from, to)
			}
		}
	}
	for _, c := range append(outer, c) {
		s.evaluate(c)
	}
}

// keywords are those that a command may follow, in any of the languages.
const keywords = "if then elif else while until do ! try finally not and or begin call"

func (c *scanned) add(word arg, from, to int) {
	if len(c.words) == 0 {
		c.from = from
	}
	c.words, c.to = append(c.words, word), to
}

// word returns the word at a byte of a text, without quotes and escapes, whether some of it is quoted, and where it ends.
func (g *grammar) word(text source.Text, from int) (word arg, isQuoted bool, to int) {
	in := text.String()
	var replaced [][]int
	replace := func(n int) { // the next n bytes
		replaced = append(replaced, []int{to - from, to - from + n})
		to += n
	}
	const stops = " \t\r\n;&|(){}<>"
	for to = from; to < len(in) && strings.IndexByte(stops, in[to]) < 0 && !strings.HasPrefix(in[to:], "$("); {
		rest, c, name, length := in[to:], in[to], 0, 0
		if c == g.sigil {
			name = named(rest)
		} else if strings.IndexByte(g.quotes, c) >= 0 {
			length = quoted(rest, g.escape)
		}
		switch {
		case c == g.escape && strings.HasPrefix(rest[1:], "\n"):
			replace(2)
		case c == g.escape && g.escapes(rest[1:]):
			replace(1)
			to++
		case name > 0:
			replace(name)
		case length > 0:
			replace(1)
			to += length - 2
			replace(1)
			isQuoted = true
		default:
			to++
		}
	}
	bare := text.Slice(from, to).Replace(replaced, func(part string) string {
		if part[0] == g.sigil {
			return Placeholder
		}
		return ""
	})
	isUnknown := !isQuoted && strings.Trim(bare.String(), Placeholder) == ""
	return arg{text: bare, span: text.Span(from, to), maybe: isUnknown}, isQuoted, to
}

// escapes reports whether an escape before s has a meaning: in a POSIX shell, a backslash before a letter may be of a path.
func (g *grammar) escapes(s string) bool {
	return s != "" && (g != posixWords || strings.IndexByte(" \t\\'\"$`;&|(){}#", s[0]) >= 0)
}

// variables matches the variables that a word may have, of any of the languages, but for those in braces.
var variables = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:%[\w:]+%|\$(?:[\w:]+|[?@*#!$-]))`)
})

// named returns the length of the variable that s begins with, 0 when it is none or longer than anybody writes.
func named(s string) int {
	s = s[:min(len(s), 103)]
	if end := strings.IndexAny(s, "}\n"); end > 0 && strings.HasPrefix(s, "${") && s[end] == '}' {
		return end + 1
	}
	return len(variables().FindString(s))
}

// quoted returns the length of the quoted string that s begins with, 0 when it never closes.
func quoted(s string, escape byte) int {
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == s[0]:
			return i + 1
		case s[i] == escape && s[0] == '"':
			i++
		}
	}
	return 0
}

// evaluate follows a command that may have assignments before it.
func (s *script) evaluate(c scanned) {
	st := s.start()
	s.exec(takeAssigns(c.words, st), st, site{text: s.text.Slice(c.from, c.to)}, false)
}
