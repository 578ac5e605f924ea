package dockerfile

import (
	"encoding/json"
	"regexp"
	"strings"
	"sync"

	"github.com/ddhook/ddhook/hook/source"
)

// execForm reads a JSON list of strings into its words. What looks like one and is not (`[ -f x ] && y`, single
// quotes, a comma too many) is shell form, as BuildKit has it.
func execForm(args source.Text) ([]source.Text, bool) {
	s := args.String()
	if !strings.HasPrefix(s, "[") || !json.Valid([]byte(s)) {
		return nil, false
	}
	d := json.NewDecoder(strings.NewReader(s))
	_, _ = d.Token() // the bracket
	var words []source.Text
	for d.More() {
		from := int(d.InputOffset())
		token, _ := d.Token()
		if _, isString := token.(string); !isString {
			return nil, false
		}
		from += strings.IndexByte(s[from:], '"') + 1
		words = append(words, unescape(args.Slice(from, int(d.InputOffset())-1)))
	}
	return words, true
}

// unescape decodes the inside of a valid JSON string, each escape by itself so that the rest keeps its places.
func unescape(t source.Text) source.Text {
	s := t.String()
	if !strings.Contains(s, `\`) {
		return t
	}
	var b source.Builder
	from := 0
	for _, at := range jsonEscapes().FindAllStringIndex(s, -1) {
		var decoded string
		if json.Unmarshal([]byte(`"`+s[at[0]:at[1]]+`"`), &decoded) == nil {
			b.Add(t.Slice(from, at[0]))
			b.AddAt(decoded, t.Span(at[0], at[1]))
			from = at[1]
		}
	}
	b.Add(t.Slice(from, t.Len()))
	return b.Text()
}

// jsonEscapes matches an escape (RFC 8259, section 7); the two halves of a surrogate pair are one.
var jsonEscapes = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\\(u(d[89ab]..\\ud[c-f]..|....)|.)`)
})
