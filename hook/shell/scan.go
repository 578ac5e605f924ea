package shell

import (
	"regexp"
	"strings"
	"sync"

	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/source"
)

// grammar is how a language is read word by word, in regular expressions.
type grammar struct {
	blank    string // what stands between words: comments and continued lines too
	begins   string // begins a command among the words of another one, up to ")"
	ends     string // ends a command
	escape   string // has the character behind it mean nothing, or the end of a line
	quoted   string
	variable string
	letter   string // any other part of a word
	once     sync.Once
	token    *regexp.Regexp // what may stand next: 1 begins, 2 ends a command, 3 is a redirection, 4 a word
	piece    *regexp.Regexp // what in a word is not as written: 1 an escape, 2 a quoted string, 3 a variable
}

// In a POSIX shell's words a backslash before a letter may be that of a path on Windows. In PowerShell $NAME = takes
// what a command puts out.
var (
	posixWords = &grammar{
		blank:    `[ \t\r]+|\\\n|#[^\n]*`,
		begins:   `\$\(`,
		ends:     `[;&|(){}\n]`,
		escape:   "\\\\[ \\t\\n\\\\'\"$`;&|(){}#]",
		quoted:   `'[^']*'|"(?:[^"\\]|\\(?s:.))*"`,
		variable: `\$(?:\{[^}\n]{0,99}\}|[\w:]+|[?@*#!$-])`,
		letter:   `[^ \t\r\n;&|(){<>$]`,
	}
	powershellWords = &grammar{
		blank:    "[ \\t\\r]+|`\\n|#[^\\n]*",
		begins:   `[$@]?\(`,
		ends:     `[;&|){}\n]|\$[\w:]+[ \t]*=`,
		escape:   "`(?s:.)",
		quoted:   "'[^']*'|\"(?:[^\"`]|`(?s:.))*\"",
		variable: `\$(?:\{[^}\n]{0,99}\}|[\w:]+|[?$^])`,
		letter:   `[^ \t\r\n;&|(){}<>$]`,
	}
	cmdWords = &grammar{
		blank:    `[ \t\r]+|\^\n`,
		begins:   `\$\(`,
		ends:     `[;&|(){}\n]|` + condition,
		escape:   `\^(?s:.)`,
		quoted:   `"(?:[^"^]|\^(?s:.))*"`,
		variable: `%[\w:]+%`,
		letter:   `[^ \t\r\n;&|(){<>%]`,
	}
)

// condition is cmd's, as in `if not exist x` and `if /i %A% equ x`.
const condition = `(?i:if(?:[ \t]+(?:/i|not|exist|defined))*[ \t]+\S+` +
	`(?:[ \t]+(?:==|equ|neq|lss|leq|gtr|geq)[ \t]+\S+)?[ \t])`

func (g *grammar) compile() {
	word := "(?:" + g.escape + "|" + g.quoted + "|" + g.variable + "|" + g.letter + ")+"
	redirection := "[0-9*]*[<>]+&?[ \\t]*(?:" + word + ")?"
	g.token = regexp.MustCompile(
		"^(?:" + g.blank + "|(" + g.begins + ")|(" + g.ends + ")|(" + redirection + ")|(" + word + ")|(?s:.))")
	g.piece = regexp.MustCompile("(" + g.escape + ")|(" + g.quoted + ")|(" + g.variable + ")")
}

// scanned is a command as far as it was read, from one byte of the text to another.
type scanned struct {
	words    []arg
	from, to int
}

// scan finds commands in a text that cannot be parsed, word by word. It looks at each byte once.
func (e *evaluator) scan(text source.Text, g *grammar) {
	if !e.allows(4*text.Len(), 0) { // the words and commands cost as much again
		return
	}
	g.once.Do(g.compile)
	s := &script{evaluator: e, text: text, foldsCase: g != posixWords}
	var c scanned
	var outer []scanned // the commands among whose words c stands
	for at := 0; at < text.Len(); {
		m := g.token.FindStringSubmatchIndex(text.String()[at:])
		from, to := at, at+m[1]
		at = to
		begins, ends, isRedirection, isWord := m[2] >= 0, m[4] >= 0, m[6] >= 0, m[8] >= 0
		switch {
		case begins && len(outer) < budget.MaxNesting:
			outer = append(outer, c)
			c = scanned{}
		case begins || ends:
			s.evaluate(c)
			c = scanned{}
			if n := len(outer) - 1; n >= 0 && text.String()[from] == ')' {
				c, outer = outer[n], outer[:n]
				c.add(anyWords(text.Span(from, to)), from, to)
			}
		case isRedirection:
			c.to = to
		case isWord:
			word, quoted := g.word(text.Slice(from, to))
			if len(c.words) > 0 || quoted || !listed(keywords, strings.ToLower(word.String())) {
				c.add(word, from, to)
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

// word returns a word without its quotes and escapes, and reports whether a part of it is quoted.
func (g *grammar) word(text source.Text) (word arg, quoted bool) {
	var parts [][]int
	for _, m := range g.piece.FindAllStringSubmatchIndex(text.String(), -1) {
		switch from, to := m[0], m[1]; {
		case m[2] >= 0 && text.String()[to-1] != '\n':
			parts = append(parts, []int{from, from + 1})
		case m[4] >= 0:
			parts = append(parts, []int{from, from + 1}, []int{to - 1, to})
			quoted = true
		default:
			parts = append(parts, []int{from, to})
		}
	}
	bare := text.Replace(parts, func(part string) string {
		if len(part) > 1 && strings.ContainsAny(part[:1], "$%") {
			return Placeholder
		}
		return ""
	})
	isUnknown := !quoted && strings.Trim(bare.String(), Placeholder) == ""
	return arg{text: bare, span: text.Span(0, text.Len()), maybe: isUnknown}, quoted
}

// evaluate follows a command that may have assignments before it.
func (s *script) evaluate(c scanned) {
	st := s.start()
	s.exec(takeAssigns(c.words, st), st, site{text: s.text, from: c.from, to: c.to}, noFunctions)
}
