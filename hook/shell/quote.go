package shell

import (
	"strings"

	"mvdan.cc/sh/v3/expand"

	"github.com/ddhook/ddhook/hook/source"
)

// What a backslash escapes, by the place it stands in (POSIX shell language, 2.2 and 2.6.3). Everywhere but in a
// command substitution, a backslash before a line end goes with it. Any other one is an ordinary character.
const (
	inDouble   = "$`\"\\"
	inDocument = "$`\\"
	inBacktick = "$`\\"
)

// unescape takes the backslashes off that escape one of special, and line ends escaped so.
func unescape(t source.Text, special string) source.Text {
	s := t.String()
	if !strings.Contains(s, `\`) {
		return t
	}
	var b source.Builder
	from := 0
	for i := 0; i+1 < len(s); i++ {
		if s[i] != '\\' {
			continue
		}
		switch {
		case s[i+1] == '\n' && special != inBacktick:
			b.Add(t.Slice(from, i))
			from = i + 2
		case strings.Contains(special, s[i+1:i+2]):
			b.Add(t.Slice(from, i))
			from = i + 1
		default:
			continue
		}
		i++
	}
	b.Add(t.Slice(from, len(s)))
	return b.Text()
}

// literal appends unquoted text, where a backslash quotes the next character.
func (f *fields) literal(t source.Text) {
	for {
		s := t.String()
		i := strings.IndexByte(s, '\\')
		if i < 0 || i+1 == len(s) {
			f.bare(t)
			return
		}
		if i > 0 {
			f.bare(t.Slice(0, i))
		}
		if s[i+1] != '\n' {
			f.add(t.Slice(i+1, i+2), t.Span(i, i+2))
		}
		t = t.Slice(i+2, len(s))
	}
}

// bare appends unquoted literal text: inside an expansion it is cut like the value of a variable.
func (f *fields) bare(t source.Text) {
	if span := t.Span(0, t.Len()); f.ifs != "" {
		f.split(t, span, f.ifs)
	} else {
		f.unquoted(t, span)
	}
}

// ansiC decodes what stands between the quotes of $'...', each escape by itself so that the rest keeps its places.
func ansiC(t source.Text) source.Text {
	var b source.Builder
	for s := t.String(); s != ""; s = t.String() {
		i := strings.IndexByte(s, '\\')
		if i < 0 {
			break
		}
		n := escapeLen(s[i:])
		b.Add(t.Slice(0, i))
		decoded := s[i+1 : i+n]
		if !strings.HasPrefix(decoded, "c") {
			decoded, _, _ = expand.Format(nil, s[i:i+n], nil)
		} else if n == 3 {
			decoded = string(rune(decoded[1] & 0x1f))
		}
		if decoded == "\x00" {
			return b.Text() // it ends the string
		}
		b.AddAt(decoded, t.Span(i, i+n))
		t = t.Slice(i+n, len(s))
	}
	b.Add(t)
	return b.Text()
}

// escapeLen is the length of the escape that s begins with.
func escapeLen(s string) int {
	if len(s) < 2 {
		return len(s)
	}
	digits := func(from, most int, set string) int {
		n := from
		for n < len(s) && n < from+most && strings.Contains(set, s[n:n+1]) {
			n++
		}
		return n
	}
	const octal, hex = "01234567", "0123456789abcdefABCDEF"
	switch s[1] {
	case 'x':
		return digits(2, 2, hex)
	case 'u':
		return digits(2, 4, hex)
	case 'U':
		return digits(2, 8, hex)
	case 'c':
		return min(3, len(s))
	case '0', '1', '2', '3', '4', '5', '6', '7':
		return digits(1, 3, octal)
	}
	return 2
}
