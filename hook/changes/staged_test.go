package changes_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/config"
	"github.com/ddhook/ddhook/hook/repo"
	"github.com/ddhook/ddhook/hook/repo/gittest"
)

// fifty is a file that a rename with a small change still resembles.
const fifty = `fifty() { seq 1 50 | sed "s/^/RUN $1 /"; }
commit() { git add -A && git commit -qm "$1"; }
git init -q repo; cd repo
`

// show is a Set as text: for each change its path and last line, then those of its older versions; for each near miss "? path".
func show(t *testing.T, set changes.Set) string {
	t.Helper()
	var b strings.Builder
	for _, c := range set.Changes {
		fmt.Fprintf(&b, "%s: %s", c.Path, lastLine(t, c.New))
		olds, err := c.Olds()
		if err != nil {
			t.Fatal(err)
		}
		for _, old := range olds {
			fmt.Fprintf(&b, " | %s", lastLine(t, old))
		}
		b.WriteString("\n")
	}
	for _, path := range set.Unlisted {
		fmt.Fprintf(&b, "? %s\n", path)
	}
	return b.String()
}

func lastLine(t *testing.T, read changes.Content) string {
	t.Helper()
	data, err := read()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	return lines[len(lines)-1]
}

func open(t *testing.T, dir string, environ []string) *repo.Repository {
	t.Helper()
	r, err := repo.Open(context.Background(), dir, environ)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	return r
}

