// Package native reads a repository without starting git: the index as a stream, HEAD and what it leads to, files by
// path and content by id. Entries and objects are go-git's; what its readers cost or misread is read here.
//
// It answers only what it is sure of. Any error but one of a file that is too large means that git is to be asked.
package native

import (
	"cmp"
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
	layout  Layout
	index   *os.File     // opened once, so that all that is read of it is of one moment
	open    func() error // finds the folders and packs, once
	folders []string     // of objects: the repository's own, and what it borrows from
	packs   []*pack      // of all folders; that of the last object is the first, since the next one is mostly there too
}

// New prepares to read; nothing is opened yet.
func New(l Layout) *Reader {
	r := &Reader{layout: l}
	r.open = sync.OnceValue(func() error { // once it is sure that git would take no other objects in the place of some
		return cmp.Or(l.checkReplaced(), r.openFolder(filepath.Join(l.CommonDir, "objects")))
	})
	return r
}

// Close closes what was opened.
func (r *Reader) Close() {
	files := []*os.File{r.index} // closing none does nothing
	for _, p := range r.packs {
		files = append(files, p.files...)
	}
	for _, f := range files {
		_ = f.Close() // it was only read
	}
}

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
	root, _, _ := strings.Cut(strings.TrimPrefix(string(data), "tree "), "\n")
	return object.Lookup(root, paths, func(id string) ([]byte, error) { return r.read(id, plumbing.TreeObject) })
}
