package judge

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/rules"
)

// Examples tries the examples of all rules of a set, also of those that are off, and returns an error for each that is not
// as it says. It begins with the place of the example in the settings, which are at path.
func Examples(set *rules.Set, path string) (wrong []error) {
	set = set.AllOn()
	var b budget.Budget // one for all of them: they are as much as a file
	for _, r := range set.Rules {
		r = r.Explained()
		for i, e := range slices.Concat(r.Wrong, r.Right) {
			complaint := "does not break it; correct the patterns, or put it below right"
			if i >= len(r.Wrong) {
				complaint = "breaks it; correct the patterns, or put it below wrong"
			}
			v, err := file(set, []byte(e.Dockerfile()), false, &b, false) // what cannot be read breaks nothing
			if b.Spent() || b.Scanning() {
				return append(wrong, fmt.Errorf("%s: its examples take too much work; shorten those of rule %s", path, r.Name))
			}
			isOfRule := func(found rules.Violation) bool { return found.Rule == r.Name }
			if breaks := err == nil && slices.ContainsFunc(v.Violations, isOfRule); breaks == (i < len(r.Wrong)) {
				continue
			}
			line, _, _ := strings.Cut(strings.TrimSpace(e.Text), "\n")
			place := fmt.Sprintf("%s:%d:%d", path, e.Line, e.Column)
			wrong = append(wrong, fmt.Errorf("%s: rule %s: the example %q %s", place, r.Name, line, complaint))
		}
	}
	return wrong
}
