package hook

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/config"
	"github.com/ddhook/ddhook/hook/repo/gitcli"
	"github.com/ddhook/ddhook/hook/repo/gittest"
)

// fileOf is a new file, or one that was old before, in memory.
func fileOf(path, text string, old ...string) changes.Change {
	return changes.Change{
		Path: path,
		New:  func() ([]byte, error) { return []byte(text), nil },
		Olds: func() (olds []changes.Old, err error) {
			for _, text := range old {
				olds = append(olds, changes.Old{Path: path, Read: func() ([]byte, error) { return []byte(text), nil }})
			}
			return olds, nil
		},
	}
}

// comments are lines of so many bytes, or one line less.
func comments(size int) string { return strings.Repeat("#"+strings.Repeat("x", 62)+"\n", size/64) }

func TestRemedy(t *testing.T) {
	const unfixable = "RUN go mod download || true\n"
	for _, tt := range []struct {
		name      string
		mode      string
		text, old string
		files     int // as many of these
		want      []Remedy
	}{
		{name: "by fix", mode: "staged", text: "FROM a\nRUN go build\n", want: []Remedy{ByFix}},
		{name: "by hand", mode: "staged", text: "FROM a\nRUN go build\n" + unfixable, want: []Remedy{ByHand, ByHand}},
		{name: "what is left is old", mode: "staged", text: "FROM a\nRUN go build\n" + unfixable, old: "FROM a\n" + unfixable, want: []Remedy{ByFix}},
		{name: "what is left is new", mode: "staged", text: "FROM a\nRUN go build\n" + unfixable, old: "FROM a\nRUN go build\n", want: []Remedy{ByHand}},
		{name: "of a line a part is left", mode: "staged", text: "FROM a\nRUN go build; go mod download || true\n", want: []Remedy{ByHand, ByHand}},
		{name: "what docker cannot parse", mode: "scan", text: "# escape=x\nFROM a\nRUN go build\n", want: []Remedy{ByHand}},
		{name: "not before a commit", mode: "diff", text: "FROM a\nRUN go build\n", want: []Remedy{Untried}},
		{name: "too many files", mode: "staged", text: "FROM a\nRUN go build\n", files: 12,
			want: []Remedy{ByFix, ByFix, ByFix, ByFix, ByFix, ByFix, ByFix, ByFix, ByFix, ByFix, Untried, Untried}},
		{name: "too much work", mode: "staged", text: comments(maxEffort) + "FROM a\nRUN go build\n", want: []Remedy{Untried}},
		{name: "too much work with what was done before", mode: "staged", files: 3,
			text: comments(maxEffort/3+64) + "FROM a\nRUN go build\n", want: []Remedy{ByFix, ByFix, Untried}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var set changes.Set
			for i := range max(tt.files, 1) {
				c := fileOf(fmt.Sprintf("%d.Dockerfile", i), tt.text)
				if tt.old != "" {
					c = fileOf(c.Path, tt.text, tt.old)
				}
				set.Changes = append(set.Changes, c)
			}
			report := &Report{Mode: tt.mode}
			git := gitcli.New(context.Background(), t.TempDir(), "", gittest.Environ(t.TempDir()))
			if err := report.check(judgeBy(config.Default()), set, git.DiffTexts); err != nil {
				t.Fatal(err)
			}
			var got []Remedy
			for _, f := range report.Findings {
				got = append(got, f.Remedy)
			}
			if fmt.Sprint(got) != fmt.Sprint(tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}
