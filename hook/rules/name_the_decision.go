package rules

import (
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/dockerfile"
)

func nameTheDecision(reference string) Rule {
	return Rule{
		Name:   "name-the-decision",
		Forbid: patterns("go build"),
		Wrong: []Example{{Text: `FROM golang:1.25
COPY . .
RUN go build -mod=mod -o /out/service ./cmd/service
`}},
		Right: []Example{{Text: `FROM golang:1.25
COPY . .
# ` + decisionComment(reference) + `
RUN go build -mod=mod -o /out/service ./cmd/service
`}},
		builtin: builtin{
			Summary: "a Dockerfile with go build names the decision in a comment",
			Why: "Who comes across -mod=mod later should find out why it is there without asking. A comment that names " +
				reference + " is enough.",
			Caveats: []string{"It is off unless .ddhook.yaml turns it on."},
			always: diagnosis{
				message: "no comment in this file names " + reference,
				fix:     "add a comment above: # " + decisionComment(reference),
				repair:  Repair{What: "a comment put in that names " + reference, Comment: decisionComment(reference)},
			},
			satisfied: func(f *File) bool {
				return slices.ContainsFunc(f.Comments, func(c dockerfile.Comment) bool { return strings.Contains(c.Text, reference) })
			},
		},
	}
}
