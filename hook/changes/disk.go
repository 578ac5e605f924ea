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
// below a folder. It does not enter other repositories, nor follow a link out of one. name is relative to dir, and the
// files' paths begin with it.
//
// What is selected is up to the selector that settings returns for the folder at which the globs begin: the top of the
// repository that name is in, or else the folder that is named. No environment counts, and nothing is run.
func Disk(dir, name string, settings func(top string) (Selector, error)) (Set, error) {
	real, isDir, err := find(dir, name)
	if err != nil {
		return Set{}, fmt.Errorf("%s: %w", name, Reason(err))
	}
	shown := filepath.ToSlash(filepath.Clean(name))
	if !isDir {
		if _, err := settings(TopOf(filepath.Dir(real))); err != nil {
			return Set{}, err
		}
		return Set{Changes: []Change{fileOnDisk(shown, real)}}, nil
	}
	top := TopOf(real)
	sel, err := settings(top)
	if err != nil {
		return Set{}, err
	}
	w := walk{start: real, top: top, name: shown, sel: sel}
	err = filepath.WalkDir(real, w.visit)
	return w.set, errors.Join(append(w.errs, err)...)
}

// find follows a name, which is relative to dir, to a file or a folder.
func find(dir, name string) (real string, isDir bool, err error) {
	name = From(Real(dir), name)
	info, err := os.Stat(name)
	if err == nil && !info.IsDir() && !info.Mode().IsRegular() {
		err = errNotRegular
	}
	if err == nil {
		real, err = filepath.EvalSymlinks(name)
	}
	for at := name; err == nil && at != filepath.Dir(at); at = filepath.Dir(at) {
		err = leadsInside(at, real)
	}
	return real, err == nil && info.IsDir(), err
}

var errNotRegular = errors.New("not a regular file; `ddhook scan -` reads standard input")

// leadsInside is an error if a name is a link out of the repository that it stands in.
func leadsInside(link, real string) error {
	info, err := os.Lstat(link)
	if err != nil || info.Mode()&fs.ModeSymlink == 0 {
		return err
	}
	top := TopOf(Real(filepath.Dir(link)))
	if _, inside := Below(top, real); IsTop(top) && !inside {
		return fmt.Errorf("a link leads out of the repository %s; name the file itself", top)
	}
	return nil
}

// Real returns the absolute name of a file without symbolic links. What is not there, such as a folder that is only staged,
// keeps its name.
func Real(name string) string {
	abs, err := filepath.Abs(name)
	if err != nil {
		return name // the folder that the process runs in is gone
	}
	real, err := filepath.EvalSymlinks(abs)
	if parent := filepath.Dir(abs); err != nil && parent != abs {
		return filepath.Join(Real(parent), filepath.Base(abs))
	}
	return real
}

// From returns a name that counts from a folder, unless it is absolute.
func From(dir, name string) string {
	if filepath.IsAbs(name) {
		return filepath.Clean(name)
	}
	return filepath.Join(dir, name)
}

// Below returns the path of a file from a folder that it lies in, with "/", and "" for the folder itself. Both are [Real]
// names.
func Below(dir, file string) (path string, ok bool) {
	rel, err := filepath.Rel(dir, file)
	if err != nil || !filepath.IsLocal(rel) {
		return "", false
	}
	if rel == "." {
		rel = ""
	}
	return filepath.ToSlash(rel), true
}

// Reason is an error of the system without the call and the file, which whoever asked for it names.
func Reason(err error) error {
	if e := new(fs.PathError); errors.As(err, &e) {
		return e.Err
	}
	if e := new(os.LinkError); errors.As(err, &e) {
		return e.Err
	}
	return err
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
	rel, _ := Below(w.start, file)
	fromTop, _ := Below(w.top, file)
	shown := path.Join(w.name, rel)
	switch {
	case err != nil:
		w.errs = append(w.errs, fmt.Errorf("%s: %w", shown, Reason(err)))
	case entry.IsDir() && (entry.Name() == ".git" || file != w.start && IsTop(file)):
		return fs.SkipDir
	case !entry.Type().IsRegular():
	case w.sel.Selects(fromTop):
		w.set.Changes = append(w.set.Changes, fileOnDisk(shown, file))
	case w.sel.Resembles(fromTop):
		w.set.Unlisted = append(w.set.Unlisted, shown)
	}
	return nil
}

func fileOnDisk(shown, file string) Change {
	return Change{Path: shown, File: file, New: func() ([]byte, error) { return ReadFile(file) }}
}

// ReadFile reads a Dockerfile on disk, by its [Real] name. What is not a regular file is an error, since another program
// might never end it.
func ReadFile(file string) ([]byte, error) {
	info, err := os.Lstat(file)
	if err != nil {
		return nil, Reason(err)
	}
	if !info.Mode().IsRegular() {
		return nil, errNotRegular
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, Reason(err)
	}
	defer f.Close()
	return ReadLimited(f)
}

// ReadLimited reads a Dockerfile; more than [object.MaxBlob] bytes are an error.
func ReadLimited(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, object.MaxBlob+1))
	if err == nil && len(data) > object.MaxBlob {
		err = object.ErrTooLarge
	}
	return data, err
}
