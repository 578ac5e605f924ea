package object

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

var errDamaged = errors.New("a tree is damaged")

// Lookup finds paths in a tree and those below it; what it does not have is missing in the map too. Only the trees on
// the way to them are read, by read, and each once.
func Lookup(root string, paths []string, read func(id string) ([]byte, error)) (map[string]Entry, error) {
	found := map[string]Entry{}
	return found, lookup(root, "", paths, read, found)
}

// lookup adds to found what a tree has of paths, which all begin with its own, folder. A tree is for each entry
// "mode name\0" and the id's bytes.
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
		digits, rest, _ := bytes.Cut(data, []byte(" "))
		name, rest, _ := bytes.Cut(rest, []byte{0})
		if len(name) == 0 || len(rest) < len(id)/2 {
			return errDamaged
		}
		data = rest[len(id)/2:]
		wanted := byName[string(name)]
		if len(wanted) == 0 {
			continue
		}
		delete(byName, string(name)) // the first one counts where a damaged tree has two
		mode, err := strconv.ParseUint(string(digits), 8, 32)
		if err != nil {
			return errDamaged
		}
		e := Entry{Path: folder + string(name), Mode: Canonical(uint32(mode)), ID: hex.EncodeToString(rest[:len(id)/2])}
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
