package object

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// TreeOf returns the tree of a commit by the commit's content, which begins with a line "tree <id>".
func TreeOf(commit string, content []byte) (id string, err error) {
	line, _, _ := bytes.Cut(content, []byte("\n"))
	tree, ok := bytes.CutPrefix(line, []byte("tree "))
	if !ok {
		return "", fmt.Errorf("the commit %s names no tree", commit)
	}
	return string(tree), nil
}

// Lookup finds paths in a tree and those below it; what it does not have is missing in the map too. It is quickest for
// sorted paths. Only the trees on the way to them are read, by read.
func Lookup(root string, paths []string, read func(id string) ([]byte, error)) (map[string]Entry, error) {
	open := openTrees{read: read}
	if err := open.push("", root); err != nil {
		return nil, err
	}
	found := map[string]Entry{}
	for _, path := range paths {
		e, err := open.find(path)
		if err != nil {
			return nil, fmt.Errorf("looking for %s: %w", path, err)
		}
		if e.Mode != 0 {
			e.Path = path
			found[path] = e
		}
	}
	return found, nil
}

// openTrees are the trees on the way to the path that was looked for last.
type openTrees struct {
	read  func(id string) ([]byte, error)
	trees []*tree // the root first
}

func (o *openTrees) push(name, id string) error {
	data, err := o.read(id)
	o.trees = append(o.trees, &tree{name: name, data: data, idSize: len(id) / 2})
	return err
}

// find looks for a path; the zero Entry means that it is not there.
func (o *openTrees) find(path string) (Entry, error) {
	names := strings.Split(path, "/")
	folders, name := names[:len(names)-1], names[len(names)-1]
	n := 0
	for n < min(len(folders), len(o.trees)-1) && folders[n] == o.trees[n+1].name {
		n++
	}
	o.trees = o.trees[:n+1]
	for _, folder := range folders[n:] {
		e, err := o.trees[len(o.trees)-1].find(folder)
		if err != nil || !e.IsTree() {
			return Entry{}, err
		}
		if err := o.push(folder, e.ID); err != nil {
			return Entry{}, err
		}
	}
	return o.trees[len(o.trees)-1].find(name)
}

// tree is a folder as git stores it: for each entry "mode name\0" and the id's bytes, sorted by name, where a folder
// counts as if its name ended in a slash.
type tree struct {
	name   string // in its parent
	data   []byte
	idSize int
	at     int    // of the first entry that does not sort before last
	last   string // the name that was looked for last
}

// find looks for a name, as a file or as a folder; the zero Entry means that it is not there. Names that are looked for
// in order take one pass together.
func (t *tree) find(name string) (Entry, error) {
	if name < t.last {
		t.at = 0
	}
	t.last = name
	var key []byte // what the entry is sorted by
	for at := t.at; at < len(t.data) && string(key) <= name+"/"; {
		digits, rest, _ := bytes.Cut(t.data[at:], []byte(" "))
		entry, rest, _ := bytes.Cut(rest, []byte{0})
		bits, err := strconv.ParseUint(string(digits), 8, 32)
		if err != nil || len(entry) == 0 || len(rest) < t.idSize {
			return Entry{}, errors.New("a tree is damaged")
		}
		mode := Canonical(uint32(bits))
		if string(entry) == name {
			return Entry{Path: name, Mode: mode, ID: hex.EncodeToString(rest[:t.idSize])}, nil
		}
		if key = append(key[:0], entry...); mode == Tree {
			key = append(key, '/')
		}
		if at = len(t.data) - len(rest) + t.idSize; string(key) < name {
			t.at = at
		}
	}
	return Entry{}, nil
}

// Canonical is the mode as git takes it: of a regular file's permissions only whether its owner may execute it matters.
func Canonical(mode uint32) uint32 {
	e := Entry{Mode: mode}
	switch {
	case e.IsFile() && mode&0o100 != 0:
		return Regular | 0o755
	case e.IsFile():
		return Regular | 0o644
	}
	return mode
}
