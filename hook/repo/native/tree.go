package native

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/ddhook/ddhook/hook/repo/object"
)

// maxTree bounds a folder, and a commit, in bytes; a folder of a million files has 40 MB.
const maxTree = 256 << 20

// Lookup finds paths in the commit's files and folders; what it does not have is missing in the map too. It is quickest
// for sorted paths. Only the folders on the way to them are read.
func (r *Reader) Lookup(commit string, paths []string) (map[string]object.Entry, error) {
	if commit == "" || len(paths) == 0 {
		return nil, nil
	}
	root, err := r.rootTree(commit)
	if err != nil {
		return nil, err
	}
	open := openTrees{read: r.tree, trees: []*tree{root}}
	found := map[string]object.Entry{}
	for _, path := range paths {
		e, err := open.find(path)
		if err != nil {
			return nil, fmt.Errorf("looking for %s in the commit %s: %w", path, commit, err)
		}
		if e.Mode != 0 {
			e.Path = path
			found[path] = e
		}
	}
	return found, nil
}

// rootTree reads the commit's first line, "tree <id>", and that tree.
func (r *Reader) rootTree(commit string) (*tree, error) {
	data, err := r.read(commit, plumbing.CommitObject, maxTree)
	if err != nil {
		return nil, err
	}
	line, _, _ := bytes.Cut(data, []byte("\n"))
	id, ok := bytes.CutPrefix(line, []byte("tree "))
	if !ok {
		return nil, fmt.Errorf("the commit %s names no tree", commit)
	}
	return r.tree(string(id))
}

func (r *Reader) tree(id string) (*tree, error) {
	data, err := r.read(id, plumbing.TreeObject, maxTree)
	return &tree{data: data}, err
}

// openTrees are the trees on the way to the path that was looked for last.
type openTrees struct {
	read  func(id string) (*tree, error)
	names []string // of the folders below the root
	trees []*tree  // the root, then a tree for each name
}

// find looks for a path; the zero Entry means that it is not there.
func (o *openTrees) find(path string) (object.Entry, error) {
	names := strings.Split(path, "/")
	folders, name := names[:len(names)-1], names[len(names)-1]
	n := 0
	for n < min(len(folders), len(o.names)) && folders[n] == o.names[n] {
		n++
	}
	o.names, o.trees = o.names[:n], o.trees[:n+1]
	for _, folder := range folders[n:] {
		e, err := o.trees[len(o.names)].find(folder)
		if err != nil || !e.IsTree() {
			return object.Entry{}, err
		}
		next, err := o.read(e.ID)
		if err != nil {
			return object.Entry{}, err
		}
		o.names, o.trees = append(o.names, folder), append(o.trees, next)
	}
	return o.trees[len(o.names)].find(name)
}

// tree is a folder as git stores it: for each entry "mode name\0" and the id's bytes, sorted by name, where a folder
// counts as if its name ended in a slash.
type tree struct {
	data []byte
	at   int    // of the first entry that does not sort before last
	last string // the name that was looked for last
}

// find looks for a name, as a file or as a folder; the zero Entry means that it is not there. Names that are looked for
// in order take one pass together.
func (t *tree) find(name string) (object.Entry, error) {
	if name < t.last {
		t.at = 0
	}
	t.last = name
	var key []byte // what the entry is sorted by
	for at := t.at; at < len(t.data) && string(key) <= name+"/"; {
		e, size, err := parseTreeEntry(t.data[at:])
		if err != nil {
			return object.Entry{}, err
		}
		if string(e.name) == name {
			return object.Entry{Path: name, Mode: e.mode, ID: fmt.Sprintf("%x", e.id)}, nil
		}
		if key = append(key[:0], e.name...); e.mode == object.Tree {
			key = append(key, '/')
		}
		if at += size; string(key) < name {
			t.at = at
		}
	}
	return object.Entry{}, nil
}

type treeEntry struct {
	mode     uint32
	name, id []byte
}

// parseTreeEntry takes the first entry of data and returns how many bytes it has.
func parseTreeEntry(data []byte) (e treeEntry, size int, err error) {
	space, end := bytes.IndexByte(data, ' '), bytes.IndexByte(data, 0)
	if space < 0 || end <= space+1 || len(data) < end+1+idSize {
		return e, 0, errors.New("a tree is damaged")
	}
	mode, err := strconv.ParseUint(string(data[:space]), 8, 32)
	if err != nil {
		return e, 0, fmt.Errorf("a tree is damaged: %w", err)
	}
	size = end + 1 + idSize
	return treeEntry{mode: canonical(uint32(mode)), name: data[space+1 : end], id: data[end+1 : size]}, size, nil
}

// canonical is the mode as git takes it: of a regular file's permissions only whether its owner may execute it matters.
func canonical(mode uint32) uint32 {
	e := object.Entry{Mode: mode}
	switch {
	case e.IsFile() && mode&0o100 != 0:
		return object.Regular | 0o755
	case e.IsFile():
		return object.Regular | 0o644
	}
	return mode
}
