// Package native reads a repository without starting git: the index as a stream, HEAD and what it leads to, files by
// path and content by id. Entries and objects are go-git's; what its readers cost or misread is read here.
//
// It answers only what it is sure of. Any error but one of a file that is too large means that git is to be asked.
package native

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/go-git/go-git/v5/plumbing/format/index"

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

// Staged returns the paths of the index that want takes and that differ from the commit; "" is a commit without files.
func (r *Reader) Staged(commit string, want func(path []byte) bool) ([]object.Change, error) {
	var changes []object.Change
	var paths []string
	err := r.walk(want, func(e object.Entry) bool {
		changes, paths = append(changes, object.Change{Path: e.Path, New: e}), append(paths, e.Path)
		return false
	})
	if err != nil {
		return nil, err
	}
	committed, err := object.Lookup(commit, paths, r.Object)
	for i, c := range changes {
		changes[i].Old = committed[c.Path]
	}
	return slices.DeleteFunc(changes, func(c object.Change) bool { return c.Old == c.New }), err
}

// Index returns the entries that stand in the index at exactly these paths, folders too. It reads little further than the
// last of them, so it has to know beforehand that what stands early can be believed: a split index leaves out the entries
// of a shared one, and says so at its end. Without a shared one there is no split one.
func (r *Reader) Index(paths []string) ([]object.Entry, error) {
	if shared, err := fs.Glob(os.DirFS(r.layout.GitDir), "sharedindex.*"); err != nil || len(shared) > 0 {
		return nil, errors.New("the index may be split, which git knows to read")
	}
	search := object.NewSearch(paths)
	err := r.walk(search.Wants, search.Take)
	return search.Found, err
}

// walk goes over the whole index, see [walkIndex]. An index that does not exist is empty. What `git add -N` made has no
// content yet and is left out; the stages of a conflict are one entry.
func (r *Reader) walk(want func(path []byte) bool, found func(object.Entry) (stop bool)) error {
	if r.index == nil {
		file, err := os.Open(r.layout.Index)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("opening the index: %w", err)
		}
		r.index = file
	}
	conflict := ""
	err := walkIndex(io.NewSectionReader(r.index, 0, math.MaxInt64), want, func(e index.Entry) bool {
		s := object.Entry{Path: e.Name, Unmerged: e.Stage != 0}
		switch {
		case e.IntentToAdd, s.Unmerged && e.Name == conflict:
			return false
		case s.Unmerged:
			conflict = e.Name
		default:
			s.Mode, s.ID = object.Canonical(uint32(e.Mode)), e.Hash.String()
		}
		return found(s)
	})
	if err != nil {
		return fmt.Errorf("reading the index: %w", err)
	}
	return nil
}
