package repo

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/repo/gitcli"
	"github.com/ddhook/ddhook/hook/repo/gittest"
	"github.com/ddhook/ddhook/hook/repo/object"
)

// TestStates holds both readers, and the choice between them, to what plain git says of each state, and makes sure that
// nothing is changed by reading.
func TestStates(t *testing.T) {
	for _, s := range states() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			work, dir, environ := s.build(t)
			r, err := Open(context.Background(), dir, environ)
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			checkUnchanged(t, work, r)
			checkReader(t, dir, environ, r.Git)
			checkReader(t, dir, environ, chosen{r})
			checkNative(t, s, r)
		})
	}
}

// checkUnchanged asks both readers everything and makes sure that no file has changed then.
func checkUnchanged(t *testing.T, work string, r *Repository) {
	t.Helper()
	before := gittest.Hash(t, work)
	for _, q := range []reader{r.Git, chosen{r}} {
		head, err := q.Head()
		if err != nil {
			t.Fatal(err)
		}
		staged, err := q.Staged(head, isDockerfile)
		if err != nil {
			t.Fatal(err)
		}
		if len(staged) > 0 {
			c := staged[0]
			_, lookupErr := object.Lookup(head, []string{c.Path}, q.Object)
			_, indexErr := q.Index([]string{c.Path})
			if err := errors.Join(lookupErr, indexErr); err != nil {
				t.Fatal(err)
			}
		}
		if head != "" {
			if _, err := r.Git.StagedRenames(head, isDockerfile); err != nil {
				t.Fatal(err)
			}
		}
	}
	if gittest.Hash(t, work) != before {
		t.Error("reading changed the repository")
	}
}

func (s state) build(t *testing.T) (work, dir string, environ []string) {
	t.Helper()
	work = gittest.TempDir(t)
	if s.needs != "" {
		cmd := exec.Command("/bin/sh", "-c", s.needs)
		cmd.Dir, cmd.Env = t.TempDir(), gittest.Environ(work)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Skipf("this git cannot make it: %s", out)
		}
	}
	gittest.Sh(t, work, prelude+s.script)
	var more []string
	for name, value := range s.env {
		more = append(more, name+"="+strings.ReplaceAll(value, "%s", work))
	}
	if s.dir == "" {
		s.dir = "repo"
	}
	return work, filepath.Join(work, s.dir), gittest.Environ(work, more...)
}

// chosen is the repository as its users see it.
type chosen struct{ *Repository }

func (c chosen) Index(paths []string) ([]object.Entry, error) { return c.Repository.Index(paths...) }
func (c chosen) Object(id, kind string) ([]byte, error)       { return c.object(id, kind) }

func isDockerfile(path []byte) bool { return strings.HasSuffix(string(path), ".Dockerfile") }

// plainGit runs git as a person would, and returns its fields.
func plainGit(t *testing.T, dir string, environ []string, args ...string) []string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Env = dir, environ
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("git %s: %v", args, err)
	}
	return strings.FieldsFunc(string(out), func(c rune) bool { return c == 0 })
}

func emptyTree(t *testing.T, dir string, environ []string) string {
	t.Helper()
	return strings.TrimSpace(plainGit(t, dir, environ, "hash-object", "-t", "tree", "/dev/null")[0])
}

// checkReader compares one reader's answers with plain git's.
func checkReader(t *testing.T, dir string, environ []string, q reader) {
	t.Helper()
	head, err := q.Head()
	if err != nil {
		t.Fatal(err)
	}
	if head != "" {
		if want := plainGit(t, dir, environ, "rev-parse", "HEAD"); head != strings.TrimSpace(want[0]) {
			t.Errorf("%T: HEAD is %s, want %s", q, head, want)
		}
		got, err := q.Staged(head, isDockerfile)
		if err != nil {
			t.Fatal(err)
		}
		checkChanged(t, got, plainGit(t, dir, environ, "diff-index", "--cached", "--ita-invisible-in-index", "--no-renames", "--diff-filter=d",
			"--name-only", "-z", head))
		checkTree(t, dir, environ, q, head)
	}
	checkIndex(t, dir, environ, q)
}

