package object

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
)

// maxChanges is how many files may differ between two commits, of those that somebody wants to know about: ten times what
// any repository seen has; maxWork how many entries of folders may be gone through in a run, where one that differs counts
// as a hundred, and a folder as a thousand. A million files may be a few folders in each other, and hold up a server.
const maxChanges, maxWork = 50_000, 1_000_000_000

var errTooMany = fmt.Errorf("more than %d files that look like Dockerfiles (exclude some in .ddhook.yaml), or too many in all", maxChanges)

// folder is one to compare: "above/name/", in which two trees stand; "" is one without entries.
type folder struct{ above, name, from, to string }

// Diff returns the paths that want takes and that the tree to has otherwise than the tree from, but for those that are gone; ""
// is a tree without entries. Folders that are alike are not read, by read. work is that of a run, see [maxWork].
func Diff(from, to string, work *int, want func(path []byte) bool, read func(id string) ([]byte, error)) (changes []Change, err error) {
	counted := func(id string) ([]byte, error) {
		if id == "" {
			return nil, nil
		}
		data, err := read(id)
		*work += len(data) / 32
		return data, err
	}
	for folders := []folder{{from: from, to: to}}; err == nil && len(folders) > 0; {
		f := folders[len(folders)-1]
		folders = folders[:len(folders)-1]
		path := f.above + f.name
		err = f.compare(counted, func(old, now entry) error {
			*work += 100 + len(path)/64
			if *work > maxWork || len(changes) > maxChanges {
				return errTooMany
			}
			if old.isTree() || now.isTree() {
				*work += 1000
				is := cmp.Or(string(now.name), string(old.name))
				folders = append(folders, folder{path, is + "/", hex.EncodeToString(old.id), hex.EncodeToString(now.id)})
				return nil
			}
			if now.name != nil && want(slices.Concat([]byte(path), now.name)) {
				changes = append(changes, Change{Path: path + string(now.name), Old: old.in(path), New: now.in(path)})
			}
			return nil
		})
		if err != nil {
			err = fmt.Errorf("looking into the folder %.99q: %w", path, err)
		}
	}
	return changes, err
}

// compare hands what differs in a folder to found: an entry as it was and as it is, of one name and kind; one of them may be none.
func (f folder) compare(read func(id string) ([]byte, error), found func(old, now entry) error) error {
	if f.from == f.to {
		return nil
	}
	older, err := read(f.from)
	newer, newErr := read(f.to)
	var old, now entry
	for err = cmp.Or(err, newErr); err == nil; {
		if old.name == nil && len(older) > 0 {
			old, older, err = cut(older, len(f.from)/2)
		}
		if now.name == nil && len(newer) > 0 && err == nil {
			now, newer, err = cut(newer, len(f.to)/2)
		}
		order := cmp.Compare(old.key(), now.key())
		switch {
		case err != nil:
		case old.name == nil && now.name == nil:
			return nil
		case now.name == nil || old.name != nil && order < 0:
			err, old = found(old, entry{}), entry{}
		case old.name == nil || order > 0:
			err, now = found(entry{}, now), entry{}
		case old.mode == now.mode && bytes.Equal(old.id, now.id):
			old, now = entry{}, entry{}
		default:
			err, old, now = found(old, now), entry{}, entry{}
		}
	}
	return err
}

// entry is one of a tree, as it stands there: "mode name\0" and the bytes of the id.
type entry struct {
	mode     uint32
	name, id []byte
}

// cut takes the first entry off a tree whose ids have a size, in bytes.
func cut(tree []byte, size int) (e entry, rest []byte, err error) {
	digits, rest, _ := bytes.Cut(tree, []byte(" "))
	name, rest, _ := bytes.Cut(rest, []byte{0})
	mode, err := strconv.ParseUint(string(digits), 8, 32)
	if err != nil || len(name) == 0 || len(rest) < size {
		return e, nil, errors.New("a tree is damaged")
	}
	return entry{uint32(mode), name, rest[:size]}, rest[size:], nil
}

func (e entry) isTree() bool { return e.mode&typeBits == Tree }

// key is what a tree is sorted by.
func (e entry) key() string {
	if e.isTree() {
		return string(e.name) + "/"
	}
	return string(e.name)
}

// in is the entry as it stands in a folder; the zero one of none.
func (e entry) in(folder string) Entry {
	if e.name == nil {
		return Entry{}
	}
	return Entry{Path: folder + string(e.name), Mode: Canonical(e.mode), ID: hex.EncodeToString(e.id)}
}
