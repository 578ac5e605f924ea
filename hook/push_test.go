package hook

import (
	"context"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/repo/gittest"
)

func TestDropRepeated(t *testing.T) {
	f := func(path, rule, command string, line, column int) Finding {
		return Finding{Path: path, Rule: rule, Command: command, Line: line, Column: column, Source: []string{command}}
	}
	first := f("a", "r", "go build", 2, 5)
	for _, tt := range []struct {
		name  string
		other Finding
		want  int
	}{
		{name: "the same", other: first, want: 1},
		{name: "of another file", other: f("b", "r", "go build", 2, 5), want: 2},
		{name: "of another rule", other: f("a", "q", "go build", 2, 5), want: 2},
		{name: "of another command", other: f("a", "r", "go build x", 2, 5), want: 2},
		{name: "at another line", other: f("a", "r", "go build", 3, 5), want: 2},
		{name: "at another column", other: f("a", "r", "go build", 2, 6), want: 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := &Report{Findings: []Finding{first, tt.other}}
			if r.dropRepeated(); len(r.Findings) != tt.want {
				t.Errorf("%d are left, want %d", len(r.Findings), tt.want)
			}
		})
	}
	r := &Report{
		Findings: []Finding{first}, Existing: []Finding{first}, Ignored: []Finding{f("b", "r", "go build", 2, 5)},
		Warnings: []Remark{{"a", 1, "m"}, {"a", 1, "m"}, {"a", 2, "m"}}, Unlisted: []string{"x", "y", "x"},
	}
	want := &Report{
		Findings: []Finding{first}, Existing: []Finding{}, Ignored: []Finding{f("b", "r", "go build", 2, 5)},
		Warnings: []Remark{{"a", 1, "m"}, {"a", 2, "m"}}, Unlisted: []string{"x", "y"},
	}
	if r.dropRepeated(); !reflect.DeepEqual(r, want) {
		t.Errorf("got %+v, want %+v", r, want)
	}
}

// A thousand findings in a line of a megabyte do not take a gigabyte.
func TestDropRepeatedInLongLine(t *testing.T) {
	r := &Report{Findings: make([]Finding, 1000)}
	line := strings.Repeat("x", 1<<20)
	for i := range r.Findings {
		r.Findings[i] = Finding{Column: i + 1, Source: []string{line}}
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	r.dropRepeated()
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; len(r.Findings) != 1000 || n > 10<<20 {
		t.Errorf("%d are left, for %d bytes", len(r.Findings), n)
	}
}

// TestPushRefs pushes several refs that have a version of a file alike: what is old for one of them may be new for another.
func TestPushRefs(t *testing.T) {
	const script = `git init -q repo; cd repo; echo x >x; git add .; git commit -qm 0; git branch lacks
		wrong='FROM golang\nRUN go mod download\n'; printf "$wrong" >a.Dockerfile; git add .; git commit -qm 1; git branch has
		printf "$wrong# more\n" >a.Dockerfile; printf 'FROM a\n' >b.Dockerfile; git add .; git commit -qm 2; git tag old
		git checkout -q lacks; printf "$wrong# more\n" >a.Dockerfile; git add .; git commit -qm 3; git tag new
		git commit -q --allow-empty -m 4; git tag again; git checkout -q --orphan alone; git commit -qm 5; git tag -m t whole
		printf 'FROM golang\nRUN go build\n' >c.Dockerfile; git add .; git commit -qm 6; git tag -m t wider
		printf 'fils: []\n' >.ddhook.yaml; git add .; git commit -qm 7; git tag broken
		git update-ref refs/remotes/o/has has; git update-ref refs/remotes/o/lacks lacks~2`
	dir := gittest.TempDir(t)
	gittest.Sh(t, dir, script)
	tests := []struct {
		name  string
		refs  string
		files int
		want  []string // findings
		old   int
		err   string
	}{
		{name: "old", refs: "old", files: 2, old: 1},
		{name: "new", refs: "new", files: 1, want: []string{"a.Dockerfile"}},
		{name: "old first", refs: "old new again", files: 2, want: []string{"a.Dockerfile"}},
		{name: "new first", refs: "new old again", files: 2, want: []string{"a.Dockerfile"}},
		{name: "all of it is new", refs: "whole wider", files: 2, want: []string{"a.Dockerfile", "c.Dockerfile"}},
		{name: "broken settings, told of the first of some refs", refs: "broken broken old", files: 2, old: 1, err: "refs/tags/broken: the pushed settings: .ddhook.yaml:1:"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			stdin := gittest.Sh(t, dir, `cd repo; for t in `+tt.refs+`; do echo x $(git rev-parse $t) refs/tags/$t 0000000000000000000000000000000000000000; done`)
			o := Options{Dir: filepath.Join(dir, "repo"), Environ: gittest.Environ(dir)}
			report, err := Push(context.Background(), o, changes.PrePush, strings.NewReader(stdin))
			if (err == nil) != (tt.err == "") || err != nil && strings.Count(err.Error(), tt.err) != 1 {
				t.Errorf("got the error %v, want %q", err, tt.err)
			}
			var got []string
			for _, f := range report.Findings {
				got = append(got, f.Path)
			}
			slices.Sort(got)
			if !slices.Equal(got, tt.want) || report.Files != tt.files || len(report.Existing) != tt.old {
				t.Errorf("got %q, %d old in %d files; want %q, %d in %d", got, len(report.Existing), report.Files, tt.want, tt.old, tt.files)
			}
		})
	}
}

