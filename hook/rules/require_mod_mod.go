package rules

import (
	"fmt"

	"github.com/ddhook/ddhook/hook/gocmd"
)

func requireModMod() Rule {
	return Rule{
		Name:    "require-mod-mod",
		Summary: "every go build in a Dockerfile carries -mod=mod",
		Default: true,
		Why: "Without a separate download step, the build itself has to fetch modules, and `-mod=mod` says so where everybody " +
			"sees it: on the command. An ENV or ARG of GOFLAGS somewhere above can be changed without anybody looking at the " +
			"build, so it does not count (DECISION).",
		Wrong: `FROM golang:1.25
COPY . .
RUN CGO_ENABLED=0 go build -o /out/service ./cmd/service
`,
		Right: `FROM golang:1.25
COPY . .
# -mod=mod: the build downloads the modules it needs (DECISION)
RUN CGO_ENABLED=0 go build -mod=mod -o /out/service ./cmd/service
`,
		Caveats: []string{
			"Go's own default is -mod=readonly since Go 1.16: with -mod=mod the build may change go.mod and go.sum inside the " +
				"image. `go mod tidy -diff` in CI shows that the committed ones were complete.",
			"A requirement that go.mod lacks is resolved to the newest version there is on the day of the build.",
			"With a go.work file -mod=mod is an error; build with GOWORK=off.",
			"With GO111MODULE=off it is an error too.",
			"A vendor folder is ignored, and the network is used.",
			"A cache mount for /go/pkg/mod keeps the speed of a download layer.",
		},
		Check: checkRequireModMod,
	}
}

func checkRequireModMod(f *File) []Violation {
	var found []Violation
	for _, c := range f.Calls {
		if c.Subcommand != "build" || c.Mod.Value == "mod" && c.Mod.From != gocmd.Ambient {
			continue
		}
		problem, fix := modProblem(c.Call)
		found = append(found, Violation{
			Call: c, Command: "go build",
			Message: fmt.Sprintf("%s (%s)", problem, f.Reference), Fix: fix,
		})
	}
	return found
}

// modProblem says what is wrong with the -mod of a build, and what to do about it.
func modProblem(c gocmd.Call) (problem, fix string) {
	put := "write it right after build: go build -mod=mod"
	switch {
	case c.Mod.From == gocmd.OnCommand && c.Mod.Value != "":
		return "go build with -mod=" + c.Mod.Value + " instead of -mod=mod", "write -mod=mod in its place"
	case c.Mod.From == gocmd.OnCommand:
		return "go build with a -mod that is not known to be mod", "write -mod=mod in its place"
	case c.Mod.From == gocmd.Own:
		return "go build with a GOFLAGS of its own that does not say -mod=mod", put
	case misplaced(c):
		return "go build with -mod=mod in a place where it is no flag", put
	case c.Mod.From == gocmd.Ambient && c.Mod.Value == "mod":
		return "go build without -mod=mod: a GOFLAGS set elsewhere does not count", put
	case c.Mod.From == gocmd.Ambient && c.Mod.Value != "":
		return "go build without -mod=mod, and GOFLAGS makes it -mod=" + c.Mod.Value, put
	}
	return "go build without -mod=mod", put
}

// misplaced finds a -mod=mod among the arguments that was not read as a flag.
func misplaced(c gocmd.Call) bool {
	for _, w := range c.Command.Words {
		if w.Text == "-mod=mod" || w.Text == "--mod=mod" {
			return true
		}
	}
	return false
}
