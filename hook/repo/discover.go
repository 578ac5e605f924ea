package repo

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/ddhook/ddhook/hook/repo/gitconfig"
)

// place is where the parts of a repository are. Paths are absolute.
type place struct {
	dir       string   // where git is to be run: the folder the search began in
	gitDir    string   // HEAD, index and MERGE_HEAD; of a linked worktree its own
	commonDir string   // refs, objects and config
	top       string   // of the work tree; "" when there is none
	index     string   // the index file
	objects   string   // the folder of objects
	borrowed  []string // further folders of objects, from the environment
	gitHeads  []string // see Parents
	foreign   error    // why only git can read it; nil when nothing speaks against reading it natively
}

// variables are the variables of an environment that say where things are.
type variables map[string]string

func newVariables(environ []string) variables {
	vars := variables{}
	for _, entry := range environ {
		if name, value, ok := strings.Cut(entry, "="); ok && strings.HasPrefix(name, "GIT_") && value != "" {
			vars[name] = value
		}
	}
	return vars
}

// path is the variable as an absolute path; fallback when it is not set.
func (v variables) path(name, base, fallback string) string {
	if value, ok := v[name]; ok {
		return under(base, value)
	}
	return fallback
}

// under is path, which counts from base unless it is absolute.
func under(base, path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(base, path)
}

// discover does what git's setup does, see git(1) on GIT_DIR and gitrepository-layout(5).
func discover(dir string, environ []string) (place, error) {
	vars := newVariables(environ)
	cwd, err := physical(dir)
	if err != nil {
		return place{}, fmt.Errorf("looking for a git repository: %w", err)
	}
	p := place{dir: cwd, gitHeads: gitHeads(environ)}
	if name, ok := vars["GIT_DIR"]; ok {
		err = p.atGitDir(under(cwd, name), vars)
	} else {
		err = p.search(vars)
	}
	if err != nil {
		return place{}, err
	}
	base := cwd // git changes to the top first, when it starts inside the work tree
	if p.top != "" && isWithin(cwd, p.top) {
		base = p.top
	}
	p.index = vars.path("GIT_INDEX_FILE", base, filepath.Join(p.gitDir, "index"))
	p.objects = vars.path("GIT_OBJECT_DIRECTORY", base, filepath.Join(p.commonDir, "objects"))
	for _, alternate := range filepath.SplitList(vars["GIT_ALTERNATE_OBJECT_DIRECTORIES"]) {
		if alternate != "" {
			p.borrowed = append(p.borrowed, under(base, alternate))
		}
	}
	return p, nil
}

// physical is the absolute path without symbolic links, as a process that changes to dir sees it.
func physical(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(abs)
}

// isWithin says whether path is dir or below it; both are clean and absolute.
func isWithin(path, dir string) bool {
	rest, ok := strings.CutPrefix(path, dir)
	return ok && (rest == "" || os.IsPathSeparator(rest[0]) || os.IsPathSeparator(dir[len(dir)-1]))
}

// atGitDir takes the repository that GIT_DIR names. Without GIT_WORK_TREE and core.worktree the current folder is the
// top then.
func (p *place) atGitDir(name string, vars variables) error {
	gitDir, err := followFile(name)
	if err != nil {
		return err
	}
	if !p.take(gitDir, vars) {
		return fmt.Errorf("%s is not a git repository, though GIT_DIR says so", name)
	}
	top := p.dir
	if vars["GIT_IMPLICIT_WORK_TREE"] == "0" {
		top = ""
	}
	return p.setTop(top, vars)
}

// search goes upwards until a folder has a .git or is a repository itself.
func (p *place) search(vars variables) error {
	ceilings := ceilings(vars)
	for dir := p.dir; ; dir = filepath.Dir(dir) {
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			gitDir, err := followFile(filepath.Join(dir, ".git"))
			if err != nil {
				return err
			}
			if p.take(gitDir, vars) {
				return p.setTop(dir, vars)
			}
		}
		if p.take(dir, vars) {
			return p.setTop("", vars)
		}
		if parent := filepath.Dir(dir); parent == dir || ceilings[parent] {
			return fmt.Errorf("%s is not in a git repository; go into one, or name it with -C", p.dir)
		}
	}
}

// ceilings are the folders at which the search upwards stops.
func ceilings(vars variables) map[string]bool {
	stops := map[string]bool{}
	resolve := true
	for _, dir := range filepath.SplitList(vars["GIT_CEILING_DIRECTORIES"]) {
		switch {
		case dir == "": // git(1): after an empty entry links are not followed any more
			resolve = false
		case resolve:
			if real, err := filepath.EvalSymlinks(dir); err == nil {
				dir = real
			}
			fallthrough
		default:
			stops[filepath.Clean(dir)] = true
		}
	}
	return stops
}

// followFile gives the folder that a .git file names, as worktrees, submodules and --separate-git-dir have it; a folder
// is itself.
func followFile(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", fmt.Errorf("opening the git repository: %w", err)
	}
	if info.IsDir() {
		return path, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("opening the git repository: %w", err)
	}
	target, ok := strings.CutPrefix(strings.TrimRight(string(data), "\r\n"), "gitdir: ")
	if !ok {
		return "", fmt.Errorf("%s is neither a folder nor a line `gitdir: PATH`", path)
	}
	return under(filepath.Dir(path), target), nil
}

// take takes dir for the repository, if it has what every one has.
func (p *place) take(dir string, vars variables) bool {
	if _, err := os.Lstat(filepath.Join(dir, "HEAD")); err != nil {
		return false
	}
	common := vars.path("GIT_COMMON_DIR", p.dir, dir)
	if _, ok := vars["GIT_COMMON_DIR"]; !ok {
		data, err := os.ReadFile(filepath.Join(dir, "commondir"))
		if err == nil {
			common = under(dir, strings.TrimRight(string(data), "\r\n"))
		} else if !errors.Is(err, fs.ErrNotExist) {
			return false
		}
	}
	objects := vars.path("GIT_OBJECT_DIRECTORY", p.dir, filepath.Join(common, "objects"))
	for _, folder := range []string{objects, filepath.Join(common, "refs")} {
		if info, err := os.Stat(folder); err != nil || !info.IsDir() {
			return false
		}
	}
	p.gitDir, p.commonDir = dir, common
	return true
}

// setTop finds the top of the work tree: what GIT_WORK_TREE or core.worktree says, or else found.
func (p *place) setTop(found string, vars variables) error {
	core, err := gitconfig.Read(p.commonDir, p.gitDir)
	p.foreign = err
	switch worktree, ok := vars["GIT_WORK_TREE"]; {
	case ok:
		found = under(p.dir, worktree)
	case core.Bare:
		found = ""
	case core.WorkTree != "":
		found = under(p.gitDir, core.WorkTree)
	}
	if found == "" {
		return nil
	}
	if p.top, err = filepath.EvalSymlinks(found); err != nil {
		return fmt.Errorf("looking for the work tree: %w", err)
	}
	return nil
}
