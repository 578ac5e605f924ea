package rules

import "fmt"

func noGoModDownload() Rule {
	return Rule{
		Name:    "no-go-mod-download",
		Summary: "no Dockerfile runs go mod download",
		Default: true,
		Why: "Image builds that run side by side each start a `go mod download` of every module in go.mod, needed or not; " +
			"they compete for network, memory and disk until builds hang or are killed. `go build -mod=mod` downloads just " +
			"what it compiles, in the step that needs it (DECISION).",
		Wrong: `FROM golang:1.25
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN go build -mod=mod -o /out/service ./cmd/service
`,
		Right: `FROM golang:1.25
COPY go.mod go.sum ./
COPY . .
RUN go build -mod=mod -o /out/service ./cmd/service
`,
		Caveats: []string{
			"The layer that held the downloaded modules is gone. A cache mount keeps its speed: " +
				"`RUN --mount=type=cache,target=/go/pkg/mod go build -mod=mod ...`.",
		},
		Check: checkNoGoModDownload,
	}
}

func checkNoGoModDownload(f *File) []Violation {
	var found []Violation
	for _, c := range f.Calls {
		if c.Subcommand == "mod download" {
			found = append(found, Violation{
				Call: c, Command: "go mod download",
				Message: fmt.Sprintf("go mod download makes parallel image builds hang (%s)", f.Reference),
				Fix:     "take it out: go build -mod=mod downloads what it needs",
			})
		}
	}
	return found
}
