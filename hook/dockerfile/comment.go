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
		at += i + len(ignoreSign)
		if ig, ok := a.ignore(at - len(ignoreSign)); ok {
			found = append(found, ig)
		}
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
		(before[0] == '#' || strings.TrimRight(before, " \t") == before || opensQuote(before)) {
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

// opensQuote says that a string begins in a piece of a line and does not end there.
func opensQuote(s string) bool {
	open := byte(0)
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && open != '\'':
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
