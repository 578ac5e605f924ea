// Package repo reads a git repository: what is staged, what a commit holds, what a range changed. It reads natively
// what it can and asks the installed git for the rest; nobody else can tell which of the two answered.
package repo

import (
	"context"
	"errors"
	"fmt"
	"os/exec"

	"github.com/ddhook/ddhook/hook/repo/gitcli"
	"github.com/ddhook/ddhook/hook/repo/native"
	"github.com/ddhook/ddhook/hook/repo/object"
)

// Entry is one path of a tree or of the index.
type Entry = object.Entry

// reader is what can be asked of a repository without knowing who answers. Paths are from the top; a commit that is ""
// has no files.
type reader interface {
	// Head is the id of the commit that HEAD leads to; "" when there is none yet.
	Head() (string, error)
	// Staged gives the paths of the index that want takes and that differ from the commit.
	Staged(commit string, want func(path []byte) bool) ([]object.Change, error)
	// Index gives the entries that stand in the index at exactly these paths; a folder is one without an id.
	Index(paths []string) ([]object.Staged, error)
	// HasStaged says whether the index has the path, as a file or as a folder.
	HasStaged(path string) (bool, error)
	// Lookup finds paths in the commit's files; what it does not have is missing in the map too.
	Lookup(commit string, paths []string) (map[string]object.Entry, error)
	// Blob gives the content of a file by its id, at most object.MaxBlob bytes.
	Blob(id string) ([]byte, error)
	Close()
}

// Repository is an open repository. It is for one goroutine, and to be closed.
type Repository struct {
	place  place
	native reader // nil when only git can read
	git    *gitcli.Git
}

// Open finds the repository of the folder dir as git does, by environ's GIT_DIR and its kin or upwards from dir.
// Nothing else of the process's environment is looked at. What git has to be started for ends with ctx.
func Open(ctx context.Context, dir string, environ []string) (*Repository, error) {
	where, err := discover(dir, environ)
	if err != nil {
		return nil, err
	}
	r := &Repository{place: where, git: gitcli.New(ctx, where.dir, where.objects, environ)}
	if where.foreign != nil {
		if r.place.top, err = r.git.Top(); err != nil {
			return nil, err
		}
		return r, nil
	}
	r.native = native.New(native.Place{
		GitDir: where.gitDir, CommonDir: where.commonDir, Index: where.index, Objects: where.objects, Borrowed: where.borrowed,
	})
	return r, nil
}

// Close ends what was started to read the repository, and closes its files.
func (r *Repository) Close() {
	r.git.Close()
	if r.native != nil {
		r.native.Close()
	}
}

// ask puts a question to the native reader and, whatever it stumbles over, to git, whose answer is final: there are
// more kinds of repositories than a native reader can know, and a broken one is best explained by git.
func ask[T any](r *Repository, question func(reader) (T, error)) (T, error) {
	if r.native == nil {
		return question(r.git)
	}
	answer, err := question(r.native)
	if err == nil || isFinal(err) {
		return answer, err
	}
	answer, gitErr := question(r.git)
	if errors.Is(gitErr, exec.ErrNotFound) {
		gitErr = fmt.Errorf("%w (without git: %w)", gitErr, err)
	}
	return answer, gitErr
}

// isFinal says that git could not do better.
func isFinal(err error) bool { return errors.Is(err, object.ErrTooLarge) }

// Head is the id of the commit that HEAD leads to; "" when there is none yet.
func (r *Repository) Head() (string, error) { return ask(r, reader.Head) }

// Staged gives the paths of the index that want takes and that differ from the commit, in no order; "" is a commit
// without files. want is asked for every path of the repository and must not keep the bytes.
func (r *Repository) Staged(commit string, want func(path []byte) bool) ([]object.Change, error) {
	return ask(r, func(q reader) ([]object.Change, error) { return q.Staged(commit, want) })
}

// Index gives the entries that stand in the index at exactly these paths, from the top; a folder is one without an id. It
// is cheap for a few paths that sort early, such as names at the top that begin with a dot.
func (r *Repository) Index(paths ...string) ([]object.Staged, error) {
	if len(paths) == 0 {
		return nil, nil
	}
	return ask(r, func(q reader) ([]object.Staged, error) { return q.Index(paths) })
}

// HasStaged says whether the index has the path, from the top, as a file or as a folder. "" is the top itself.
func (r *Repository) HasStaged(path string) (bool, error) {
	if path == "" {
		return true, nil
	}
	return ask(r, func(q reader) (bool, error) { return q.HasStaged(path) })
}

// Lookup finds paths, from the top, in the commit's files and folders. What it does not have is missing in the map too.
func (r *Repository) Lookup(commit string, paths ...string) (map[string]Entry, error) {
	if commit == "" || len(paths) == 0 {
		return nil, nil
	}
	return ask(r, func(q reader) (map[string]Entry, error) { return q.Lookup(commit, paths) })
}

// Blob gives the content of a file by its id, at most [object.MaxBlob] bytes. Of a partial clone git fetches what is
// absent.
func (r *Repository) Blob(id string) ([]byte, error) {
	return ask(r, func(q reader) ([]byte, error) { return q.Blob(id) })
}

// Git is the installed git, for what only it can tell: ranges, renames, pushes, line diffs.
func (r *Repository) Git() *gitcli.Git { return r.git }

// Top is the folder of the work tree, absolute and without symbolic links; "" when there is none (a bare repository).
func (r *Repository) Top() string { return r.place.top }
