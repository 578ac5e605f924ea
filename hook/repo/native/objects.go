package native

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/objfile"

	"github.com/ddhook/ddhook/hook/pathname"
	"github.com/ddhook/ddhook/hook/repo/object"
)

// Object returns the content of an object of a type, held to its id: nothing below has to notice damage of the content.
func (r *Reader) Object(id, kind string) ([]byte, error) {
	var data []byte
	of, err := plumbing.ParseObjectType(kind)
	if err = cmp.Or(err, r.open()); err == nil {
		data, err = r.find(plumbing.NewHash(id), of)
	}
	if err == nil && plumbing.ComputeHash(of, data).String() != id {
		err = errors.New("its content is not what its id says")
	}
	if err != nil {
		return nil, fmt.Errorf("reading the %s %s: %w", kind, id, err)
	}
	return data, nil
}

// openFolder adds a folder of objects, see gitrepository-layout(5), and those that it borrows from. It need not exist.
func (r *Reader) openFolder(folder string) error {
	if slices.Contains(r.folders, folder) {
		return nil
	}
	r.folders = append(r.folders, folder)
	found, _ := fs.Glob(os.DirFS(folder), "pack/pack-*.idx") // what is missing then is for git to look for
	for _, name := range found {
		r.packs = append(r.packs, &pack{base: filepath.Join(folder, strings.TrimSuffix(name, ".idx"))})
	}
	data, err := os.ReadFile(filepath.Join(folder, "info", "alternates"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("reading which objects are borrowed: %w", err)
	}
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSuffix(line, "\n"); line == "" || line[0] == '#' {
			continue // a quoted one does not exist as it is written, and what is missing is for git to look for
		}
		if err := r.openFolder(pathname.From(folder, line)); err != nil {
			return err
		}
	}
	return nil
}

// find looks for a loose object, then into all packs.
func (r *Reader) find(id plumbing.Hash, kind plumbing.ObjectType) ([]byte, error) {
	for _, folder := range r.folders {
		if data, err := readLoose(folder, id, kind); !errors.Is(err, fs.ErrNotExist) {
			return data, err
		}
	}
	for i, p := range r.packs {
		if data, err := p.read(id, kind); !errors.Is(err, plumbing.ErrObjectNotFound) {
			r.packs[0], r.packs[i] = p, r.packs[0]
			return data, err
		}
	}
	return nil, plumbing.ErrObjectNotFound
}

// readLoose reads an object that has a file of its own; fs.ErrNotExist means that it has none.
func readLoose(folder string, id plumbing.Hash, kind plumbing.ObjectType) ([]byte, error) {
	hex := id.String()
	file, err := os.Open(filepath.Join(folder, hex[:2], hex[2:]))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	r, err := objfile.NewReader(file)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	found, size, err := r.Header()
	if err == nil {
		err = check(found, size, kind)
	}
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(r, size))
}

// check makes sure that an object of this type and size is what was asked for.
func check(found plumbing.ObjectType, size int64, kind plumbing.ObjectType) error {
	if found != kind {
		return fmt.Errorf("it is a %s, not a %s", found, kind)
	}
	return object.CheckSize(kind.String(), size)
}