// checkChanged compares the paths that differ from HEAD.
func checkChanged(t *testing.T, got []object.Change, want []string) {
	t.Helper()
	var paths []string
	for _, c := range got {
		if c.New != (object.Entry{}) {
			paths = append(paths, c.Path)
		}
	}
	want = slices.DeleteFunc(want, func(p string) bool { return !isDockerfile([]byte(p)) })
	slices.Sort(paths)
	slices.Sort(want)
	if !slices.Equal(paths, want) {
		t.Errorf("staged paths are %q, want %q", paths, want)
	}
}

// checkIndex compares all entries of the index, and the content of each.
func checkIndex(t *testing.T, dir string, environ []string, q reader) {
	t.Helper()
	want := plainGit(t, dir, environ, "diff-index", "--cached", "--ita-invisible-in-index", "--no-renames", "--no-abbrev",
		"-z", "--raw", emptyTree(t, dir, environ))
	got, err := q.Staged("", isDockerfile)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for i := 0; i+1 < len(want); i += 2 {
		all[want[i+1]] = want[i]
	}
	_, slow := q.(*gitcli.Git)
	for i, c := range got {
		line := fmt.Sprintf(":000000 %06o %s %s A", c.New.Mode, strings.Repeat("0", len(c.New.ID)), c.New.ID)
		if !c.New.Unmerged && all[c.Path] != line {
			t.Errorf("%T: entry %q, want %q", q, line, all[c.Path])
		}
		delete(all, c.Path)
		if !slow || i%5 == 0 {
			checkEntry(t, dir, environ, q, c)
		}
	}
	for path := range all {
		if isDockerfile([]byte(path)) {
			t.Errorf("%T: %q is missing", q, path)
		}
	}
}

func folderAt(path string) object.Entry { return object.Entry{Path: path, Mode: object.Tree} }

func checkEntry(t *testing.T, dir string, environ []string, q reader, c object.Change) {
	t.Helper()
	one, err := q.Index([]string{c.Path})
	if err != nil || len(one) != 1 || one[0] != c.New {
		t.Errorf("%T: the entry %q alone is %v, %v", q, c.Path, one, err)
	}
	folder, _, below := strings.Cut(c.Path, "/")
	if one, err := q.Index([]string{folder}); below && (err != nil || len(one) != 1 || one[0] != folderAt(folder)) {
		t.Errorf("%T: the folder %q is %v, %v", q, folder, one, err)
	}
	for path, want := range map[string]bool{c.Path: true, folder: true, folder + "-": false, c.Path + "/x": false} {
		if found, err := q.Index([]string{path}); err != nil || len(found) > 0 != want {
			t.Errorf("%T: %q is in the index as %v, %v (below: %v)", q, path, found, err, below)
		}
	}
	if !c.New.IsFile() {
		return
	}
	data, err := q.Object(c.New.ID, "blob")
	cmd := exec.Command("git", "cat-file", "blob", c.New.ID)
	cmd.Dir, cmd.Env = dir, environ
	want, wantErr := cmd.Output()
	if err != nil || wantErr != nil || string(data) != string(want) {
		t.Errorf("%T: %q is %q, %v; want %q, %v", q, c.Path, data, err, want, wantErr)
	}
}

// checkTree looks up every path of the commit, and some that it does not have.
func checkTree(t *testing.T, dir string, environ []string, q reader, head string) {
	t.Helper()
	want := map[string]object.Entry{}
	paths := []string{"nowhere", "README/x", "dir/nothing.Dockerfile", "dir2/x"}
	for _, line := range plainGit(t, dir, environ, "ls-tree", "-rtz", "--full-tree", head) {
		var e object.Entry
		var kind string
		head, path, _ := strings.Cut(line, "\t")
		if _, err := fmt.Sscanf(head, "%o %s %s", &e.Mode, &kind, &e.ID); err != nil {
			t.Fatal(err)
		}
		e.Path = path
		want[path] = e
		paths = append(paths, path)
	}
	slices.Sort(paths)
	for range 2 { // in order, and in the reverse order
		got, err := object.Lookup(head, paths, q.Object)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			if got[path] != want[path] {
				t.Errorf("%T: the commit has %q as %v, want %v", q, path, got[path], want[path])
			}
		}
		slices.Reverse(paths)
	}
}

