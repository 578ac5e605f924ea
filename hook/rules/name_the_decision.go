package rules

import (
	"fmt"
	"strings"
)

func nameTheDecision() Rule {
	return Rule{
		Name:    "name-the-decision",
		Summary: "a Dockerfile with go build names the decision in a comment",
		Why: "Who comes across -mod=mod later should find out why it is there without asking. A comment that names DECISION " +
			"is enough.",
		Wrong: `FROM golang:1.25
COPY . .
RUN go build -mod=mod -o /out/service ./cmd/service
`,
		Right: `FROM golang:1.25
COPY . .
# -mod=mod: the build downloads the modules it needs (DECISION)
RUN go build -mod=mod -o /out/service ./cmd/service
`,
		Caveats: []string{"It is off unless .ddhook.yaml turns it on."},
		Check:   checkNameTheDecision,
	}
}

func checkNameTheDecision(f *File) []Violation {
	for _, c := range f.Comments {
		if strings.Contains(c.Text, f.Reference) {
			return nil
		}
	}
	for _, c := range f.Calls {
		if c.Subcommand == "build" {
			return []Violation{{
				Call: c, WholeFile: true, Command: "go build",
				Message: fmt.Sprintf("no comment in this file names %s", f.Reference),
				Fix:     fmt.Sprintf("add a comment above: # -mod=mod: the build downloads the modules it needs (%s)", f.Reference),
			}}
		}
	}
	return nil
}
