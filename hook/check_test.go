package hook

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/config"
	"github.com/ddhook/ddhook/hook/fix"
)

// checkUnchanged checks changes of which git says that no line differs, and returns how many pairs it is asked for each time.
func checkUnchanged(t *testing.T, set changes.Set) (report *Report, asked []int) {
	t.Helper()
	report = &Report{Mode: "staged"}
	err := (check{report: report}).check(set, config.Default(), func(pairs [][2]string) ([]byte, error) {
		asked = append(asked, len(pairs))
		return nil, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return report, asked
}

// TestCheckMany checks more changes than are kept in memory together: each is found once, in order, and git is asked once
// for each part of them.
func TestCheckMany(t *testing.T) {
	const text = "FROM a\nRUN go build\n"
	var set changes.Set
	for i := range atOnce + 1 {
		set.Changes = append(set.Changes, fileOf(fmt.Sprintf("%04d.Dockerfile", i), text+"RUN b\n", text))
	}
	report, asked := checkUnchanged(t, set)
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

// Of files that are much work, fewer are kept in memory together.
func TestCheckLarge(t *testing.T) {
	text := "FROM a\nRUN go build\n" + strings.Repeat("#\n", 400_000)
	set := changes.Set{Changes: []changes.Change{fileOf("a.Dockerfile", text+"#a\n", text), fileOf("b.Dockerfile", text+"#b\n", text)}}
	report, asked := checkUnchanged(t, set)
	if fmt.Sprint(asked) != "[1 1]" || len(report.Existing) != 2 || report.used < 20 { // of which what is kept takes most
		t.Errorf("git is asked for %d pairs, %d violations are old, and %.1f of a file's work was done", asked, len(report.Existing), report.used)
	}
}

// Equal contents are judged once, however they are spread, and findings come in the order of the files.
func TestCheckCopies(t *testing.T) {
	reads, fails := 0, 0
	var set changes.Set
	for i := range 40 {
		id := string("ab"[i%2])
		text := []byte("FROM " + id + "\nRUN go build\n")
		set.Changes = append(set.Changes, changes.Change{
			Path: fmt.Sprintf("%02d.Dockerfile", i), ID: id,
			New: func() ([]byte, error) { reads++; return text, nil },
		})
	}
	for i := range 9 {
		set.Changes = append(set.Changes, changes.Change{
			Path: fmt.Sprintf("x%d.Dockerfile", i), ID: "c",
			New: func() ([]byte, error) { fails++; return nil, errors.New("gone") },
		})
	}
	report := &Report{Mode: "staged"}
	err := (check{report: report}).check(set, config.Default(), nil)
	if err == nil || strings.Count(err.Error(), "Dockerfile: reading it: gone") != 9 || fails != 1 || report.used < 1 {
		t.Errorf("%d reads that fail, with %.1f of a file's work: %v", fails, report.used, err)
	}
	if reads != 2 || len(report.Findings) != 40 {
		t.Errorf("%d findings of %d reads", len(report.Findings), reads)
	}
	for i, f := range report.Findings {
		if f.Path != fmt.Sprintf("%02d.Dockerfile", i) || f.ByHand {
			t.Errorf("finding %d is in %s, by hand: %v", i, f.Path, f.ByHand)
		}
	}
}

// All files together are bounded too: what is found until then is told, and that it is not all.
func TestCheckTooMuch(t *testing.T) {
	var set changes.Set
	for i := range 100 {
		set.Changes = append(set.Changes, fileOf(fmt.Sprintf("%02d.Dockerfile", i), "FROM a\nRUN go build\n"))
	}
	for _, tt := range []struct {
		name   string
		report Report
		found  int
		err    bool
		byHand bool
	}{
		{name: "nothing before", found: 100},
		{name: "many violations before", report: Report{found: maxFound - 9}, found: 10, err: true},
		{name: "much work before", report: Report{used: maxUsed + 1}, err: true},
		{name: "too long before", report: Report{isLate: func() bool { return true }}, err: true},
		{name: "many repairs tried before", report: Report{repaired: fix.Result{Spent: 1 << 40}}, found: 100, byHand: true},
	} {
		r := &tt.report
		err := (check{report: r}).check(set, config.Default(), nil)
		if len(r.Findings) != tt.found || (err != nil) != tt.err || err != nil && !strings.Contains(err.Error(), "too much to look at together") {
			t.Errorf("%s: %d findings, %v", tt.name, len(r.Findings), err)
		}
		if len(r.Findings) > 0 && r.Findings[0].ByHand != tt.byHand {
			t.Errorf("%s: by hand: %v", tt.name, r.Findings[0].ByHand)
		}
	}
}