// checkNative makes sure that the native reader reads what it is meant to read, and leaves to git what it is not.
func checkNative(t *testing.T, s state, r *Repository) {
	t.Helper()
	if r.native == nil {
		if !s.byGit {
			t.Errorf("it is not read natively: %v", r.foreign)
		}
		return
	}
	head, err := r.native.Head()
	if err == nil {
		_, err = r.native.Staged(head, isDockerfile)
	}
	if (err != nil) != s.byGit {
		t.Errorf("reading natively ends with %v, but byGit is %v", err, s.byGit)
	}
}

// BenchmarkStaged is a whole question about what is staged among 20,000 files, from opening the repository on.
func BenchmarkStaged(b *testing.B) {
	dir := gittest.TempDir(b)
	gittest.Sh(b, dir, `git init -q repo; cd repo; id=$(git hash-object -w --stdin </dev/null)
		seq 100 20099 | sed "s,\(.*\)\(..\)$,100644 $id\tpackage\1/component_\2.go," | git update-index --index-info; git commit -qm first; git repack -qad
		printf "100644 $id\tnew.Dockerfile\n" | git update-index --index-info`)
	environ := gittest.Environ(dir)
	b.ReportAllocs()
	for b.Loop() {
		r, err := Open(context.Background(), filepath.Join(dir, "repo"), environ)
		if err != nil {
			b.Fatal(err)
		}
		head, err := r.Head()
		if err != nil {
			b.Fatal(err)
		}
		if staged, err := r.Staged(head, isDockerfile); err != nil || len(staged) != 1 {
			b.Fatal(staged, err)
		}
		r.Close()
	}
}

// TestDiff compares commits as git does, whoever reads them.
func TestDiff(t *testing.T) {
	work := gittest.TempDir(t)
	ids := strings.Fields(gittest.Sh(t, work, `git init -q repo; cd repo
		commit() { git add -A; git commit -q --allow-empty -m x; git rev-parse HEAD; }
		echo a >a; mkdir -p b/c d; echo b >b/c/x; echo c >b.x; echo d >d/x; commit
		rm a; mkdir a; echo a >a/a; chmod +x b/c/x; echo c >"b/ c"; ln -s x d/y; commit
		rm -r b a; echo b >b; git update-index --add --cacheinfo 160000 $(git rev-parse HEAD) s; git add -A; git commit -qm x; git rev-parse HEAD
		git rm -rq --cached .; git commit -qm x; git rev-parse HEAD; echo e >e; commit`))
	dir, environ := filepath.Join(work, "repo"), gittest.Environ(work)
	everything := func([]byte) bool { return true }
	for _, packed := range []bool{false, true} {
		if packed {
			plainGit(t, dir, environ, "gc", "-q")
		}
		for _, foreign := range []bool{false, true} {
			r, err := Open(context.Background(), dir, environ)
			if err != nil {
				t.Fatal(err)
			}
			if foreign {
				r.native = nil
			}
			for _, from := range ids {
				for _, to := range ids {
					want := plainGit(t, dir, environ, "diff-tree", "-r", "-z", "--no-renames", "--diff-filter=d", "--name-only", from, to)
					changes, err := r.Diff(from, to, everything)
					var got []string
					for _, c := range changes {
						got = append(got, c.Path)
					}
					slices.Sort(got)
					slices.Sort(want)
					if err != nil || !slices.Equal(got, want) {
						t.Errorf("packed %v, by git %v: got %q, %v; want %q", packed, foreign, got, err, want)
					}
				}
			}
			r.Close()
		}
	}
}
