package native

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"slices"

	"github.com/go-git/go-git/v5/plumbing/format/index"

	"github.com/ddhook/ddhook/hook/repo/object"
)

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
	committed, err := r.Lookup(commit, paths)
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
