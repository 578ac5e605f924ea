package judge

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/rules"
)

// Warning is something a person has to know about how the file was read.
type Warning struct {
	Line    int // 1-based
	Message string
}

// note is something to warn of, once for all of a kind.
type note struct {
	at        int    // offset in the file
	one, many string // what a single one is, and what several are, which tells the kind
	hint      string // what to add for both
}

// warn makes warnings of notes, in the order of the file, each where the first of its kind stands.
func (v *Verdict) warn(notes []note) {
	slices.SortStableFunc(notes, func(a, b note) int { return cmp.Compare(a.at, b.at) })
	count := map[string]int{}
	for _, n := range notes {
		count[n.many]++
	}
	for _, n := range notes {
		line, message := v.Source.LineOf(n.at), n.one
		if same := count[n.many]; same == 0 {
			continue
		} else if same > 1 {
			message = fmt.Sprintf("%d %s, the first at line %d", same, n.many, line)
		}
		count[n.many] = 0
		v.Warnings = append(v.Warnings, Warning{line, message + n.hint})
	}
}

// unparsed returns notes on what is scanned word by word, where a rule could have found something in it. A whole file is always
// named.
func (v *Verdict) unparsed(set *rules.Set) (notes []note) {
	left := min(4*len(v.Source.Data), set.MaxMention()) // of the texts to look through, which may have each other in them
	for _, u := range v.Unparsed {
		left -= u.Span.End - u.Span.Start
		if u.Noun != "file" && left >= 0 && !set.Mentions(v.Source.Data[u.Span.Start:u.Span.End]) {
			continue
		}
		article := "a "
		if strings.IndexByte("aeiou", u.Noun[0]) >= 0 {
			article = "an "
		}
		one, many := article+u.Noun+" "+u.Which+" is scanned word by word", u.Noun+"s "+u.Which+" scanned word by word"
		if u.Reason != "" {
			one += ": " + u.Reason
		}
		notes = append(notes, note{at: u.At, one: one, many: many})
	}
	return notes
}
