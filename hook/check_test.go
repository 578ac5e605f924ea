package hook

import (
	"fmt"
	"testing"

	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/config"
)

// TestCheckMany checks more changes than are kept in memory together: each is found once, in order, and git is asked once
// for each part of them.
func TestCheckMany(t *testing.T) {
	const text = "FROM a\nRUN go build\n"
	var set changes.Set
	for i := range atOnce + 1 {
		set.Changes = append(set.Changes, fileOf(fmt.Sprintf("%04d.Dockerfile", i), text+"RUN b\n", text))
	}
	var asked []int
	unchanged := func(pairs [][2]string) ([]byte, error) {
		asked = append(asked, len(pairs))
		return nil, nil
	}
	report := &Report{Mode: "staged"}
	if err := (check{report: report}).check(set, config.Default(), unchanged); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(asked); got != fmt.Sprintf("[%d 1]", atOnce) {
		t.Errorf("git is asked for %s pairs", got)
	}
	if len(report.Existing) != len(set.Changes) || len(report.Findings) > 0 {
		t.Fatalf("%d old, %d new", len(report.Existing), len(report.Findings))
	}
	for i, f := range report.Existing {
		if f.Path != set.Changes[i].Path {
			t.Fatalf("finding %d is in %s", i, f.Path)
		}
	}
}
