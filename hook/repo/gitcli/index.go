package gitcli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/pathname"
	"github.com/ddhook/ddhook/hook/repo/object"
)

// Staged returns the paths of the index that want takes and that differ from the commit; "" is one without files.
func (g *Git) Staged(commit string, want func(path []byte) bool) ([]object.Change, error) {
	return g.staged(commit, want, nil)
}

// Index returns the entries of the index at exactly these paths, folders too. Compared with no files each is an added one.
func (g *Git) Index(paths []string) ([]object.Entry, error) {
	search := object.NewSearch(paths)
	changes, err := g.staged("", search.Wants, tops(paths))
	for _, c := range changes {
		search.Take(c.New)
	}
	return search.Found, err
}

// staged compares the index, or what is at some paths of it, with a commit.
func (g *Git) staged(commit string, want func(path []byte) bool, specs []string) (_ []object.Change, err error) {
	if commit == "" { // without files, in the repository's own hash
		if commit, err = g.Line("hash-object", "-t", "tree", "--stdin"); err != nil {
			return nil, err
		}
	}
	return g.rawIndex(want, append([]string{"--no-renames", commit, "--"}, specs...)...)
}

// tops are pathspecs of what stands at the top on the way to paths, whatever signs are in them and in whatever folder git
// runs: of a sparse index, git 2.55 finds nothing at a path of a file. There are none, for the whole index, where a command
// line has no room for them: on Windows it has 32,767 characters.
func tops(paths []string) (specs []string) {
	for _, path := range paths {
		name, _, _ := strings.Cut(path, "/")
		specs = append(specs, ":(top,literal)"+name)
	}
	slices.Sort(specs)
	if specs = slices.Compact(specs); len(strings.Join(specs, " ")) > 24<<10 {
		return nil
	}
	return specs
}

// rawIndex is [Git.raw] of what compares the index; for it what `git add -N` made is not there yet. Git gets a temporary
// folder to write objects into: of a sparse index it writes trees, and a check writes nothing into the repository.
func (g *Git) rawIndex(want func(path []byte) bool, args ...string) (_ []object.Change, err error) {
	if g.store == "" {
		if g.store, err = g.Line("rev-parse", "--git-path", "objects"); err != nil {
			return nil, err
		}
		g.store = pathname.From(g.dir, g.store)
	}
	dir, err := os.MkdirTemp("", "ddhook-objects-")
	if err == nil {
		defer os.RemoveAll(dir)
		dir = pathname.Real(dir)
		err = os.Mkdir(filepath.Join(dir, "info"), 0o700)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "info", "alternates"), []byte(g.store+"\n"), 0o600)
	}
	if err != nil {
		return nil, fmt.Errorf("making a folder for what git may write: %w", err)
	}
	command := []string{"diff-index", "--cached", "--ita-invisible-in-index"}
	return g.with("GIT_OBJECT_DIRECTORY="+dir).raw(want, append(command, args...)...)
}
