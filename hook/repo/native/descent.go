package native

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/ddhook/ddhook/hook/repo/object"
)

// descent goes down from a root tree to paths, and keeps open the folders on the way to the last one.
type descent struct {
	read  func(id string) (*tree, error)
	names []string // of the folders below the root
	trees []*tree  // the root, then a tree for each name
}

// lookup finds a path; the zero Entry says that it is not there.
func (d *descent) lookup(path string) (object.Entry, error) {
	folders := strings.Split(path, "/")
	name := folders[len(folders)-1]
	folders = folders[:len(folders)-1]
	d.leave(folders)
	for _, folder := range folders[len(d.names):] {
		e, err := d.trees[len(d.names)].find(folder)
		if err != nil || !e.IsTree() {
			return object.Entry{}, err
		}
		next, err := d.read(e.ID)
		if err != nil {
			return object.Entry{}, err
		}
		d.names, d.trees = append(d.names, folder), append(d.trees, next)
	}
	return d.trees[len(d.names)].find(name)
}

// leave closes the folders that are not on the way.
func (d *descent) leave(folders []string) {
	n := 0
	for n < min(len(folders), len(d.names)) && folders[n] == d.names[n] {
		n++
	}
	d.names, d.trees = d.names[:n], d.trees[:n+1]
}

// tree is a folder as git stores it: for each entry "mode name\0" and the id's bytes, sorted by name, where a folder
// counts as if its name ended in a slash.
type tree struct {
	data []byte
	at   int    // of the first entry that does not sort before last
	last string // the name that was looked for last
}

// find looks for a name, as a file or as a folder; the zero Entry says that it is not there. Names that are looked for
// in order take one pass together.
func (t *tree) find(name string) (object.Entry, error) {
	if name < t.last {
		t.at = 0
	}
	t.last = name
	asFolder := name + "/"
	var key []byte
	for at := t.at; at < len(t.data); {
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
		switch {
		case string(key) > asFolder:
			return object.Entry{}, nil
		case string(key) < name:
			t.at = at + size
		}
		at += size
	}
	return object.Entry{}, nil
}

type treeEntry struct {
	mode     uint32
	name, id []byte
}

// parseTreeEntry takes the first entry of data and says how many bytes it has.
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
