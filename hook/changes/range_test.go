package changes_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/config"
	"github.com/ddhook/ddhook/hook/repo/gittest"
)

// TestRange compares commits from their merge base on, in the forms of repositories that CI has.
func TestRange(t *testing.T) {
	const history = `fifty a >a.Dockerfile; echo x >Dockerfile; commit 1; git tag -am one one; git checkout -qb side; echo s >>a.Dockerfile
		echo t >t.Dockerfile; echo y >Dockerfile; commit 2; git checkout -q main; echo m >m.Dockerfile; commit 3; cd ..
	`
	tests := []struct {
		name, script, dir string
		from, to          string
		want              string
		wantErr           string
	}{
		{name: "one branch", script: history, from: "one", to: "side",
			want: "a.Dockerfile: s | RUN a 50\nt.Dockerfile: t\n? Dockerfile\n"},
		{name: "from the merge base", script: history, from: "main", to: "side",
			want: "a.Dockerfile: s | RUN a 50\nt.Dockerfile: t\n? Dockerfile\n"},
		{name: "nothing", script: history, from: "side", to: "one", want: ""},
		{name: "bare", script: history + `git clone -q --bare repo bare`, dir: "bare", from: "main", to: "side",
			want: "a.Dockerfile: s | RUN a 50\nt.Dockerfile: t\n? Dockerfile\n"},
		{name: "renamed", script: history + `cd repo; git checkout -q side; git mv a.Dockerfile r.Dockerfile; commit r`, from: "one", to: "side",
			want: "r.Dockerfile: s | RUN a 50\nt.Dockerfile: t\n? Dockerfile\n"},
		{name: "SHA-256", script: `rm -rf .git; git init -q --object-format=sha256 .` + "\n" + history, from: "main", to: "side",
			want: "a.Dockerfile: s | RUN a 50\nt.Dockerfile: t\n? Dockerfile\n"},
		{name: "unknown commit", script: history, from: "nowhere", to: "side", wantErr: `"nowhere" is not a commit`},
		{name: "by words", script: history, from: ":/1", to: ":/2", want: "a.Dockerfile: s | RUN a 50\nt.Dockerfile: t\n? Dockerfile\n"},
		{name: "a range in one word", script: history, from: "main..side", to: "HEAD", wantErr: "ddhook diff FROM TO"},
		{name: "a range from the merge base in one word", script: history, from: "main...side", to: "HEAD", wantErr: "ddhook diff FROM TO"},
		{name: "beyond the end of a shallow clone", script: history + `git clone -q --depth 1 "file://$PWD/repo" shallow`,
			dir: "shallow", from: "HEAD~1", to: "HEAD", wantErr: "git fetch --unshallow"},
		{name: "an option", script: history, from: "--all", to: "side", wantErr: `"--all" is not a commit`},
		{name: "a file", script: history, from: "one:a.Dockerfile", to: "side", wantErr: "is not a commit"},
		{name: "nothing in common", script: history + `cd repo; git checkout -q --orphan alone; commit alone`, from: "main", to: "alone",
			wantErr: "no common commit"},
		{name: "shallow", script: history + `git -C repo checkout -q side; git clone -q --depth 1 --no-single-branch "file://$PWD/repo" shallow`,
			dir: "shallow", from: "origin/main", to: "HEAD", wantErr: "git fetch --unshallow"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := gittest.TempDir(t)
			gittest.Sh(t, dir, fifty+tt.script)
			if tt.dir == "" {
				tt.dir = "repo"
			}
			got, err := rangeText(t, filepath.Join(dir, tt.dir), gittest.Environ(dir), tt.from, tt.to)
			if tt.wantErr != "" {
				if err == nil || !strings.Contains(err.Error(), tt.wantErr) {
					t.Fatalf("got %q, %v; want an error with %q", got, err, tt.wantErr)
				}
				return
			}
			if err != nil || got != tt.want {
				t.Errorf("got %q, %v\nwant %q", got, err, tt.want)
			}
		})
	}
}

func rangeText(t *testing.T, dir string, environ []string, from, to string) (string, error) {
	t.Helper()
	r := open(t, dir, environ)
	a, err := r.Git.Commit(from)
	if err != nil {
		return "", err
	}
	b, err := r.Git.Commit(to)
	if err != nil {
		return "", err
	}
	base, err := r.Git.MergeBase(a, b)
	if err != nil {
		return "", err
	}
	set, err := changes.Between(r, []string{base}, "", b, config.Default().Matcher())
	if err != nil {
		return "", err
	}
	return show(t, set), nil
}
