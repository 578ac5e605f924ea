package fix_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"pgregory.net/rapid"

	"github.com/ddhook/ddhook/hook/fix"
	"github.com/ddhook/ddhook/hook/judge"
	"github.com/ddhook/ddhook/hook/rules"
	"github.com/ddhook/ddhook/hook/shell"
)

// TestMain has property tests try the same values each time, so that a change is blamed for what it broke alone;
// -rapid.seed=0 tries other ones.
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.seed", "1"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// laws holds for every file: what is left is listed, and nothing but what was asked for has changed. They look at the
// result by other means than the proofs of the package do.
func laws(t fataler, data []byte) fix.Result {
	r, err := fix.File(strict(), data)
	if err != nil {
		t.Fatalf("%v", err)
	}
	verdict, err := judge.File(strict(), r.Data, false)
	if err != nil {
		t.Fatalf("%v", err)
	}
	if len(verdict.Violations) != len(r.Left) {
		t.Fatalf("%d violations, but %d are listed as left\n%s", len(verdict.Violations), len(r.Left), r.Data)
	}
	for i, v := range verdict.Violations {
		if r.Verdict.Violations[i].Span() != v.Span() || r.Left[i] == "" {
			t.Fatalf("a violation of %s is left without a reason\n%s", v.Rule, r.Data)
		}
	}
	if parses(data) != parses(r.Data) {
		t.Fatalf("docker build's parser takes only one of\n%s\nand\n%s", data, r.Data)
	}
	if len(r.Repairs) == 0 && !bytes.Equal(data, r.Data) {
		t.Fatalf("nothing is repaired, yet it is another file\n%s\n%s", data, r.Data)
	}
	if again, err := fix.File(strict(), r.Data); err != nil || !bytes.Equal(again.Data, r.Data) || len(again.Repairs) > 0 {
		t.Fatalf("once more, it becomes another file: %v\n%s\n%s", err, r.Data, again.Data)
	}
	if before, after := others(t, data), others(t, r.Data); !slices.Equal(before, after) {
		t.Fatalf("the commands are not the same\n%q\n%q\nin\n%s\nand\n%s", before, after, data, r.Data)
	}
	return r
}

// strict is a judge with every rule.
func strict() *rules.Set {
	return rules.NewSet(nil, map[string]bool{"name-the-decision": true}, reference)
}

type fataler interface {
	Fatalf(format string, args ...any)
}

func parses(data []byte) bool {
	_, err := parser.Parse(bytes.NewReader(data))
	return err == nil
}

// others are the commands of a file without what a repair may change: the module downloads, what does nothing without
// them, the -mod flags of builds, and what only runs other commands.
func others(t fataler, data []byte) (all []string) {
	v, err := judge.File(strict(), data, false)
	if err != nil {
		t.Fatalf("%v", err)
	}
	for _, c := range v.Commands {
		if shell.OnlyRuns(c.Program) || slices.Contains(strings.Fields("cd echo set export true :"), c.Program) {
			continue
		}
		var words []string
		for i, w := range c.Words {
			isFlag := strings.HasPrefix(w.Text, "-mod") || strings.HasPrefix(w.Text, "--mod")
			isValue := i > 0 && (c.Words[i-1].Text == "-mod" || c.Words[i-1].Text == "--mod")
			if !isFlag && !isValue {
				words = append(words, w.Text)
			}
		}
		for _, a := range c.Assigns {
			words = append(words, a.Name+"="+a.Value.Text)
		}
		if text := strings.Join(words, " "); !strings.Contains(text, "mod download") {
			all = append(all, c.Keyword+" "+text)
		}
	}
	return all
}

func FuzzFile(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("..", "..", "testdata", "*", "*.Dockerfile"))
	if err != nil || len(files) == 0 {
		f.Fatalf("no files: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 4<<10 {
			t.Skip("larger files only take longer")
		}
		laws(t, data)
	})
}

// Files put together from all that a repair has to mind obey the laws.
func TestGenerated(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { laws(t, []byte(generate(t))) })
}

// generateScript puts a script together from what a repair has to mind.
func generateScript(t *rapid.T, depth int) string {
	pick := func(name string, from ...string) string { return rapid.SampledFrom(from).Draw(t, name) }
	if depth == 0 || rapid.IntRange(0, 2).Draw(t, "leaf") == 0 {
		return pick("command", "ls", "cd .", "set -e", "ls x && go mod download", "go mod download", "go mod download -x >/dev/null", "GOFLAGS=-mod=vendor go build",
			"go build", "go build -mod=vendor .", "go build -C x -o y", "go build $FLAGS", "go vet", "X=1", "time go mod download",
			`"go" build -mod "readonly"`, "exit 1", "timeout 5 go mod download")
	}
	a, b := generateScript(t, depth-1), generateScript(t, depth-1)
	return fmt.Sprintf(pick("form", "%s && %s", "%s; %s", "%s || %s", "%s | %s", "(%s; %s)", "{ %s; %s; }", "%s &\\\n %s",
		"if %s; then %s; fi", "for x in a b; do %s; %s; done", "f() { %s; }; f; %s", "%s && \\\n    # why\n    %s",
		"%s \\\n    && %s", "sh -c '%s' && %s", "%s; sh -c \"%s\"", "eval '%s'; %s", "X=$(%s); %s", "! %s; %s"), a, b)
}

func generate(t *rapid.T) string {
	pick := func(name string, from ...string) string { return rapid.SampledFrom(from).Draw(t, name) }
	instruction := func() string {
		keyword := pick("keyword", "RUN", "RUN", "RUN --mount=type=cache,target=/go/pkg/mod", "ONBUILD RUN", "CMD", "  RUN")
		s := generateScript(t, rapid.IntRange(0, 3).Draw(t, "depth"))
		switch rapid.IntRange(0, 6).Draw(t, "shape") {
		case 0:
			return "RUN <<E\n" + strings.ReplaceAll(s, "; ", "\n") + "\nE"
		case 1:
			return keyword + ` ["sh", "-c", "` + strings.NewReplacer(`"`, `\"`, "\\\n", "", "# why\n", "").Replace(s) + `"]`
		case 2:
			return pick("other", "", "# a comment", "# ddhook:ignore require-mod-mod -- why", "# DD-BUILD-001", "COPY . .",
				`RUN ["go", "build", "."]`, `RUN ["go","mod","download"]`, "ARG FLAGS=-v", "ENV GOFLAGS=-mod=vendor", "FROM x")
		}
		return keyword + " " + s
	}
	lines := []string{"FROM golang"}
	for range rapid.IntRange(1, 6).Draw(t, "instructions") {
		lines = append(lines, instruction())
	}
	end := pick("line end", "\n", "\r\n")
	return strings.ReplaceAll(strings.Join(lines, "\n")+pick("last", "\n", ""), "\n", end)
}
