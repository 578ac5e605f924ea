package dockerfile

import (
	"encoding/json"
	"strings"

	"github.com/ddhook/ddhook/hook/source"
)

// execForm reads a JSON list of strings into its words. What looks like one and is not (`[ -f x ] && y`, single
// quotes, a comma too many) is shell form, as BuildKit has it.
func execForm(args source.Text) ([]source.Text, bool) {
	args = trim(args)
	s := args.String()
	if !strings.HasPrefix(s, "[") || !isListOfStrings(s) {
		return nil, false
	}
	var words []source.Text
	for i := 0; ; {
		quote := strings.IndexByte(s[i:], '"')
		if quote < 0 {
			return words, true
		}
		start := i + quote + 1
		end := start
		for ; s[end] != '"'; end++ {
			if s[end] == '\\' {
				end++
			}
		}
		words = append(words, unescape(args.Slice(start, end)))
		i = end + 1
	}
}

func isListOfStrings(s string) bool {
	var list []*string // of pointers, since null would pass for an empty string
	if json.Unmarshal([]byte(s), &list) != nil {
		return false
	}
	for _, word := range list {
		if word == nil {
			return false
		}
	}
	return true
}

// unescape decodes the inside of a valid JSON string (RFC 8259, section 7).
func unescape(t source.Text) source.Text {
	s := t.String()
	var b source.Builder
	for i := 0; i < len(s); {
		if s[i] != '\\' {
			end := strings.IndexByte(s[i:], '\\')
			if end < 0 {
				end = len(s) - i
			}
			b.Add(t.Slice(i, i+end))
			i += end
			continue
		}
		end := i + escapeLen(s[i:])
		b.AddAt(unescaped(s[i:end]), t.Span(i, end))
		i = end
	}
	if b.Len() == 0 {
		return t
	}
	return b.Text()
}

// escapeLen is the length of the escape that s begins with; the two halves of a surrogate pair are one.
func escapeLen(s string) int {
	const unicode, pair = len(`\u0000`), len(`\ud800\udc00`)
	if s[1] != 'u' {
		return 2
	}
	if len(s) >= pair && isHalf(s[2:], "89ab") && s[6] == '\\' && s[7] == 'u' && isHalf(s[8:], "cdef") {
		return pair
	}
	return unicode
}

// isHalf tells half of a surrogate pair: d8 to db begin the first one, dc to df the second.
func isHalf(hex, second string) bool {
	return hex[0]|0x20 == 'd' && strings.IndexByte(second, hex[1]|0x20) >= 0
}

func unescaped(escape string) string {
	const from, to = "bfnrt", "\b\f\n\r\t"
	c := escape[1]
	if c == 'u' {
		var decoded string
		if json.Unmarshal([]byte(`"`+escape+`"`), &decoded) != nil {
			return escape
		}
		return decoded
	}
	if i := strings.IndexByte(from, c); i >= 0 {
		return to[i : i+1]
	}
	return string(c)
}
