package shell

import (
	"strings"

	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/source"
)

// grammar is what a word scan has to know of a language.
type grammar struct {
	quotes   string
	escape   byte
	comments bool // "#" begins one
	// powershell: $NAME = takes a command's output, ( ) may be an argument, } ends a word. cmd: %NAME% is a variable and
	// $NAME is not, @ may stand before a command, if compares.
	powershell, cmd bool
}

var (
	posixWords      = &grammar{quotes: `'"`, escape: '\\', comments: true}
	powershellWords = &grammar{quotes: `'"`, escape: '`', comments: true, powershell: true}
	cmdWords        = &grammar{quotes: `"`, escape: '^', cmd: true}
)

// scanner finds the commands of a text word by word. It looks at each byte once.
type scanner struct {
	*script
	lex    *grammar
	input  string
	at     int
	cmd    *scanned
	outer  []*scanned // the commands that a $( interrupts
	closed string     // quotation marks without a partner further on, which are letters
}

// scanned is a command as far as it was read.
type scanned struct {
	words  []arg
	word   source.Builder
	copied int  // what of the text is in word already: the rest of it follows as it is
	open   bool // a word has begun
	solid  bool // part of it is known, or quoted
	quoted bool
	from   int // of the word
	start  int // of the command
	end    int
	inner  bool // it stands in $( )
	tests  bool // it begins with a condition of cmd
}

// scan finds commands in a text that cannot be parsed.
func (e *evaluator) scan(t source.Text, lex *grammar) {
	if !e.allows(4*t.Len(), 0) { // the words and commands cost as much again
		return
	}
	s := scanner{lex: lex, input: t.String(), cmd: &scanned{}}
	s.script = &script{evaluator: e, text: t, foldsCase: lex.cmd || lex.powershell}
	for s.at < len(s.input) {
		s.step()
	}
	for s.endCommand(); len(s.outer) > 0; s.endCommand() {
		s.resume()
	}
}

// step reads what stands at s.at.
func (s *scanner) step() {
	c := s.input[s.at]
	switch {
	case c == ' ' || c == '\t' || c == '\r':
		s.endWord()
		s.at++
	case c == s.lex.escape && s.at+1 < len(s.input):
		s.escaped()
	case strings.IndexByte(s.lex.quotes, c) >= 0 && strings.IndexByte(s.closed, c) < 0:
		s.quote(c)
	case c == '#' && s.lex.comments && !s.cmd.open:
		line, _, _ := strings.Cut(s.input[s.at:], "\n")
		s.at += len(line)
	case c == '$' && !s.lex.cmd || c == '%' && s.lex.cmd:
		s.variable()
	case c == '&' && s.at > 0 && s.input[s.at-1] == '>':
		s.letter()
	case (c == '>' || c == '<') && s.cmd.open && strings.Trim(s.input[max(s.cmd.from, s.at-64):s.at], "0123456789*<>&") != "":
		s.endWord() // the redirection is a word of its own
		s.letter()
	case c == ')' && s.cmd.inner:
		s.endCommand()
		s.resume()
		s.unknown(1)
	case c == '(' && s.lex.powershell && (s.cmd.open || len(s.cmd.words) > 0): // an argument
		s.interrupt(1)
	case strings.IndexByte(";&|(){\n", c) >= 0, c == '}' && (!s.cmd.open || s.lex.powershell),
		c == '=' && s.lex.powershell && !s.cmd.solid: // $NAME = COMMAND
		s.endCommand()
		s.at++
	default:
		s.letter()
	}
}

func (s *scanner) begin() {
	if !s.cmd.open {
		s.cmd.open, s.cmd.from, s.cmd.copied = true, s.at, s.at
		if len(s.cmd.words) == 0 {
			s.cmd.start = s.at
		}
	}
}

// letter takes the next byte for part of a word.
func (s *scanner) letter() {
	s.begin()
	s.cmd.solid = true
	s.at++
}

// skip takes the next n bytes for part of a word that does not count among its text.
func (s *scanner) skip(n int) {
	s.begin()
	s.cmd.word.Add(s.text.Slice(s.cmd.copied, s.at))
	s.at += n
	s.cmd.copied = s.at
}

// unknown takes the next n bytes for something unknown.
func (s *scanner) unknown(n int) {
	span := s.text.Span(s.at, s.at+n)
	s.skip(n)
	s.cmd.word.Add(source.At(Placeholder, span))
}

