package rules

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

func requireModMod(reference string) Rule {
	flag, _ := ParseRequirement("-mod=mod")
	return Rule{
		Name:    "require-mod-mod",
		Command: patterns("go build"),
		Require: []Requirement{flag},
		Message: reference,
		Wrong: []Example{{Text: `FROM golang:1.25
COPY . .
RUN CGO_ENABLED=0 go build -o /out/service ./cmd/service
`}},
		Right: []Example{{Text: `FROM golang:1.25
COPY . .
# ` + decisionComment(reference) + `
RUN CGO_ENABLED=0 go build -mod=mod -o /out/service ./cmd/service
`}},
		builtin: builtin{
			Summary: "every go build in a Dockerfile carries -mod=mod",
			Default: true,
			Why: "Without a separate download step, the build itself has to fetch modules, and `-mod=mod` says so where everybody " +
				"sees it: on the command. An ENV or ARG of GOFLAGS somewhere above can be changed without anybody looking at the " +
				"build, so it does not count (" + reference + ").",
			Caveats: []string{
				"Go's own default is -mod=readonly since Go 1.16: with -mod=mod the build may change go.mod and go.sum inside the " +
					"image. `go mod tidy -diff` in CI shows that the committed ones were complete.",
				"A requirement that go.mod lacks is resolved to the newest version there is on the day of the build.",
				"With a go.work file -mod=mod is an error; build with GOWORK=off.",
				"With GO111MODULE=off it is an error too.",
				"A vendor folder is ignored, and the network is used.",
				"A cache mount for /go/pkg/mod keeps the speed of a download layer.",
			},
			explicit: true,
			finish:   finishModMod,
		},
	}
}

func decisionComment(reference string) string {
	return "-mod=mod: the build downloads the modules it needs (" + reference + ")"
}

// finishModMod completes a repair. The error says why -mod=mod would break the build, as far as the file tells.
func finishModMod(f *File, c Command, repair *Repair) error {
	mode, _ := c.Assign("GO111MODULE")
	proxy, _ := c.Assign("GOPROXY")
	work, _ := c.Assign("GOWORK")
	repair.Comment = decisionComment(f.Reference)
	repair.Workspace = work.Value.Text != "off"
	if strings.Contains(repair.Override, "-mod=vendor") {
		repair.Override += ", which was a decision: the modules come from the network now, not from the vendor folder"
	}
	switch {
	case mode.Value.Text == "off" || mode.Value.Text == "auto":
		return errors.New("with GO111MODULE=" + mode.Value.Text + " a -mod may be an error")
	case proxy.Value.Text == "off":
		return errors.New("with GOPROXY=off nothing can be downloaded")
	case strings.Contains(f.text(c.Instruction), "--network=none"):
		return errors.New("it is run without network")
	}
	const known, byDefault = 14, 16 // the releases of Go 1 that brought -mod=mod, and modules without GO111MODULE=on
	if v := f.goVersion(c.Instruction); v > 0 && (v < known || v < byDefault && mode.Value.Text != "on") {
		return fmt.Errorf("with Go 1.%d -mod=mod may be an error", v)
	}
	return nil
}

var golangImage = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\bgolang:1\.(\d+)`) })

// goVersion returns the N of Go 1.N in the image that an instruction is run in; 0 when no FROM of its stage, or of those
// that this is built on, tells.
func (f *File) goVersion(instruction int) int {
	stage := ""
	for i := instruction; i >= 0; i-- {
		words := strings.Fields(strings.ToLower(f.text(i)))
		if f.Instructions[i].Keyword != "FROM" || stage != "" && words[len(words)-1] != stage {
			continue
		}
		words = slices.DeleteFunc(words, func(w string) bool { return strings.HasPrefix(w, "--") })
		stage = words[min(1, len(words)-1)]
		if m := golangImage().FindStringSubmatch(stage); m != nil {
			v, _ := strconv.Atoi(m[1])
			return v
		}
	}
	return 0
}
