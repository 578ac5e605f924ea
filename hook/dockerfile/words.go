package dockerfile

import (
	"strings"
	"unicode"

	"github.com/ddhook/ddhook/hook/source"
)

// split takes an instruction apart: the keyword, and what stands behind it and behind its flags. No white space may
// stand around text.
func split(text source.Text, escape byte) (keyword, args source.Text) {
	s := text.String()
	end := strings.IndexAny(s, "\t\v\f\r ")
	if end < 0 {
		end = len(s)
	}
	rest := text.Slice(end, len(s))
	flags := skipFlags(rest.String(), escape)
	return text.Slice(0, end), trim(rest.Slice(flags, rest.Len()))
}

// trim takes white space off both ends.
func trim(t source.Text) source.Text {
	s := t.String()
	start := len(s) - len(strings.TrimLeftFunc(s, unicode.IsSpace))
	return t.Slice(start, max(start, len(strings.TrimRightFunc(s, unicode.IsSpace))))
}

// skipFlags gives the index behind the flags (--mount=...) that s begins with. A flag is a word that begins with two
// dashes; two dashes alone end the flags. BuildKit looks at single bytes here, and so does this.
func skipFlags(s string, escape byte) int {
	for i := 0; ; {
		for i < len(s) && isSpace(s[i]) {
			i++
		}
		if !strings.HasPrefix(s[i:], "--") {
			return i
		}
		end, size := flag(s, i, escape)
		i = end
		if size == len("--") {
			return i
		}
	}
}

// flag gives the end of the flag at i, and its size without quotes and escapes.
func flag(s string, i int, escape byte) (end, size int) {
	var quote byte
	for ; i < len(s) && (quote != 0 || !isSpace(s[i])); i++ {
		switch c := s[i]; {
		case quote == 0 && (c == '\'' || c == '"'):
			quote = c
		case quote != 0 && c == quote:
			quote = 0
		case c == escape:
			i++
			size++
		default:
			size++
		}
	}
	return min(i, len(s)), size
}

func isSpace(c byte) bool { return unicode.IsSpace(rune(c)) }

// healthcheck gives the command of a HEALTHCHECK, which stands behind the word CMD; HEALTHCHECK NONE has none.
func healthcheck(args source.Text) source.Text {
	s := args.String()
	const word = len("CMD")
	if len(s) <= word || !strings.EqualFold(s[:word], "CMD") || !isSpace(s[word]) {
		return args.Slice(0, 0)
	}
	i := word + 1
	for i < len(s) && isSpace(s[i]) {
		i++
	}
	return args.Slice(i, len(s))
}
