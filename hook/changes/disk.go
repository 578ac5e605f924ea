package changes

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"syscall"

	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/config"
	"github.com/ddhook/ddhook/hook/pathname"
)

// Place is a file or a folder on disk.
type Place struct {
	Top  string // the folder at which globs begin: the top of the repository that it is in, or else the folder itself
	name string // as it was named
	real string // its [pathname.Real] name
}

// Find follows a name, which is relative to dir, to a file or a folder. A link out of a repository is an error.
func Find(dir, name string) (Place, error) {
	p := Place{name: filepath.ToSlash(filepath.Clean(name))}
	file := pathname.From(pathname.Real(dir), name)
	info, err := os.Stat(file)
	if err == nil && !info.IsDir() && !info.Mode().IsRegular() {
		err = fmt.Errorf("%w; `ddhook scan -` reads standard input", errNotRegular)
	}
	if err == nil {
		p.real, err = filepath.EvalSymlinks(file)
	}
	for at := file; err == nil && at != filepath.Dir(at); at = filepath.Dir(at) {
		err = leadsInside(at, p.real)
	}
	if err != nil {
		return p, fmt.Errorf("%s: %w", name, Reason(err))
	}
	folder := p.real
	if !info.IsDir() {
		folder = filepath.Dir(p.real)
	}
	p.Top = pathname.TopOf(folder)
	return p, nil
}

var errNotRegular = errors.New("not a regular file")

// Files returns the file itself, or the selected files below the folder, without other repositories', as far as found.
func (p Place) Files(m *config.Matcher) (Set, error) {
	var set Set
	var errs []error
	err := filepath.WalkDir(p.real, func(file string, entry fs.DirEntry, err error) error {
		below, _ := pathname.Below(p.real, file)
		fromTop, _ := pathname.Below(p.Top, file)
		name := path.Join(p.name, below)
		switch {
		case err != nil:
			errs = append(errs, fmt.Errorf("%s: %w", name, Reason(err)))
		case entry.IsDir() && (entry.Name() == ".git" || file != p.real && pathname.IsTop(file)):
			return fs.SkipDir
		case !entry.Type().IsRegular():
		case file == p.real || m.Selects(fromTop):
			read := func() ([]byte, error) { return ReadFile(file) }
			set.Changes = append(set.Changes, Change{Path: name, File: file, New: read})
		case m.Resembles(fromTop):
			set.Unlisted = append(set.Unlisted, name)
		}
		return nil
	})
	return set, errors.Join(append(errs, err)...)
}

// leadsInside is an error if a name is a link out of the repository that it stands in.
func leadsInside(link, real string) error {
	info, err := os.Lstat(link)
	if err != nil || info.Mode()&fs.ModeSymlink == 0 {
		return err
	}
	top := pathname.TopOf(pathname.Real(filepath.Dir(link)))
	if _, inside := pathname.Below(top, real); pathname.IsTop(top) && !inside {
		return fmt.Errorf("a link leads out of the repository %s; name the file itself", top)
	}
	return nil
}

// Reason is an error of the system without the call and the file, which whoever asked for it names.
func Reason(err error) error {
	if e := syscall.Errno(0); errors.As(err, &e) {
		return e
	}
	return err
}

// ReadFile reads a Dockerfile on disk, or another file that is no larger, by its [pathname.Real] name. What is not a regular
// file is an error, since another program might never end it.
func ReadFile(file string) ([]byte, error) {
	if info, err := os.Lstat(file); err == nil && !info.Mode().IsRegular() {
		return nil, errNotRegular
	}
	return ReadAny(file)
}

// ReadAny reads what has a name on disk, a pipe too, as [ReadLimited] does.
func ReadAny(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, Reason(err)
	}
	defer f.Close()
	data, err := ReadLimited(f)
	return data, Reason(err)
}

// ReadLimited reads a Dockerfile; more than [budget.MaxFile] bytes are an error.
func ReadLimited(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, budget.MaxFile+1))
	if err == nil && len(data) > budget.MaxFile {
		err = budget.ErrTooLarge
	}
	return data, err
}
