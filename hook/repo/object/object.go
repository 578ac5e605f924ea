// Package object names what both readers of a repository hand out, and reads trees, whoever of them answered.
package object

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/budget"
)

// Entry is one path of a tree or of the index. The zero Entry is one that is not there.
type Entry struct {
	Path     string // from the top, as git stores it: bytes, with "/"
	Mode     uint32 // git's file mode, such as 0o100644
	ID       string // hexadecimal object id, 40 or 64 digits
	Unmerged bool   // the index has a conflict there; the mode and the id say nothing
}

// IsID reports whether s is a whole object id, of SHA-1 or of SHA-256.
func IsID(s string) bool {
	return (len(s) == 40 || len(s) == 64) && strings.Trim(s, "0123456789abcdef") == ""
}

// Git's file modes, as git-fast-import(1) lists them. A regular file's mode is Regular with permission bits.
const (
	Regular  = 0o100000
	Tree     = 0o040000
	typeBits = 0o170000
)

// IsFile reports whether the entry is a regular file: not a symbolic link, a submodule, a folder, or absent.
func (e Entry) IsFile() bool { return e.Mode&typeBits == Regular }

// IsTree reports whether the entry is a folder.
func (e Entry) IsTree() bool { return e.Mode&typeBits == Tree }

// Canonical is the mode as git takes it: of a regular file's permissions only whether its owner may execute it matters.
func Canonical(mode uint32) uint32 {
	switch {
	case mode&typeBits != Regular:
		return mode
	case mode&0o100 != 0:
		return Regular | 0o755
	}
	return Regular | 0o644
}

// Search looks for paths among the entries of an index in one pass, and ends it after the last of them.
type Search struct {
	Found []Entry  // entries at exactly these paths; a folder is one of the mode [Tree] without an id
	keys  []string // what is still to come, sorted: each path, and with a slash what is below it
}

// NewSearch prepares to look for paths, from the top.
func NewSearch(paths []string) *Search {
	var keys []string
	for _, path := range paths {
		keys = append(keys, path, path+"/")
	}
	slices.Sort(keys)
	return &Search{keys: slices.Compact(keys)}
}

// Wants reports whether [Search.Take] has to see the entry at path.
func (s *Search) Wants(path []byte) bool { return len(s.keys) == 0 || string(path) >= s.keys[0] }

// Take adds the entry to what was found, if it is looked for, and reports whether that was all. Entries come in index order.
func (s *Search) Take(e Entry) (done bool) {
	for len(s.keys) > 0 && e.Path >= s.keys[0] {
		switch key := s.keys[0]; {
		case e.Path == key:
			s.Found = append(s.Found, e)
		case strings.HasSuffix(key, "/") && strings.HasPrefix(e.Path, key):
			s.Found = append(s.Found, Entry{Path: strings.TrimSuffix(key, "/"), Mode: Tree})
		}
		s.keys = s.keys[1:]
	}
	return len(s.keys) == 0
}

// Lookup finds paths in the files of a commit, as far as it has them. Only the trees on the way are read, and each once; "" is
// a commit without files. read returns an object of a type.
func Lookup(commit string, paths []string, read func(id, kind string) ([]byte, error)) (map[string]Entry, error) {
	found := map[string]Entry{}
	if commit == "" || len(paths) == 0 {
		return found, nil
	}
	data, err := read(commit, "commit")
	if err == nil {
		err = lookup(Root(data), "", paths, func(id string) ([]byte, error) { return read(id, "tree") }, found)
	}
	return found, err
}

// lookup adds to found what a tree has of paths, which all begin with folder.
func lookup(id, folder string, paths []string, read func(string) ([]byte, error), found map[string]Entry) error {
	data, err := read(id)
	if err != nil {
		return fmt.Errorf("looking into the folder %q: %w", folder, err)
	}
	byName := map[string][]string{}
	for _, path := range paths {
		name, _, _ := strings.Cut(path[len(folder):], "/")
		byName[name] = append(byName[name], path)
	}
	for len(data) > 0 && len(byName) > 0 {
		var is entry
		if is, data, err = cut(data, len(id)/2); err != nil {
			return err
		}
		wanted := byName[string(is.name)]
		if len(wanted) == 0 {
			continue
		}
		delete(byName, string(is.name)) // the first one counts where a damaged tree has two
		e := is.in(folder)
		below := slices.DeleteFunc(wanted, func(path string) bool { return path == e.Path })
		if len(below) < len(wanted) {
			found[e.Path] = e
		}
		if e.IsTree() && len(below) > 0 {
			if err := lookup(e.ID, e.Path+"/", below, read, found); err != nil {
				return err
			}
		}
	}
	return nil
}

// Change is a path that two sides have differently. A side that does not have it is the zero Entry.
type Change struct {
	Path     string
	Old, New Entry
}

// Root returns the tree that the content of a commit names.
func Root(commit []byte) string {
	id, _, _ := strings.Cut(strings.TrimPrefix(string(commit), "tree "), "\n")
	return id
}

// CheckSize is an error where an object of this kind has too many bytes to be read. A folder of a million files has 40 MB.
func CheckSize(kind string, size int64) error {
	switch {
	case kind == "blob" && size > budget.MaxFile:
		return budget.ErrTooLarge
	case size < 0 || size > 256<<20:
		return fmt.Errorf("a %s of %d bytes is too large to be read", kind, size)
	}
	return nil
}

// ErrConflict is what asking for the content of an unmerged path ends with.
var ErrConflict = errors.New("it has conflicts that are not resolved; resolve them and `git add` it")