// TestStaged has what a commit can stage, and what it is then compared with.
func TestStaged(t *testing.T) {
	tests := []struct {
		name, script string
		env          string // a shell command that prints further variables for the check
		want         string
		wantErr      string // a part of the error
	}{
		{name: "first commit", script: `echo a >a.Dockerfile; git add .`, want: "a.Dockerfile: a\n"},
		{name: "changed, new, deleted, unrelated", script: `echo a >a.Dockerfile; echo d >d.Dockerfile; echo r >README; commit 1
			echo b >a.Dockerfile; echo n >n.Dockerfile; rm d.Dockerfile; echo s >README; git add -A`,
			want: "a.Dockerfile: b | a\nn.Dockerfile: n\n"},
		{name: "the work tree does not matter", script: `echo a >a.Dockerfile; commit 1; echo b >a.Dockerfile; git add .
			echo a >a.Dockerfile`, want: "a.Dockerfile: b | a\n"},
		{name: "only the mode", script: `echo a >a.Dockerfile; commit 1; chmod +x a.Dockerfile; git add .`, want: ""},
		{name: "mode and content", script: `echo a >a.Dockerfile; commit 1; chmod +x a.Dockerfile; echo b >a.Dockerfile; git add .`,
			want: "a.Dockerfile: b | a\n"},
		{name: "near misses", script: `echo a >Dockerfile; echo b >x.dockerfile; commit 1; echo c >Dockerfile; echo d >Dockerfile.dev
			echo e >Containerfile; ln -s x old.dockerfile; git add .`, want: "? Containerfile\n? Dockerfile\n? Dockerfile.dev\n"},
		{name: "renamed", script: `fifty a >a.Dockerfile; commit 1; git mv a.Dockerfile b.Dockerfile`,
			want: "b.Dockerfile: RUN a 50 | RUN a 50\n"},
		{name: "renamed from a name that is not selected", script: `fifty a >Dockerfile; commit 1; git mv Dockerfile b.Dockerfile
			echo end >>b.Dockerfile; git add .`, want: "b.Dockerfile: end | RUN a 50\n"},
		{name: "renamed and mostly rewritten", script: `fifty a >a.Dockerfile; commit 1; rm a.Dockerfile
			fifty b >b.Dockerfile; git add -A`, want: "b.Dockerfile: RUN b 50\n"},
		{name: "renamed, whatever is configured", script: `git config diff.renames false; git config diff.renameLimit 1
			for i in 1 2 3; do fifty $i >$i.Dockerfile; done; commit 1; for i in 1 2 3; do git mv $i.Dockerfile x$i.Dockerfile
			echo end >>x$i.Dockerfile; done; git add .`,
			want: "x1.Dockerfile: end | RUN 1 50\nx2.Dockerfile: end | RUN 2 50\nx3.Dockerfile: end | RUN 3 50\n"},
		{name: "copied", script: `git config diff.renames copies; fifty a >a.Dockerfile; commit 1; cp a.Dockerfile b.Dockerfile
			echo end >>a.Dockerfile; git add .`, want: "a.Dockerfile: end | RUN a 50\nb.Dockerfile: RUN a 50\n"},
		{name: "a link becomes a file", script: `fifty a >a.Dockerfile; ln -s a.Dockerfile l.Dockerfile; commit 1; rm l.Dockerfile
			cp a.Dockerfile l.Dockerfile; git add .`, want: "l.Dockerfile: RUN a 50\n"},
		{name: "a file becomes a link", script: `echo a >a.Dockerfile; commit 1; rm a.Dockerfile; ln -s x a.Dockerfile; git add .`, want: ""},
		{name: "a folder becomes a file", script: `mkdir a.Dockerfile; echo x >a.Dockerfile/x; commit 1; rm -r a.Dockerfile
			echo f >a.Dockerfile; git add -A`, want: "a.Dockerfile: f\n"},
		{name: "intent to add", script: `echo a >a.Dockerfile; git add -N .`, want: ""},
		{name: "conflict", script: `echo a >a.Dockerfile; commit 1; git checkout -qb side; echo b >a.Dockerfile; commit 2
			git checkout -q main; echo c >a.Dockerfile; commit 3; git merge side || true`, wantErr: "a.Dockerfile: it has conflicts"},
		{name: "conflict in another file", script: `echo a >x; commit 1; git checkout -qb side; echo b >x; commit 2
			git checkout -q main; echo c >x; commit 3; git merge side || true; echo n >n.Dockerfile; git add n.Dockerfile`, want: "n.Dockerfile: n\n"},
		{name: "merge", script: `fifty a >a.Dockerfile; fifty b >b.Dockerfile; echo x >x; commit 1; git checkout -qb side
			echo theirs >>a.Dockerfile; git mv b.Dockerfile c.Dockerfile; echo theirs >t.Dockerfile; echo y >x; commit 2; git checkout -q main
			echo ours >>a.Dockerfile; echo z >x; commit 3; git merge side || true; fifty a >a.Dockerfile; echo both >>a.Dockerfile
			echo both >>c.Dockerfile; echo both >new.Dockerfile; echo x >x; git add .`,
			want: "a.Dockerfile: both | ours | theirs\n" +
				"c.Dockerfile: both | RUN b 50\nnew.Dockerfile: both\n"},
		{name: "octopus", script: `echo a >a.Dockerfile; commit 1; for s in x y; do git checkout -qb $s main; echo $s >$s.Dockerfile; commit $s; done
			git checkout -q main; git merge -q --no-commit x y; echo more >>x.Dockerfile; git add .`,
			want: "x.Dockerfile: more | x\n"},
		{name: "clean merge before MERGE_HEAD", script: `echo a >a.Dockerfile; commit 1; git checkout -qb side; echo t >t.Dockerfile; commit 2
			git checkout -q main; echo o >o.Dockerfile; commit 3; git merge -q --no-commit side; rm .git/MERGE_HEAD`,
			env: `echo GITHEAD_$(git -C repo rev-parse side)=side`, want: ""},
		{name: "clean merge, and no sign of it", script: `echo a >a.Dockerfile; commit 1; git checkout -qb side; echo t >t.Dockerfile; commit 2
			git checkout -q main; echo o >o.Dockerfile; commit 3; git merge -q --no-commit side; rm .git/MERGE_HEAD`, want: "t.Dockerfile: t\n"},
		{name: "garbage in MERGE_HEAD", script: `echo a >a.Dockerfile; commit 1; echo zzz >.git/MERGE_HEAD`, wantErr: "MERGE_HEAD holds"},
		{name: "a path that no system has", script: `id=$(echo a | git hash-object -w --stdin)
			printf "100644 $id\t%05000d.Dockerfile\n" 0 | git update-index --index-info`, wantErr: "no system has so long a path"},
		{name: "such a path goes", script: `id=$(echo a | git hash-object -w --stdin); path=$(printf %05000d.Dockerfile 0)
			echo "100644 $id	$path" | git update-index --index-info; git commit -qm 1; git rm -q --cached "$path"`, want: ""},
		{name: "too large", script: `head -c 1048577 /dev/zero >a.Dockerfile; git add .`, wantErr: "1 MiB"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := gittest.TempDir(t)
			gittest.Sh(t, dir, fifty+tt.script)
			environ := gittest.Environ(dir)
			if tt.env != "" {
				environ = append(environ, strings.Fields(gittest.Sh(t, dir, tt.env))...)
			}
			r := open(t, filepath.Join(dir, "repo"), environ)
			got, err := stagedText(t, r)
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

func stagedText(t *testing.T, r *repo.Repository) (string, error) {
	t.Helper()
	parents, err := r.Parents()
	if err != nil {
		return "", err
	}
	set, err := changes.Staged(r, parents, config.Default().Matcher())
	if err != nil {
		return "", err
	}
	for _, c := range set.Changes {
		if _, err := c.New(); err != nil {
			return "", err
		}
	}
	return show(t, set), nil
}

// TestUnfinished has more added and deleted files than git searches for renames, and is told so.
func TestUnfinished(t *testing.T) {
	const script = fifty + `for i in $(seq 1001); do echo old $i >$i.old; done; commit 1; rm *.old
		for i in $(seq 1001); do echo new $i >$i.new; done; fifty a >a.Dockerfile; fifty b >b.Dockerfile; git add -A`
	for name, more := range map[string]string{"too many": "", "not too many": "; git rm -q --cached 1?.new"} {
		t.Run(name, func(t *testing.T) {
			dir := gittest.TempDir(t)
			gittest.Sh(t, dir, script+more)
			r := open(t, filepath.Join(dir, "repo"), gittest.Environ(dir))
			parents, err := r.Parents()
			if err != nil {
				t.Fatal(err)
			}
			set, err := changes.Staged(r, parents, config.Default().Matcher())
			if err != nil {
				t.Fatal(err)
			}
			if *r.Git.GaveUp {
				t.Error("nobody has asked for renames yet")
			}
			if got, want := show(t, set), "a.Dockerfile: RUN a 50\nb.Dockerfile: RUN b 50\n"; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
			if got := *r.Git.GaveUp; got != (more == "") {
				t.Errorf("unfinished: %v", got)
			}
		})
	}
}

// TestTooManyKnown compares a thousand files with a thousand known commits, each of which would have to be looked into for each.
func TestTooManyKnown(t *testing.T) {
	dir := gittest.TempDir(t)
	ids := strings.Fields(gittest.Sh(t, dir, `git init -q repo; cd repo; git commit -q --allow-empty -m 1
		for i in $(seq 1001); do echo FROM a >$i.Dockerfile; done; git add .; git commit -qm 2; git rev-parse HEAD~1 HEAD`))
	r := open(t, filepath.Join(dir, "repo"), gittest.Environ(dir))
	for n, tooMany := range map[int]bool{2: false, 1000: true} {
		known := slices.Repeat(ids[:1], n)
		set, err := changes.Between(r, known, "", ids[1], config.Default().Matcher())
		if (err != nil) != tooMany || !tooMany && len(set.Changes) != 1001 || tooMany && !strings.Contains(err.Error(), "push less at once") {
			t.Errorf("%d known commits: %d files, %v", n, len(set.Changes), err)
		}
	}
}
