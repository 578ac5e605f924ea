package judge

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/source"
)

// Warning is something a person has to know about how the file was read.
type Warning struct {
	Line    int // 1-based
	Message string
}

func (v *Verdict) warn(offset int, message string) {
	v.Warnings = append(v.Warnings, Warning{v.Source.LineOf(offset), message})
}

// warnUnparsed warns of what is scanned word by word, once for each kind, where a rule could have found something in
// it. A whole file is always named.
func (v *Verdict) warnUnparsed(programs []string) {
	type kind struct{ noun, which string }
	var kinds []kind
	first, count := map[kind]source.Unparsed{}, map[kind]int{}
	for _, u := range v.Unparsed {
		text := strings.ToLower(v.Source.Data[u.Span.Start:u.Span.End])
		if u.Noun != "file" && !slices.ContainsFunc(programs, func(p string) bool { return mentions(text, p) }) {
			continue
		}
		k := kind{u.Noun, u.Which}
		if count[k]++; count[k] == 1 {
			kinds = append(kinds, k)
			first[k] = u
		}
	}
	for _, k := range kinds {
		u := first[k]
		message := fmt.Sprintf("%s %s is scanned word by word", article(u.Noun), u.Which)
		if u.Reason != "" {
			message += ": " + u.Reason
		}
		if n := count[k]; n > 1 {
			message = fmt.Sprintf("%d %ss %s scanned word by word, the first at line %d", n, u.Noun, u.Which,
				v.Source.LineOf(u.At))
		}
		v.warn(u.At, message)
	}
}

func article(noun string) string {
	if strings.IndexByte("aeiou", noun[0]) >= 0 {
		return "an " + noun
	}
	return "a " + noun
}

// mentions reports whether a text in lower case holds the name of a program, with * for any text, not as a part of a
// longer word.
func mentions(text, program string) bool {
	program, _, isWild := strings.Cut(strings.ToLower(program), "*")
	isLetter := func(i int) bool {
		return i >= 0 && i < len(text) && (text[i] == '_' || 'a' <= text[i] && text[i] <= 'z')
	}
	for at := 0; ; at++ {
		i := strings.Index(text[at:], program)
		if i < 0 {
			return false
		}
		if at += i; !isLetter(at-1) && (isWild || !isLetter(at+len(program))) {
			return true
		}
	}
}
