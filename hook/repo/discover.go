package repo

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/ddhook/ddhook/hook/pathname"
	"github.com/ddhook/ddhook/hook/repo/native"
)

// layout is where the parts of a repository are. Paths are absolute.
type layout struct {
	native.Layout
	dir     string // where git is to be run: the folder the search began in, without symbolic links
	top     string // of the work tree, without symbolic links; "" when there is none
	foreign error  // why only git can read it, and say where it is; nil when nothing speaks against reading it natively
}

// variables are the variables of an environment that say where things are.
type variables map[string]string

// path is the variable as an absolute path; fallback when it is not set.
func (v variables) path(name, base, fallback string) string {
	if value, ok := v[name]; ok {
		return pathname.From(base, value)
	}
	return fallback
}

// discover does what git's setup does, see git(1) on GIT_DIR and gitrepository-layout(5), as far as hooks and people at a
// prompt have need of it; all else makes the repository a foreign one. It starts no process.
func discover(dir string, environ []string) (layout, error) {
	cwd := pathname.Real(dir)
	l := layout{dir: cwd}
	vars := variables{}
	for _, entry := range environ {
		if name, value, ok := strings.Cut(entry, "="); ok && strings.HasPrefix(name, "GIT_") && value != "" {
			vars[name] = value
		}
	}
	for _, name := range []string{"GIT_COMMON_DIR", "GIT_IMPLICIT_WORK_TREE", "GIT_REFERENCE_BACKEND"} {
		if vars[name] != "" {
			l.foreign = fmt.Errorf("%s is for git to read", name)
			return l, nil
		}
	}
	var err error
	found := cwd // where git takes the top to be, unless it is told otherwise
	if name, ok := vars["GIT_DIR"]; ok {
		l.foreign = l.open(pathname.From(cwd, name), vars)
	} else if found, err = l.search(vars); err != nil {
		return l, err
	}
	if l.foreign == nil {
		l.foreign = l.setTop(found, vars)
	}
	base := cwd // git changes to the top first, when it starts inside the work tree
	if _, inside := pathname.Below(l.top, cwd); inside {
		base = l.top
	}
	l.Index = vars.path("GIT_INDEX_FILE", base, filepath.Join(l.GitDir, "index"))
	l.Objects = []string{vars.path("GIT_OBJECT_DIRECTORY", base, filepath.Join(l.CommonDir, "objects"))}
	for _, alternate := range filepath.SplitList(vars["GIT_ALTERNATE_OBJECT_DIRECTORIES"]) {
		if alternate != "" {
			l.Objects = append(l.Objects, pathname.From(base, alternate))
		}
	}
	return l, nil
}

// search goes upwards until a folder has a .git or is a repository itself, and returns the top that goes with it. Where
// there is a ceiling git has to say whether it may go so far.
func (l *layout) search(vars variables) (top string, err error) {
	dir := l.dir
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			top, l.foreign = dir, l.open(filepath.Join(dir, ".git"), vars)
			break
		}
		if l.open(dir, vars) == nil {
			break
		}
		if filepath.Dir(dir) == dir {
			return "", fmt.Errorf("%s is not in a git repository; go into one, or name it with -C", l.dir)
		}
	}
	if _, ok := vars["GIT_CEILING_DIRECTORIES"]; ok && dir != l.dir {
		l.foreign = errors.New("GIT_CEILING_DIRECTORIES is for git to read")
	}
	return top, nil
}

// open takes the git directory at path, which may be a file that names it, as worktrees, submodules and --separate-git-dir
// have it.
func (l *layout) open(path string, vars variables) error {
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
	objects := vars.path("GIT_OBJECT_DIRECTORY", l.dir, filepath.Join(common, "objects"))
	for _, part := range []string{filepath.Join(path, "HEAD"), objects, filepath.Join(common, "refs")} {
		if _, err := os.Lstat(part); err != nil {
			return fmt.Errorf("opening the git repository: %w", err)
		}
	}
	l.GitDir, l.CommonDir = path, common
	return nil
}

// setTop finds the top of the work tree: what GIT_WORK_TREE or core.worktree says, or else found.
func (l *layout) setTop(found string, vars variables) error {
	settings, err := readFormat(l.CommonDir, l.GitDir)
	if err != nil {
		return err
	}
	switch worktree, ok := vars["GIT_WORK_TREE"]; {
	case ok:
		found = pathname.From(l.dir, worktree)
	case settings["core.bare"] == "true":
		found = ""
	case settings["core.worktree"] != "":
		found = pathname.From(l.GitDir, settings["core.worktree"])
	}
	if found != "" {
		l.top, err = filepath.EvalSymlinks(found)
	}
	return err
}
