package compare

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/judge"
	"github.com/ddhook/ddhook/hook/repo/gitcli"
	"github.com/ddhook/ddhook/hook/repo/gittest"
	"github.com/ddhook/ddhook/hook/rules"
)

// fileOf is a file whose lines git has compared.
func fileOf(t *testing.T, now string, olds ...string) File {
	t.Helper()
	f := File{Path: "a.Dockerfile", Now: verdict(t, now)}
	for _, old := range olds {
		f.Olds = append(f.Olds, Old{Verdict: verdict(t, old)})
	}
	dir := t.TempDir()
	if err := MapLines([]File{f}, gitcli.New(context.Background(), dir, "", gittest.Environ(dir)).DiffTexts); err != nil {
		t.Fatal(err)
	}
	return f
}

func verdict(t *testing.T, text string) judge.Verdict {
	t.Helper()
	v, err := judge.File(rules.NewSet(nil, map[string]bool{"name-the-decision": true}, "THE-DECISION"), []byte(text), false)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// show gives a violation as "line rule", without the rules' common parts.
func show(v judge.Verdict, found rules.Violation) string {
	short := map[string]string{"no-go-mod-download": "download", "require-mod-mod": "build", "name-the-decision": "name"}
	return fmt.Sprintf("%d %s", v.Source.LineOf(found.Span().Start), short[found.Rule])
}

// split shows the violations that are new, those that are not, and the notes on the former.
func split(file File) (introduced, existing, notes []string) {
	for _, v := range file.Now.Violations {
		if isOld, note := file.Existing(v); isOld {
			existing = append(existing, show(file.Now, v))
		} else {
			introduced, notes = append(introduced, show(file.Now, v)), append(notes, note)
		}
	}
	return introduced, existing, notes
}

func TestCompare(t *testing.T) {
	const named = "# THE-DECISION\n"
	tests := []struct {
		name       string
		olds       []string
		now        string
		introduced []string
		existing   []string
		note       string // of the first introduced one
	}{
		{
			name: "no old version", now: named + "RUN go mod download\n",
			introduced: []string{"2 download"},
		},
		{
			name: "an old violation stays where an unrelated line changes",
			olds: []string{named + "RUN go mod download\nRUN echo 1\n"}, now: named + "RUN go mod download\nRUN echo 2\n",
			existing: []string{"2 download"},
		},
		{
			name: "lines above push it down",
			olds: []string{named + "RUN go mod download\n"}, now: named + "FROM x\nENV A=1\nRUN go mod download\n",
			existing: []string{"4 download"},
		},
		{
			name: "the flag's line is deleted",
			olds: []string{named + "RUN go build \\\n  -mod=mod \\\n  -o x\n"}, now: named + "RUN go build \\\n  -o x\n",
			introduced: []string{"2 build"}, note: "this command is unchanged; what it runs was: go build -mod=mod -o x",
		},
		{
			name: "a line of a command that was in violation is changed",
			olds: []string{named + "RUN go build \\\n  -o x\n"}, now: named + "RUN go build \\\n  -o y\n",
			introduced: []string{"2 build"}, note: "you changed this command; it was in violation before",
		},
		{
			name: "a comment among its lines is no line of the command",
			olds: []string{named + "RUN go build \\\n  -o x\n"}, now: named + "RUN go build \\\n  # why\n  -o x\n",
			existing: []string{"2 build"},
		},
		{
			name: "a neighbour in the same instruction is changed",
			olds: []string{named + "RUN a && \\\n  go build && \\\n  b\n"}, now: named + "RUN a && \\\n  go build && \\\n  c\n",
			existing: []string{"3 build"},
		},
		{
			name: "the value of its variable is deleted",
			olds: []string{named + "ENV F=-mod=mod\nRUN go build $F\n"}, now: named + "RUN go build $F\n",
			introduced: []string{"2 build"}, note: "this command is unchanged; what it runs was: go build -mod=mod",
		},
		{
			name: "what it is a word of is changed",
			olds: []string{named + "RUN echo \\\n  go build\n"}, now: named + "RUN true && \\\n  go build\n",
			introduced: []string{"3 build"}, note: "this line is unchanged; what stands around it made it a command",
		},
		{
			name: "one bad value becomes another",
			olds: []string{named + "ENV F=-mod=vendor\nRUN go build $F\n"}, now: named + "ENV F=-mod=readonly\nRUN go build $F\n",
			existing: []string{"3 build"},
		},
		{
			name: "re-indented",
			olds: []string{named + "RUN a; \\\n  go build\n"}, now: named + "RUN a; \\\n    go build\n",
			introduced: []string{"3 build"}, note: "you changed this command; it was in violation before",
		},
		{
			name: "its only line is changed",
			olds: []string{named + "RUN go mod download\nRUN x\n"}, now: named + "RUN go mod download -x\nRUN x\n",
			introduced: []string{"2 download"}, note: "you changed this command; it was in violation before",
		},
		{
			name: "other line ends",
			olds: []string{named + "RUN go build\nRUN x\n"}, now: "# THE-DECISION\r\nRUN go build\r\nRUN x\r\n",
			existing: []string{"2 build"},
		},
		{
			name:       "an ignore comment is taken away",
			olds:       []string{named + "# ddhook:ignore no-go-mod-download -- cached\nRUN go mod download\n"},
			now:        named + "RUN go mod download\n",
			introduced: []string{"2 download"}, note: "this command is unchanged; a ddhook:ignore comment silenced it before",
		},
		{
			name: "a second one beside the first",
			olds: []string{named + "RUN go mod download\n"}, now: named + "RUN go mod download\nRUN go mod download\n",
			introduced: []string{"3 download"}, existing: []string{"2 download"},
		},
		{
			name: "one rule's violation becomes another's",
			olds: []string{named + "ENV C='mod download'\nRUN go $C\n"}, now: named + "ENV C=build\nRUN go $C\n",
			introduced: []string{"3 build"}, note: "this command is unchanged; what it runs was: go mod download",
		},
		{
			name: "a merge: the second parent has it",
			olds: []string{named, named + "RUN go mod download\n"}, now: named + "RUN go mod download\n",
			existing: []string{"2 download"},
		},
		{
			name: "a merge: no parent has it",
			olds: []string{named, named + "RUN x\n"}, now: named + "RUN x\nRUN go mod download\n",
			introduced: []string{"3 download"},
		},
		{
			name: "the whole file: broken before",
			olds: []string{"RUN go build -mod=mod\n"}, now: "FROM x\nRUN go build -mod=mod -v\n",
			existing: []string{"2 name"},
		},
		{
			name: "the whole file: the comment is taken away",
			olds: []string{named + "RUN go build -mod=mod\n"}, now: "RUN go build -mod=mod\n",
			introduced: []string{"1 name"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			file := fileOf(t, tt.now, tt.olds...)
			introduced, existing, notes := split(file)
			if !slices.Equal(introduced, tt.introduced) || !slices.Equal(existing, tt.existing) {
				t.Errorf("introduced %q, existing %q; want %q, %q", introduced, existing, tt.introduced, tt.existing)
			}
			if len(notes) > 0 && notes[0] != tt.note {
				t.Errorf("note %q, want %q", notes[0], tt.note)
			}
		})
	}
}

func TestNoteTellsWhatRan(t *testing.T) {
	file := fileOf(t, "RUN go build $F $(flags)\n", "ENV F=-mod=mod\nRUN go build $F $(flags)\n")
	_, _, notes := split(file)
	if got := notes[0]; !strings.HasPrefix(got, "this command is unchanged; what it runs was: go build -mod=mod") {
		t.Errorf("note: %q", got)
	}
}

// TestLineIsReadOnce compares many violations of one line, of which the old version has as many commands.
func TestLineIsReadOnce(t *testing.T) {
	file := fileOf(t, "ENV F=\nRUN go build $F; go build $F\n", "ENV F=-mod=mod\nRUN go build $F; go build $F\n")
	split(file)
	file.Olds[0].part.ran["go"] = "what was read"
	_, _, notes := split(file)
	if note := notes[len(notes)-1]; !strings.HasSuffix(note, "what it runs was: what was read") {
		t.Errorf("it was read again: %q", note)
	}
}
