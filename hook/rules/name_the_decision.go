package rules

import (
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/dockerfile"
)

func nameTheDecision(reference string) Rule {
	return Rule{
		Name:    "name-the-decision",
		About:   builtIn("go build")(),
		Message: reference,
		always: Violation{
			WholeFile: true,
			Message:   "no comment in this file names " + reference,
			Fix:       "add a comment above: # " + decisionComment(reference),
			repair:    Repair{What: "a comment put in that names " + reference, Comment: decisionComment(reference)},
		},
	}
}

// NamesDecision reports whether a comment names the decision.
func (f *File) NamesDecision() bool {
	return slices.ContainsFunc(f.Comments, func(c dockerfile.Comment) bool { return strings.Contains(c.Text, f.Reference) })
}
