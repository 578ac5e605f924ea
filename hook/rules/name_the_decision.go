package rules

import (
	"fmt"
	"strings"
)

func nameTheDecision() Rule {
	return Rule{
		Name: "name-the-decision",
		Wrong: examples(`FROM golang:1.25
COPY . .
RUN go build -mod=mod -o /out/service ./cmd/service
`),
		Right: examples(`FROM golang:1.25
COPY . .
# -mod=mod: the build downloads the modules it needs (DECISION)
RUN go build -mod=mod -o /out/service ./cmd/service
`),
		builtin: builtin{
			Summary: "a Dockerfile with go build names the decision in a comment",
			Why: "Who comes across -mod=mod later should find out why it is there without asking. A comment that names DECISION " +
				"is enough.",
			Caveats: []string{"It is off unless .ddhook.yaml turns it on."},
			check:   checkNameTheDecision,
		},
	}
}

func checkNameTheDecision(f *File) []Violation {
	for _, c := range f.Comments {
		if strings.Contains(c.Text, f.Reference) {
			return nil
		}
	}
	comment := strings.ReplaceAll(decisionComment, placeholder, f.Reference)
	build := patterns("go build")
	for _, c := range f.Commands {
		if titleOf(c, build) != "" {
			return []Violation{{
				Rule: "name-the-decision", Command: c, WholeFile: true, Title: "go build",
				Message: fmt.Sprintf("no comment in this file names %s", f.Reference),
				Fix:     "add a comment above: # " + comment,
				Repair: func(*File) (Repair, error) {
					return Repair{What: "a comment put in that names " + f.Reference, Comment: comment}, nil
				},
			}}
		}
	}
	return nil
}

// titleOf returns what a command is called when it meets one of some patterns, "" otherwise.
func titleOf(c Command, patterns []Pattern) string {
	args, ok := read(c.Command)
	if !ok {
		return ""
	}
	m, _ := matchAny(patterns, c, args)
	return m.title
}
