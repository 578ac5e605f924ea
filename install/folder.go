package install

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/ddhook/ddhook/hook/repo"
	"github.com/ddhook/ddhook/hook/repo/gitcli"
)

// folder is where git looks for the hooks of a repository. Paths are absolute and without symbolic links.
type folder struct {
	path    string // where git looks now
	own     string // the repository's own hooks folder, where git looks unless it is told otherwise
	setting string // core.hooksPath as it is set, ~ expanded; "" when it is not
	scope   string // of that setting, as `git config` names it: "local", "global"
	off     bool   // git finds no hook by that setting, whatever its name
	top     string // of the work tree; "" when there is none
	outside bool   // path is not inside the repository, so that others may share it
	team    bool   // path has files that git tracks
}

// find asks git, by the rules of core.hooksPath in git-config(1).
func find(r *repo.Repository) (folder, error) {
	common, err := ask(r, "rev-parse", "--path-format=absolute", "--git-common-dir")
	if err != nil {
		return folder{}, fmt.Errorf("looking for the hooks folder: %w", err)
	}
	if !filepath.IsAbs(common) { // git repeats an option that it does not know
		return folder{}, fmt.Errorf("looking for the hooks folder: git 2.31 or newer is needed")
	}
	f := folder{own: filepath.Join(common, "hooks"), top: r.Top()}
	setting, err := ask(r, "config", "--show-scope", "--type=path", "--get", "core.hooksPath")
	set := err == nil
	f.scope, f.setting, _ = strings.Cut(setting, "\t")
	if !set && gitcli.Status(err) != 1 { // 1 says that it is not set
		return folder{}, fmt.Errorf("reading core.hooksPath: %w", err)
	}
	if f.path, err = f.active(set); err != nil {
		return folder{}, err
	}
	err = f.place(r, resolve(common))
	info, statErr := os.Stat(f.path)
	f.off = set && f.setting == "" || f.outside && statErr == nil && !info.IsDir()
	return f, err
}

// ask gives the one line that git prints.
func ask(r *repo.Repository, args ...string) (string, error) {
	out, err := r.Git().Output(args...)
	return strings.TrimSuffix(string(out), "\n"), err
}

// active is the folder that git looks into.
func (f folder) active(set bool) (string, error) {
	switch {
	case !set:
		return resolve(f.own), nil
	case f.setting == "": // git puts the hook's name after it, and a slash between
		return resolve("/"), nil
	case filepath.IsAbs(f.setting):
		return resolve(f.setting), nil
	case f.top == "":
		return "", fmt.Errorf("core.hooksPath is %q, which counts from the top of a work tree, and this is none; go into one", f.setting)
	}
	return resolve(filepath.Join(f.top, f.setting)), nil
}

// place tells whose the folder is. Of a linked worktree the main one is the same repository.
func (f *folder) place(r *repo.Repository, common string) error {
	trees := []string{f.top}
	if filepath.Base(common) == ".git" {
		trees = append(trees, filepath.Dir(common))
	}
	f.outside = !isWithin(f.path, common)
	for _, tree := range trees {
		if tree == "" || isWithin(f.path, common) || !isWithin(f.path, tree) {
			continue
		}
		f.outside = false
		if f.path == tree {
			return nil // a whole repository is no hooks folder of a team's
		}
		rel, err := filepath.Rel(tree, f.path)
		if err == nil {
			f.team, err = r.HasStaged(filepath.ToSlash(rel))
		}
		if err != nil {
			return fmt.Errorf("looking whether %s is tracked: %w", f.path, err)
		}
		return nil
	}
	return nil
}

// resolve follows the symbolic links of as much of path as exists.
func resolve(path string) string {
	path = filepath.Clean(path)
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	parent := filepath.Dir(path)
	if parent == path {
		return path
	}
	return filepath.Join(resolve(parent), filepath.Base(path))
}

// isWithin says whether path is dir or below it.
func isWithin(path, dir string) bool {
	return path == dir || strings.HasPrefix(path, strings.TrimSuffix(dir, string(os.PathSeparator))+string(os.PathSeparator))
}

// husky is the folder of a husky project (9 or newer) that has the team's hooks: the one that git looks into,
// generated, stands in it and runs them. "" when this is no such project.
func (f folder) husky() string {
	if parent := filepath.Dir(f.path); filepath.Base(f.path) == "_" && filepath.Base(parent) == ".husky" {
		return parent
	}
	return ""
}

// root is the folder that the files of hook managers are in; "" when there is no work tree.
func (f folder) root() string {
	if husky := f.husky(); husky != "" {
		return filepath.Dir(husky)
	}
	return f.top
}
