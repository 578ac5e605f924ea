package hook

import (
	"slices"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/config"
)

// fileOf is a new file, or one that was old before, in memory.
func fileOf(path, text string, old ...string) changes.Change {
	return changes.Change{
		Path: path,
		New:  func() ([]byte, error) { return []byte(text), nil },
		Olds: func() (olds []changes.Content, err error) {
			for _, text := range old {
				olds = append(olds, func() ([]byte, error) { return []byte(text), nil })
			}
			return olds, nil
		},
	}
}

// What a repair would leave is said to be repaired by hand.
func TestByHand(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       []bool
	}{
		{"by fix", "FROM a\nRUN go build\n", []bool{false}},
		{"one of two", "FROM a\nRUN go build\nRUN go mod download || ls\n", []bool{false, true}},
		{"what docker cannot parse", "# escape=x\nFROM a\nRUN go build\n", []bool{true}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			report := &Report{Mode: "staged"}
			set := changes.Set{Changes: []changes.Change{fileOf("a.Dockerfile", tt.text)}}
			if err := (check{report: report}).check(set, config.Default(), nil); err != nil {
				t.Fatal(err)
			}
			var got []bool
			for _, f := range report.Findings {
				got = append(got, f.ByHand)
				if strings.HasPrefix(f.Fix, "by hand: ") != f.ByHand {
					t.Errorf("line %d: %s", f.Line, f.Fix)
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}
