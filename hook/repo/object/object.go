// Package object names what both readers of a repository hand out, so that nobody can tell which of them answered.
package object

import (
	"errors"
	"strings"
)

// Entry is one path of a tree or of the index. The zero Entry is one that is not there.
type Entry struct {
	Path string // from the top, as git stores it: bytes, with "/"
	Mode uint32 // git's file mode, such as 0o100644
	ID   string // hexadecimal object id, 40 or 64 digits
}

// IsID says whether s is a whole object id, of SHA-1 or of SHA-256.
func IsID(s string) bool {
	return (len(s) == 40 || len(s) == 64) && strings.Trim(s, "0123456789abcdef") == ""
}

// Git's file modes, as git-fast-import(1) lists them. A regular file's mode is Regular with permission bits.
const (
	Regular  = 0o100000
	Symlink  = 0o120000
	Gitlink  = 0o160000
	Tree     = 0o040000
	typeBits = 0o170000
)

// IsFile says whether the entry is a regular file: not a symbolic link, a submodule, a folder, or absent.
func (e Entry) IsFile() bool { return e.Mode&typeBits == Regular }

// IsTree says whether the entry is a folder.
func (e Entry) IsTree() bool { return e.Mode&typeBits == Tree }

// Staged is an entry of the index. One of `git add -N`, which has no content yet, is not handed out.
type Staged struct {
	Entry
	Unmerged bool // the path has a conflict; the entry's mode and id say nothing
}

// At is the one of paths that path is or else is below; "" for none.
func At[T string | []byte](path T, paths []string) string {
	above := ""
	for _, p := range paths { // conversions that are only compared do not allocate
		switch n := len(p); {
		case len(path) < n || string(path[:n]) != p:
		case len(path) == n:
			return p
		case path[n] == '/':
			above = p
		}
	}
	return above
}

// AddFolder appends a folder at a path of the index, unless it is the last one: one of the mode [Tree] without an id.
func AddFolder(staged []Staged, path string) []Staged {
	folder := Staged{Entry: Entry{Path: path, Mode: Tree}}
	if n := len(staged); n > 0 && staged[n-1] == folder {
		return staged
	}
	return append(staged, folder)
}

// Change is a path that two sides have differently. A side that does not have it is the zero Entry.
type Change struct {
	Path     string
	Old, New Entry
	Unmerged bool // the newer side is a conflict, and New says nothing
}

// MaxBlob is how many bytes a file may have to be read. No Dockerfile comes near it, and whoever checks every commit
// must not take the memory of whatever somebody staged.
const MaxBlob = 16 << 20

// ErrTooLarge is what reading an object of more than [MaxBlob] bytes ends with.
var ErrTooLarge = errors.New("it has more than 16 MiB, which is no Dockerfile; exclude it in .ddhook.yaml")

// ErrConflict is what asking for the content of an unmerged path ends with.
var ErrConflict = errors.New("it has conflicts that are not resolved; resolve them and `git add` it")
