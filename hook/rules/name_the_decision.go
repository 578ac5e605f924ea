package rules

import (
	"fmt"
	"strings"
)

func nameTheDecision(reference string) Rule {
	return Rule{
		Name:    "name-the-decision",
		Command: patterns("go build"),
		Wrong: examples(`FROM golang:1.25
COPY . .
RUN go build -mod=mod -o /out/service ./cmd/service
`),
		Right: examples(`FROM golang:1.25
COPY . .
# ` + decisionComment(reference) + `
RUN go build -mod=mod -o /out/service ./cmd/service
`),
		builtin: builtin{
			Summary: "a Dockerfile with go build names the decision in a comment",
			Why: "Who comes across -mod=mod later should find out why it is there without asking. A comment that names " +
				reference + " is enough.",
			Caveats: []string{"It is off unless .ddhook.yaml turns it on."},
			check:   checkNameTheDecision,
		},
	}
}

func checkNameTheDecision(f *File, build Command) (v Violation, ok bool) {
	for _, c := range f.Comments {
		if strings.Contains(c.Text, f.Reference) {
			return v, false
		}
	}
	comment := decisionComment(f.Reference)
	return Violation{
		Rule: "name-the-decision", Command: build, WholeFile: true, Title: "go build",
		Message: fmt.Sprintf("no comment in this file names %s", f.Reference),
		Fix:     "add a comment above: # " + comment,
		Repair: func(*File) (Repair, error) {
			return Repair{What: "a comment put in that names " + f.Reference, Comment: comment}, nil
		},
	}, true
}
