package native

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/format/index"

	"github.com/ddhook/ddhook/hook/repo/object"
)

// Staged gives the paths of the index that want takes and that differ from the commit; "" is a commit without files.
func (r *Reader) Staged(commit string, want func(path []byte) bool) ([]object.Change, error) {
	var staged []object.Staged
	err := r.walk(want, func(e *index.Entry) bool {
		staged = add(staged, e)
		return false
	})
	if err != nil {
		return nil, err
	}
	paths := make([]string, len(staged))
	for i, s := range staged {
		paths[i] = s.Path
	}
	committed, err := r.Lookup(commit, paths)
	if err != nil {
		return nil, err
	}
	var changes []object.Change
	for _, s := range staged {
		old := committed[s.Path]
		if old.IsTree() {
			old = object.Entry{}
		}
		switch {
		case s.Unmerged:
			changes = append(changes, object.Change{Path: s.Path, Old: old, Unmerged: true})
		case s.Entry != old:
			changes = append(changes, object.Change{Path: s.Path, Old: old, New: s.Entry})
		}
	}
	return changes, nil
}

// add appends the entry, unless it has no content yet. The stages of a conflict are one entry.
func add(staged []object.Staged, e *index.Entry) []object.Staged {
	unmerged := e.Stage != 0
	if n := len(staged); e.IntentToAdd || unmerged && n > 0 && staged[n-1].Path == e.Name {
		return staged
	}
	if unmerged {
		return append(staged, object.Staged{Entry: object.Entry{Path: e.Name}, Unmerged: true})
	}
	return append(staged, object.Staged{Entry: object.Entry{Path: e.Name, Mode: canonical(uint32(e.Mode)), ID: e.Hash.String()}})
}

// Index gives the entries that stand in the index at exactly these paths, folders too. It reads little further than the
// last of them.
func (r *Reader) Index(paths []string) ([]object.Staged, error) {
	if err := r.refuseSplit(); err != nil {
		return nil, err
	}
	past := slices.Max(paths) + "0" // which sorts next to "/"
	var staged []object.Staged
	sparse := false
	err := r.walk(func(path []byte) bool {
		return string(path) >= past || object.At(path, paths) != "" || hidesAny(path, paths)
	}, func(e *index.Entry) bool {
		sparse = hidesAny([]byte(e.Name), paths)
		switch at := object.At(e.Name, paths); {
		case at == e.Name:
			staged = add(staged, e)
		case at != "" && !e.IntentToAdd:
			staged = object.AddFolder(staged, at)
		}
		return sparse || e.Name >= past
	})
	if sparse {
		return nil, errSparse
	}
	return staged, err
}

// errSparse is about an index that has folders in the place of the files in them.
var errSparse = errors.New("the index is sparse, and git knows to look into its folders")

// hidesAny says whether the entry is a folder that stands for all that is in it, and one of the paths is.
func hidesAny(entry []byte, paths []string) bool {
	return entry[len(entry)-1] == '/' &&
		slices.ContainsFunc(paths, func(path string) bool { return strings.HasPrefix(path, string(entry)) })
}

// HasStaged says whether the index has the path, as a file or as a folder.
func (r *Reader) HasStaged(path string) (bool, error) {
	if err := r.refuseSplit(); err != nil {
		return false, err
	}
	path = strings.TrimSuffix(path, "/")
	below := path + "/"
	has, sparse := false, false
	err := r.walk(func(entry []byte) bool {
		return string(entry) >= path || hidesAny(entry, []string{below})
	}, func(e *index.Entry) bool {
		has = e.Name == path || strings.HasPrefix(e.Name, below)
		sparse = hidesAny([]byte(e.Name), []string{below})
		return has || sparse || e.Name > below
	})
	if sparse {
		return false, errSparse
	}
	return has, err
}

// refuseSplit makes sure that what stands early in the index can be believed before its end is seen: a split index
// leaves out the entries of a shared one, and says so at the end only. Without a shared one there is no split one.
func (r *Reader) refuseSplit() error {
	entries, err := os.ReadDir(r.gitDir)
	if err != nil {
		return fmt.Errorf("looking for a shared index: %w", err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), "sharedindex.") {
			return errors.New("the index may be split, which git knows to read")
		}
	}
	return nil
}