// A file that one pushed branch renames is old, and new where another one copies it.
func TestPushRenameAndCopy(t *testing.T) {
	dir := gittest.TempDir(t)
	ids := gittest.Sh(t, dir, `git init -q repo; cd repo; printf 'FROM golang\nRUN go mod download\nRUN ls\n' >Q; git add .; git commit -qm 0
		git update-ref refs/remotes/o/main HEAD; git mv Q c.Dockerfile; git commit -qm 1; git rev-parse HEAD
		git reset -q --hard HEAD^; cp Q c.Dockerfile; git add .; git commit -qm 2; git rev-parse HEAD`)
	zeros := strings.Repeat("0", 40)
	stdin := ""
	for id := range strings.FieldsSeq(ids) {
		stdin += "x " + id + " refs/heads/" + id[:8] + " " + zeros + "\n"
	}
	o := Options{Dir: filepath.Join(dir, "repo"), Environ: gittest.Environ(dir)}
	r, err := Push(context.Background(), o, changes.PrePush, strings.NewReader(stdin))
	if err != nil || len(r.Findings) != 1 || len(r.Existing) != 0 {
		t.Errorf("%d new, %d old, %v; want one that is new, and told as nothing else", len(r.Findings), len(r.Existing), err)
	}
}

// What many tags bring alike is judged once.
func TestPushTags(t *testing.T) {
	dir := gittest.TempDir(t)
	ids := strings.Fields(gittest.Sh(t, dir, `git init -q repo; cd repo
		{ echo FROM golang; for i in 0 1 2 3 4 5 6 7 8 9; do printf 'RUN go build\n%.0s' 0 1 2 3 4 5 6 7 8 9; done; } >a.Dockerfile; git add .; git commit -qm 0
		git update-ref refs/remotes/o/main HEAD; echo 'RUN ls' >>a.Dockerfile; git commit -qam 1
		for i in 0 1 2 3 4 5 6 7 8 9; do git commit -qm $i --allow-empty; git rev-parse HEAD; done`))
	o := Options{Dir: filepath.Join(dir, "repo"), Environ: gittest.Environ(dir)}
	push := func(ids ...string) float64 {
		stdin := ""
		for _, id := range ids {
			stdin += "x " + id + " refs/tags/" + id + " " + strings.Repeat("0", 40) + "\n"
		}
		return testing.AllocsPerRun(1, func() {
			r, err := Push(context.Background(), o, changes.PrePush, strings.NewReader(stdin))
			if err != nil || len(r.Existing) != 100 {
				t.Errorf("%d old, %v", len(r.Existing), err)
			}
		})
	}
	if one, all := push(ids[0]), push(ids...); all > 2*one {
		t.Errorf("one tag takes %v allocations, ten take %v", one, all)
	}
}
