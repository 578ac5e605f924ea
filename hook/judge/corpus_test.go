package judge_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/ddhook/ddhook/hook/judge"
)

// Real Dockerfiles, labelled by hand. DDHOOK_CORPUS names a folder that holds them: labels.jsonl, with an object a
// line, and the files that it names.
func TestCorpus(t *testing.T) {
	corpus := os.Getenv("DDHOOK_CORPUS")
	if corpus == "" {
		t.Skip("DDHOOK_CORPUS names no folder of labelled Dockerfiles")
	}
	labels, err := os.Open(filepath.Join(corpus, "labels.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer labels.Close()
	lines := bufio.NewScanner(labels)
	for lines.Scan() {
		var l label
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		t.Run(l.File, func(t *testing.T) { l.check(t, filepath.Join(corpus, l.File)) })
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}

// label is what a person found in a file.
type label struct {
	File     string
	Findings []struct {
		Rule string
		Line int // 1-based
	}
	Note string
}

func (l label) check(t *testing.T, path string) {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	v, err := judge.File(defaultRules(), data, false)
	if err != nil {
		t.Fatal(err)
	}
	var got, want []string
	for _, violation := range v.Violations {
		got = append(got, fmt.Sprintf("%d %s", v.Source.LineOf(violation.Span().Start), violation.Rule))
	}
	for _, f := range l.Findings {
		want = append(want, fmt.Sprintf("%d %s", f.Line, f.Rule))
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("found %q, labelled %q (%s); warnings %v", got, want, l.Note, v.Warnings)
	}
}
