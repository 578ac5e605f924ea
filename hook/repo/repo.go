// Package repo reads a git repository: what is staged, what a commit holds, what a range changed. It reads natively
// what it can and asks the installed git for the rest; nobody else can tell which of the two answered.
package repo

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/repo/gitcli"
	"github.com/ddhook/ddhook/hook/repo/native"
	"github.com/ddhook/ddhook/hook/repo/object"
)

// Entry is one path of a tree or of the index.
type Entry = object.Entry

// reader is what can be asked of a repository without knowing who answers, see the methods of [Repository].
type reader interface {
	Head() (string, error)
	Staged(commit string, want func(path []byte) bool) ([]object.Change, error)
	Index(paths []string) ([]Entry, error)
	Object(id, kind string) ([]byte, error)
	Close()
}

// Repository is an open repository. It is for one goroutine, and to be closed.
type Repository struct {
	layout
	environ []string
	native  reader      // nil when only git can read it
	work    int         // of comparing commits, see [object.Diff]
	Git     *gitcli.Git // for what only the installed git can tell: refs, renames, pushes, line diffs
}

// Open finds the repository of the folder dir as git does, by environ's GIT_DIR and its kin or upwards from dir.
// Nothing else of the process's environment is looked at. What git has to be started for ends with ctx.
func Open(ctx context.Context, dir string, environ []string) (*Repository, error) {
	l, err := discover(dir, environ)
	r := &Repository{layout: l, environ: environ}
	switch {
	case err != nil:
	case l.foreign == nil:
		r.native, r.Git = native.New(l.Layout), gitcli.New(ctx, l.dir, filepath.Join(l.CommonDir, "objects"), environ)
	default:
		r.Git = gitcli.New(ctx, l.dir, "", environ)
		r.GitDir, r.Top, err = r.Git.Layout()
	}
	return r, err
}

// Close ends what was started to read the repository, and closes its files.
func (r *Repository) Close() {
	r.Git.Close()
	if r.native != nil {
		r.native.Close()
	}
}

// answer puts a question to the native reader and, whatever it stumbles over, to git, which has the last word: there are
// more kinds of repositories than a native reader can know, and a broken one is best explained by git.
func answer[T any](r *Repository, question func(reader) (T, error)) (T, error) {
	reason := r.foreign
	if r.native != nil {
		result, err := question(r.native)
		if err == nil || errors.Is(err, budget.ErrTooLarge) { // git could not do better
			return result, err
		}
		reason = err
	}
	result, err := question(r.Git)
	if errors.Is(err, exec.ErrNotFound) {
		err = fmt.Errorf("%w (without git: %w)", err, reason)
	}
	return result, err
}

// Head returns the id of the commit that HEAD leads to; "" when there is none yet.
func (r *Repository) Head() (string, error) { return answer(r, reader.Head) }

// Parents returns the commits that the next commit will follow: HEAD, and in a merge the others. There are none before the
// first commit. While git runs pre-merge-commit there is no MERGE_HEAD yet, but variables GITHEAD_<id> (of git-merge).
func (r *Repository) Parents() ([]string, error) {
	head, err := r.Head()
	if err != nil || head == "" {
		return nil, err
	}
	file := filepath.Join(r.GitDir, "MERGE_HEAD")
	data, err := os.ReadFile(file)
	merged := strings.Fields(string(data))
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
		for _, entry := range r.environ {
			name, _, _ := strings.Cut(entry, "=")
			if id, ok := strings.CutPrefix(name, "GITHEAD_"); ok && object.IsID(id) {
				merged = append(merged, id)
			}
		}
		slices.Sort(merged)
	}
	if err != nil {
		return nil, fmt.Errorf("reading which commits are merged: %w", err)
	}
	parents := []string{head}
	for _, id := range merged {
		if !object.IsID(id) {
			return nil, fmt.Errorf("%s holds %q, which is not a commit; `git merge --abort` ends this merge", file, id)
		}
		if !slices.Contains(parents, id) {
			parents = append(parents, id)
		}
	}
	return parents, nil
}

// Staged returns the paths of the index that want takes and that differ from the commit, in no order; "" is a commit
// without files. want is asked for every path of the repository and must not keep the bytes.
func (r *Repository) Staged(commit string, want func(path []byte) bool) ([]object.Change, error) {
	return answer(r, func(q reader) ([]object.Change, error) { return q.Staged(commit, want) })
}

// Index returns the entries that stand in the index at exactly these paths, from the top; a folder is one without an id.
// However many paths there are, it takes one pass, which ends soon after the last of them.
func (r *Repository) Index(paths ...string) ([]Entry, error) {
	if len(paths) == 0 {
		return nil, nil
	}
	return answer(r, func(q reader) ([]Entry, error) { return q.Index(paths) })
}

// Lookup finds paths, from the top, in the commit's files and folders. What it does not have is missing in the map too.
func (r *Repository) Lookup(commit string, paths ...string) (map[string]Entry, error) {
	return object.Lookup(commit, paths, r.object)
}

func (r *Repository) object(id, kind string) ([]byte, error) {
	return answer(r, func(q reader) ([]byte, error) { return q.Object(id, kind) })
}

func (r *Repository) tree(id string) ([]byte, error) { return r.object(id, "tree") }

// root returns the tree of a commit; "" for "".
func (r *Repository) root(commit string) (tree string, err error) {
	if commit == "" {
		return "", nil
	}
	data, err := r.object(commit, "commit")
	return object.Root(data), err
}

// Diff returns the paths that want takes and that two commits have differently, see [object.Diff]; "" has no files.
func (r *Repository) Diff(from, to string, want func(path []byte) bool) (changes []object.Change, err error) {
	a, fromErr := r.root(from)
	b, toErr := r.root(to)
	if err = cmp.Or(fromErr, toErr); err == nil {
		changes, err = object.Diff(a, b, &r.work, want, r.tree)
	}
	if err != nil {
		return nil, fmt.Errorf("looking for what %.12s changes: %w", to, err)
	}
	return changes, nil
}

// Blob returns the content of a file by its id, at most [budget.MaxFile] bytes.
func (r *Repository) Blob(id string) ([]byte, error) {
	data, err := r.object(id, "blob")
	if errors.Is(err, budget.ErrTooLarge) { // told alike, whoever read it
		err = budget.ErrTooLarge
	}
	return data, err
}