// escaped reads an escape: a line end is dropped, a character that means something loses its meaning. Before another
// one a backslash is a letter, since it may be that of a path on Windows.
func (s *scanner) escaped() {
	switch next := s.input[s.at+1]; {
	case next == '\n' && s.cmd.open:
		s.skip(2)
	case next == '\n':
		s.at += 2
	case s.lex.escape == '\\' && strings.IndexByte(" \t\\'\"$`;&|(){}#", next) < 0:
		s.letter()
	default:
		s.skip(1)
		s.letter()
	}
}

// quote reads a quoted string, or a lone quote as a letter.
func (s *scanner) quote(q byte) {
	end := s.at + 1
	for ; end < len(s.input) && s.input[end] != q; end++ {
		if s.input[end] == s.lex.escape && q == '"' {
			end++
		}
	}
	if end >= len(s.input) {
		s.closed += string(q)
		s.letter()
		return
	}
	s.skip(1)
	s.cmd.solid, s.cmd.quoted = true, true
	s.at = end
	s.skip(1)
}

// maxName is how far the end of ${...} is looked for.
const maxName = 256

// variable reads $NAME, ${...}, $( or %NAME%.
func (s *scanner) variable() {
	rest := s.input[s.at+1 : min(len(s.input), s.at+1+maxName)]
	name := len(rest) - len(strings.TrimLeft(rest, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:"))
	brace := strings.IndexAny(rest, "}\n")
	switch {
	case s.lex.cmd && name > 0 && strings.HasPrefix(rest[name:], "%"):
		s.unknown(name + 2)
	case s.lex.cmd || rest == "":
		s.letter()
	case rest[0] == '{' && brace > 0 && rest[brace] == '}':
		s.unknown(brace + 2)
	case rest[0] == '(':
		s.interrupt(2)
	case name > 0:
		s.unknown(name + 1)
	default:
		s.letter()
	}
}

// interrupt begins a command inside the one that is read, after its n bytes long sign.
func (s *scanner) interrupt(n int) {
	if len(s.outer) == budget.MaxNesting {
		s.endCommand()
		s.at += n
		return
	}
	s.skip(n)
	s.outer = append(s.outer, s.cmd)
	s.cmd = &scanned{inner: true}
}

// resume goes on with the command that was interrupted.
func (s *scanner) resume() {
	n := len(s.outer) - 1
	s.cmd, s.outer = s.outer[n], s.outer[:n]
	s.cmd.copied = s.at
}

// endWord ends the word that has begun.
func (s *scanner) endWord() {
	c := s.cmd
	if !c.open {
		return
	}
	c.end = s.at
	c.word.Add(s.text.Slice(c.copied, s.at))
	word := arg{text: c.word.Text(), span: s.text.Span(c.from, s.at), maybe: !c.solid}
	if len(c.words) == 0 && !c.quoted && listed(keywords, strings.ToLower(word.String())) {
		c.tests = s.lex.cmd
	} else {
		c.words = append(c.words, word)
	}
	c.word, c.open, c.solid, c.quoted = source.Builder{}, false, false, false
}

// keywords are those that a command may follow, in any of the languages.
const keywords = "if then elif else while until do ! try finally not and or begin call"

// endCommand ends the command that has begun, and follows it.
func (s *scanner) endCommand() {
	s.endWord()
	c := s.cmd
	s.cmd = &scanned{inner: c.inner}
	words := withoutRedirections(c.words)
	if len(words) > 0 && s.lex.cmd && strings.HasPrefix(words[0].String(), "@") {
		words[0] = words[0].from(1)
	}
	at := site{node: c.start, text: s.text, from: c.start, to: c.end}
	s.evaluate(words, at)
	for i := 1; c.tests && i < min(len(words), maxCondition); i++ {
		s.evaluate(words[i:], at)
	}
}

// maxCondition is how many words of cmd's if may be its condition, so that the command is one of the next:
// /i not A == B.
const maxCondition = 5

// evaluate follows a command that may have assignments before it.
func (s *scanner) evaluate(words []arg, at site) {
	st := s.start()
	s.exec(takeAssigns(words, st), st, at, noFunctions)
}

// withoutRedirections takes out of words those such as 2>&1, and > with the word after it.
func withoutRedirections(words []arg) []arg {
	kept := words[:0]
	for i := 0; i < len(words); i++ {
		rest := strings.TrimLeft(words[i].String(), "0123456789*")
		target := strings.TrimLeft(rest, "<>&")
		switch {
		case rest == target || rest[0] == '&':
			kept = append(kept, words[i])
		case target == "":
			i++
		}
	}
	return kept
}
