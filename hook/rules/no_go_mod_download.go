package rules

func noGoModDownload(reference string) Rule {
	return Rule{
		Name:   "no-go-mod-download",
		Forbid: patterns("go mod download"),
		Wrong: []Example{{Text: `FROM golang:1.25
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN go build -mod=mod -o /out/service ./cmd/service
`}},
		Right: []Example{{Text: `FROM golang:1.25
COPY go.mod go.sum ./
COPY . .
RUN go build -mod=mod -o /out/service ./cmd/service
`}},
		builtin: builtin{
			Summary: "no Dockerfile runs go mod download",
			Default: true,
			Why: "Image builds that run side by side each start a `go mod download` of every module in go.mod, needed or not; " +
				"they compete for network, memory and disk until builds hang or are killed. `go build -mod=mod` downloads just " +
				"what it compiles, in the step that needs it (" + reference + ").",
			Caveats: []string{
				"The layer that held the downloaded modules is gone. A cache mount keeps its speed: " +
					"`RUN --mount=type=cache,target=/go/pkg/mod go build -mod=mod ...`.",
			},
			always: diagnosis{
				message: "go mod download makes parallel image builds hang (" + reference + ")",
				fix:     "take it out: go build -mod=mod downloads what it needs",
				repair:  Repair{What: "go mod download taken out", TakeOut: true},
			},
			finish: keepDownload,
		},
	}
}

// patterns are those of a built-in rule.
func patterns(texts ...string) (all []Pattern) {
	for _, text := range texts {
		p, err := ParsePattern(text)
		if err != nil {
			panic(err)
		}
		all = append(all, p)
	}
	return all
}
