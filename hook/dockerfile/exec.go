package dockerfile

import (
	"encoding/json"
	"regexp"
	"strings"
	"sync"

	"github.com/ddhook/ddhook/hook/source"
)

// execForm reads a JSON list of strings into its words. What only looks like one (`[ -f x ] && y`) is shell form.
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
	if !strings.Contains(t.String(), `\`) {
		return t
	}
	return t.Replace(jsonEscapes().FindAllStringIndex(t.String(), -1), func(escape string) (decoded string) {
		_ = json.Unmarshal([]byte(`"`+escape+`"`), &decoded)
		return decoded
	})
}

// jsonEscapes matches an escape (RFC 8259, section 7); the two halves of a surrogate pair are one.
var jsonEscapes = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\\(u(d[89ab]..\\ud[c-f]..|....)|.)`)
})
