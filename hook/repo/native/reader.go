// Package native reads a repository without starting git: the index as a stream, HEAD and what it leads to, files by
// path and content by id. Entries and objects are go-git's; what its readers cost or misread is read here.
//
// It answers only what it is sure of. Any error but one of a file that is too large means that git is to be asked.
package native

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/ddhook/ddhook/hook/repo/object"
)

// Layout says where the parts of a repository are, see gitrepository-layout(5). Paths are absolute.
type Layout struct {
	GitDir    string // HEAD; of a linked worktree its own
	CommonDir string // refs and objects
	Index     string // the index file
}

// Reader reads one repository. It is for one goroutine, and to be closed.
type Reader struct {
	layout   Layout
	replaced func() (bool, error) // see [Layout.hasReplaced], once
	objects  store
	index    *os.File // opened once, so that all that is read of it is of one moment
}

// New prepares to read; nothing is opened yet.
func New(l Layout) *Reader {
	objects := store{root: filepath.Join(l.CommonDir, "objects")}
	return &Reader{layout: l, replaced: sync.OnceValues(l.hasReplaced), objects: objects}
}

// Close closes what was opened.
func (r *Reader) Close() {
	r.objects.close()
	if r.index != nil {
		_ = r.index.Close() // it was only read
	}
}

// Head returns the id of the commit that HEAD leads to; "" when there is none yet.
func (r *Reader) Head() (string, error) { return r.layout.head() }

// Blob returns the content of a file by its id, at most [budget.MaxFile] bytes.
func (r *Reader) Blob(id string) ([]byte, error) { return r.read(id, plumbing.BlobObject) }

// Lookup finds paths in the commit's files and folders, see [object.Lookup].
func (r *Reader) Lookup(commit string, paths []string) (map[string]object.Entry, error) {
	if commit == "" || len(paths) == 0 {
		return nil, nil
	}
	data, err := r.read(commit, plumbing.CommitObject)
	if err != nil {
		return nil, err
	}
	line, _, _ := strings.Cut(string(data), "\n")
	root, ok := strings.CutPrefix(line, "tree ")
	if !ok {
		return nil, fmt.Errorf("the commit %s names no tree", commit)
	}
	return object.Lookup(root, paths, func(id string) ([]byte, error) { return r.read(id, plumbing.TreeObject) })
}

// read returns an object's content, once it is sure that git would take no other object in its place.
func (r *Reader) read(id string, kind plumbing.ObjectType) ([]byte, error) {
	replaced, err := r.replaced()
	switch {
	case err != nil:
	case replaced:
		err = errors.New("refs/replace/ is for git to read")
	case !isHash(id):
		err = errors.New("it is not a SHA-1")
	}
	var data []byte
	if err == nil {
		data, err = r.objects.read(plumbing.NewHash(id), kind)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the %s %s: %w", kind, id, err)
	}
	return data, nil
}
