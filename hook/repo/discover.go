package repo

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/pathname"
	"github.com/ddhook/ddhook/hook/repo/native"
)

// layout is where the parts of a repository are. Paths are absolute.
type layout struct {
	native.Layout
	dir     string // where git is to be run: the folder the search began in, without symbolic links
	Top     string // of the work tree, without symbolic links; "" when there is none (a bare repository)
	foreign error  // why only git can read it, and say where it is; nil when nothing speaks against reading it natively
}

// leftToGit are the variables that few people set and that change where things are; git(1) explains each.
var leftToGit = []string{
	"GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_IMPLICIT_WORK_TREE", "GIT_OBJECT_DIRECTORY",
	"GIT_REFERENCE_BACKEND", "GIT_WORK_TREE",
}

// discover does what git's setup does, see git(1) on GIT_DIR and gitrepository-layout(5), as far as hooks and people at a
// prompt have need of it; all else makes the repository a foreign one. It starts no process.
func discover(dir string, environ []string) (layout, error) {
	cwd := pathname.Real(dir)
	l := layout{dir: cwd}
	vars := map[string]string{}
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		if value != "" && slices.Contains(leftToGit, name) {
			l.foreign = fmt.Errorf("%s is for git to read", name)
			return l, nil
		}
		vars[name] = value
	}
	var err error
	found := cwd // where git takes the top to be, unless it is told otherwise
	if vars["GIT_DIR"] != "" {
		l.foreign = l.open(pathname.From(cwd, vars["GIT_DIR"]))
	} else if found, err = l.search(); err != nil {
		return l, err
	} else if found != cwd && vars["GIT_CEILING_DIRECTORIES"] != "" {
		l.foreign = errors.New("how far up to look is for git to say")
	}
	if l.foreign == nil {
		l.foreign = l.setTop(found)
	}
	l.Index = filepath.Join(l.GitDir, "index")
	if name := vars["GIT_INDEX_FILE"]; name != "" {
		base := cwd // git changes to the top first, when it starts inside the work tree
		if _, inside := pathname.Below(l.Top, cwd); inside {
			base = l.Top
		}
		l.Index = pathname.From(base, name)
	}
	return l, nil
}

// search goes upwards until a folder has a .git or is a repository itself, and returns the top that goes with it.
func (l *layout) search() (top string, err error) {
	for dir := l.dir; ; dir = filepath.Dir(dir) {
		if pathname.IsTop(dir) {
			l.foreign = l.open(filepath.Join(dir, ".git"))
			return dir, nil
		}
		if l.open(dir) == nil {
			return "", nil
		}
		if filepath.Dir(dir) == dir {
			return "", fmt.Errorf("%s is not in a git repository; go into one, or name it with -C", l.dir)
		}
	}
}

// open takes the git directory at path, which may be a file that names it (worktrees, submodules, --separate-git-dir).
func (l *layout) open(path string) error {
	if data, err := os.ReadFile(path); err == nil {
		target, ok := strings.CutPrefix(strings.TrimRight(string(data), "\r\n"), "gitdir: ")
		if !ok {
			return fmt.Errorf("%s is neither a folder nor a line `gitdir: PATH`", path)
		}
		path = pathname.From(filepath.Dir(path), target)
	}
	common := path
	if data, err := os.ReadFile(filepath.Join(path, "commondir")); err == nil {
		common = pathname.From(path, strings.TrimRight(string(data), "\r\n"))
	}
	parts := []string{filepath.Join(path, "HEAD"), filepath.Join(common, "objects"), filepath.Join(common, "refs")}
	for _, part := range parts {
		if _, err := os.Lstat(part); err != nil {
			return fmt.Errorf("opening the git repository: %w", err)
		}
	}
	l.GitDir, l.CommonDir = path, common
	return nil
}

// setTop finds the top of the work tree: what core.worktree says, or else found.
func (l *layout) setTop(found string) error {
	settings, err := readFormat(l.CommonDir, l.GitDir)
	if err != nil {
		return err
	}
	switch {
	case settings["core.bare"] == "true":
		found = ""
	case settings["core.worktree"] != "":
		found = pathname.From(l.GitDir, settings["core.worktree"])
	}
	if found != "" {
		l.Top, err = filepath.EvalSymlinks(found)
	}
	return err
}
