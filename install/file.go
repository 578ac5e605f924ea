package install

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/ddhook/ddhook/hook/atomic"
	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/pathname"
	"github.com/ddhook/ddhook/hook/repo"
	"github.com/ddhook/ddhook/hook/repo/gitcli"
)

// file is a hook as it stands on disk.
type file struct {
	path          string      // absolute, with "/"
	info          fs.FileInfo // of what a link leads to; nil when there is nothing
	link, program bool        // it is a symbolic link; no script
	text          []byte
	block, rest   []byte // of the text, or of what is to be written; block is nil when there is none of ddhook's
}

const shebang = "#!/bin/sh\n"

// shellLine is a first line that names a shell.
var shellLine = lazy(`^#!\s*(\S*/)?(env\s+(-S\s+)?(\S*/)?)?(busybox\s+)?(a|ba|da|k|mk|z)?sh([ \t][^\r]*)?$`)

// load reads the hook at path. One that is not there is no error.
func load(path string) (file, error) {
	f := file{path: filepath.ToSlash(path), rest: []byte(shebang)}
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return f, nil
	case err != nil:
		return f, fmt.Errorf("looking for a hook that is there already: %w", err)
	}
	f.link = info.Mode()&fs.ModeSymlink != 0
	if f.info, err = os.Stat(path); err != nil {
		return f, nil // a link that leads nowhere
	}
	f.text, err = changes.ReadFile(pathname.Real(path))
	switch f.program = errors.Is(err, budget.ErrTooLarge) || bytes.IndexByte(f.text, 0) >= 0; {
	case f.program: // no script is as large
	case err != nil:
		return f, fmt.Errorf("reading %s: %w; move it away", path, err)
	default:
		f.block, f.rest = cut(f.text)
	}
	return f, nil
}

func (f file) exists() bool { return f.info != nil || f.link }

// runs reports whether git would run the hook.
func (f file) runs() bool { return f.info != nil && isProgram(f.path, f.info) }

// alien is what the hook is, when the block cannot be put into it; "" when a shell runs it.
func (f file) alien() string {
	first, _, _ := bytes.Cut(f.text, []byte("\n"))
	switch {
	case f.link:
		return "a link"
	case f.program:
		return "a program"
	case bytes.HasPrefix(first, []byte("#!")) && !shellLine().Match(first):
		return fmt.Sprintf("run by %q", first[len("#!"):])
	}
	return ""
}

// write puts text in the place of the hook, unless another program did so since it was loaded; nil takes the hook away.
func (f file) write(text []byte) (err error) {
	still := func() error {
		now, err := load(f.path)
		if err == nil && (now.exists() != f.exists() || !bytes.Equal(now.text, f.text)) && !bytes.Equal(now.text, text) {
			err = errors.New("another program wrote it at the same time; type the command once more")
		}
		return err
	}
	if text != nil {
		if err = os.MkdirAll(filepath.Dir(f.path), 0o777); err == nil {
			err = atomic.Write(f.path, text, 0o777, still)
		}
	} else if err = still(); err == nil {
		err = os.Remove(f.path)
	}
	if err != nil && (text != nil || !errors.Is(err, fs.ErrNotExist)) { // another one may have taken it away
		return fmt.Errorf("writing the hook %s: %w", f.path, err)
	}
	return nil
}

func slashed(elements ...string) string { return filepath.ToSlash(filepath.Join(elements...)) }

// folder is where git looks for the hooks of a repository. Paths are absolute and without symbolic links.
type folder struct {
	path    string // where git looks now, see core.hooksPath in git-config(1)
	own     string // where it looks when it is not told to look elsewhere
	outside bool   // path is not the repository's, so that others may share it
	team    bool   // all who clone it have its hooks, so that their blocks name no place of ddhook
}

// find asks git, and finds out whose the folder is: what is below another .git belongs to another repository.
func find(r *repo.Repository) (f folder, err error) {
	common, err := r.Git.Line("rev-parse", "--path-format=absolute", "--git-common-dir")
	if err != nil {
		return f, err
	}
	if !filepath.IsAbs(common) { // git repeats an option that it does not know
		return f, errors.New("git is too old to tell where its hooks are: 2.31 or newer is needed")
	}
	if f.path, err = r.Git.Line("rev-parse", "--path-format=absolute", "--git-path", "hooks/."); err != nil {
		return f, err
	}
	f.own = filepath.Join(common, "hooks")
	dir, top := f.path, r.Top
	if dir == f.own || top != "" && isWithin(dir, common) && !(isWithin(top, common) && isWithin(dir, top)) {
		return f, nil
	}
	for top != "" && dir != top && isWithin(dir, top) && !pathname.IsTop(dir) {
		dir = filepath.Dir(dir)
	}
	if f.outside = dir != top; !f.outside {
		_, err := r.Git.Output("check-ignore", "--quiet", slashed(f.path, "pre-commit"))
		f.team = gitcli.Status(err) == 1 // it is not ignored
	}
	return f, nil
}

// isWithin reports whether path is dir or below it.
func isWithin(path, dir string) bool {
	_, ok := pathname.Below(dir, path)
	return ok
}
