package changes

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/ddhook/ddhook/hook/repo/object"
)

// Disk returns the files on disk that a name stands for: the file itself, whatever it is called, or the selected files
// below a folder. It does not enter other repositories. name is relative to dir, and the files' paths begin with it.
//
// What is selected is up to the selector that settings returns for the folder at which the globs begin: the top of the
// repository that name is in, or else the folder that is named. No environment counts, and nothing is run.
func Disk(dir, name string, settings func(top string) (Selector, error)) (Set, error) {
	real, err := filepath.EvalSymlinks(onDisk(dir, name))
	if err != nil {
		return Set{}, fmt.Errorf("looking for the files: %w", err)
	}
	if real, err = filepath.Abs(real); err != nil {
		return Set{}, fmt.Errorf("looking for the files: %w", err)
	}
	info, err := os.Stat(real)
	if err != nil {
		return Set{}, fmt.Errorf("looking for the files: %w", err)
	}
	if !info.IsDir() {
		if _, err := settings(TopOf(filepath.Dir(real))); err != nil {
			return Set{}, err
		}
		return Set{Changes: []Change{fileOnDisk(filepath.ToSlash(filepath.Clean(name)), real)}}, nil
	}
	top := TopOf(real)
	sel, err := settings(top)
	if err != nil {
		return Set{}, err
	}
	w := walk{start: real, top: top, name: filepath.ToSlash(filepath.Clean(name)), sel: sel}
	err = filepath.WalkDir(real, w.visit)
	return w.set, errors.Join(append(w.errs, err)...)
}

func onDisk(dir, name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(dir, name)
}

// TopOf is the nearest folder from dir upwards that holds a .git, which is a folder or, in a linked worktree or a
// submodule, a file; dir itself when there is none.
func TopOf(dir string) string {
	for at := dir; ; at = filepath.Dir(at) {
		if IsTop(at) {
			return at
		}
		if filepath.Dir(at) == at {
			return dir
		}
	}
}

// IsTop reports whether a folder is the top of a repository.
func IsTop(dir string) bool {
	_, err := os.Lstat(filepath.Join(dir, ".git"))
	return err == nil
}

// walk collects the files below a folder.
type walk struct {
	start, top string // absolute
	name       string // what start was called
	sel        Selector
	set        Set
	errs       []error // folders that could not be read: the rest is looked at all the same
}

func (w *walk) visit(file string, entry fs.DirEntry, err error) error {
	rel, relErr := filepath.Rel(w.start, file)
	if relErr != nil {
		return relErr
	}
	shown := path.Join(w.name, filepath.ToSlash(rel))
	switch {
	case err != nil:
		w.errs = append(w.errs, fmt.Errorf("%s: looking for the files: %w", shown, err))
	case entry.IsDir() && (entry.Name() == ".git" || file != w.start && IsTop(file)):
		return fs.SkipDir
	case entry.Type().IsRegular():
		w.add(file, shown)
	}
	return nil
}

func (w *walk) add(file, shown string) {
	fromTop, err := filepath.Rel(w.top, file)
	if err != nil {
		w.errs = append(w.errs, err)
		return
	}
	switch fromTop = filepath.ToSlash(fromTop); {
	case w.sel.Selects(fromTop):
		w.set.Changes = append(w.set.Changes, fileOnDisk(shown, file))
	case w.sel.Resembles(fromTop):
		w.set.Unlisted = append(w.set.Unlisted, shown)
	}
}

func fileOnDisk(shown, file string) Change {
	return Change{Path: shown, New: func() ([]byte, error) {
		f, err := os.Open(file)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return ReadLimited(f)
	}}
}

// ReadLimited reads a Dockerfile; more than [object.MaxBlob] bytes are an error.
func ReadLimited(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, object.MaxBlob+1))
	if err == nil && len(data) > object.MaxBlob {
		err = object.ErrTooLarge
	}
	return data, err
}
