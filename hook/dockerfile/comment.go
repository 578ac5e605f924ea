package dockerfile

import (
	"sort"
	"strings"

	"github.com/ddhook/ddhook/hook/source"
)

const ignoreSign = "ddhook:ignore"

// ignores finds the ignore comments. Beside the comment lines that Docker knows, those count that only the shell sees
// as such: in a heredoc's script, or at the end of a command.
func (a *analysis) ignores() []Ignore {
	var found []Ignore
	for at := 0; ; {
		i := strings.Index(a.src.Data[at:], ignoreSign)
		if i < 0 {
			return found
		}
		at += i
		if ig, ok := a.ignore(at); ok {
			found = append(found, ig)
		}
		at = a.line(a.src.LineOf(at)).End // a line has one comment at most
	}
}

// ignore reads the ignore comment whose sign stands at offset, if it is one.
func (a *analysis) ignore(offset int) (Ignore, bool) {
	n := a.src.LineOf(offset)
	line, start := a.line(n), a.trimmed(n).Start
	sign := line.Start + len(strings.TrimRight(a.src.Data[line.Start:offset], " \t")) - 1
	if sign < start || a.src.Data[sign] != '#' {
		return Ignore{}, false
	}
	if before := a.src.Data[start:sign]; before != "" &&
		(before[0] == '#' || strings.TrimRight(before, " \t") == before || a.inString(start, sign)) {
		return Ignore{}, false // a comment that speaks of such comments, or no comment
	}
	span := source.Span{Start: sign, End: line.End}
	index, ok := a.subject(span.Start)
	if !ok {
		return Ignore{}, false
	}
	rest := a.src.Data[offset+len(ignoreSign) : line.End]
	ig := Ignore{Span: span, Instruction: index}
	ig.Rule, ig.Reason = ruleAndReason(rest, a.escape)
	return ig, rest == "" || strings.TrimLeft(rest, " \t") != rest
}

// maxString is how many bytes of an instruction are looked at to find out whether a string is open.
const maxString = 8 << 10

// inString says that the byte at sign stands in a string, by its line from start on and by the whole instruction: a
// string may go over several lines, and one quotation mark in an earlier comment or document means nothing.
func (a *analysis) inString(start, sign int) bool {
	if !a.opensQuote(start, sign) {
		return false
	}
	i, _ := a.subject(sign)
	if i < 0 {
		return true
	}
	from := a.file.Instructions[i].Span.Start
	return from >= start || sign-from > maxString || a.opensQuote(from, sign)
}

// opensQuote says that a string begins in a piece of the file and does not end there.
func (a *analysis) opensQuote(from, to int) bool {
	open := byte(0)
	for i := from; i < to; i++ {
		switch c := a.src.Data[i]; {
		case c == a.escape && open != '\'':
			i++
		case c == open:
			open = 0
		case open == 0 && (c == '"' || c == '\''):
			open = c
		}
	}
	return open != 0
}

// subject is the instruction that a comment at offset is about: the one among whose lines it stands, or the next; -1
// when there is none. It is no comment when it stands in an instruction that runs nothing, such as in a file that
// COPY makes, except on a comment line of Docker's own.
func (a *analysis) subject(offset int) (int, bool) {
	all := a.file.Instructions
	i := sort.Search(len(all), func(i int) bool { return all[i].Span.End > offset })
	if i == len(all) {
		return -1, true
	}
	if offset < all[i].Span.Start || len(all[i].Runs) > 0 {
		return i, true
	}
	j := sort.Search(len(a.comments), func(j int) bool { return a.comments[j].Span.Start >= offset })
	return i, j < len(a.comments) && a.comments[j].Span.Start == offset
}

// ruleAndReason reads `RULE -- reason`. A continuation sign at the end is part of neither.
func ruleAndReason(s string, escape byte) (rule, reason string) {
	s = strings.TrimRight(s, " \t"+string(escape))
	rule, reason, found := strings.Cut(s, "--")
	if !found {
		rule, _, _ = strings.Cut(strings.TrimSpace(rule), " ")
	}
	return strings.TrimSpace(rule), strings.TrimSpace(reason)
}
