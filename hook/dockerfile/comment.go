package dockerfile

import (
	"regexp"
	"sort"
	"strings"
	"sync"

	"github.com/ddhook/ddhook/hook/source"
)

// ignoreComment matches a line with an ignore comment, or with what was surely meant to be one: what it begins with, its
// rules, a dash, a reason. Beside the comment lines that Docker knows, those count that only the shell sees as such: in a
// heredoc's script, or at the end of a command. A comment that speaks of such comments is not one.
var ignoreComment = sync.OnceValue(func() *regexp.Regexp {
	const sign = `#[ \t]*ddhook(?::[a-z][a-z-]*|[ \t:_=-]*(?:ignore|disable|skip)\b)[^\w\s]?`
	return regexp.MustCompile(`(?im)^[ \t]*(?:[^#\s].*?[ \t])?(` + sign + `)(.*?)(?:[ \t](--|-|–|—)(?:[ \t](.*))?)?$`)
})

// ignores finds the ignore comments.
func (a *analysis) ignores() []Ignore {
	if !strings.Contains(strings.ToLower(a.Source.Data), "ddhook") {
		return nil
	}
	var found []Ignore
	for _, m := range ignoreComment().FindAllStringSubmatchIndex(a.Source.Data, -1) {
		part := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			// A continuation sign at the end is not part of the comment.
			return strings.TrimRight(strings.TrimSpace(a.Source.Data[m[2*i]:m[2*i+1]]), " \t"+string(a.escape))
		}
		start := m[2]
		// It is about the instruction among whose lines it stands, or the next.
		about := sort.Search(len(a.Instructions), func(i int) bool { return a.Instructions[i].Span.End > start })
		if about == len(a.Instructions) {
			about = -1
		}
		found = append(found, Ignore{
			Sign:        strings.Join(strings.Fields(part(1)), " "),
			Rules:       strings.FieldsFunc(part(2), func(r rune) bool { return strings.ContainsRune(" \t,()[]", r) }),
			Dash:        part(3),
			Reason:      source.Clip(part(4)),
			Span:        source.Span{Start: start, End: a.line(a.Source.LineOf(start)).End},
			Instruction: about,
		})
	}
	return found
}
