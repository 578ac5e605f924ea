package gitcli

import (
	"errors"
	"io"
	"strings"

	"github.com/ddhook/ddhook/hook/repo/object"
)

// Staged gives the paths of the index that want takes and that differ from the commit; "" is a commit without files.
// A path that is staged for deletion has the zero New.
func (g *Git) Staged(commit string, want func(path []byte) bool) ([]object.Change, error) {
	tree, err := g.treeOf(commit)
	if err != nil {
		return nil, err
	}
	return g.staged(want, tree)
}

// Index gives the entries that stand in the index at exactly these paths, from the top, folders too. Compared with nothing
// every entry is an added one, and git leaves out those that `git add -N` made.
func (g *Git) Index(paths []string) ([]object.Staged, error) {
	tree, err := g.treeOf("")
	if err != nil {
		return nil, err
	}
	at := func(path []byte) bool { return object.At(path, paths) != "" }
	changes, err := g.staged(at, tree, fromTop(paths)...)
	var staged []object.Staged
	for _, c := range changes {
		if at := object.At(c.Path, paths); at != c.Path {
			staged = object.AddFolder(staged, at)
			continue
		}
		c.New.Path = c.Path
		staged = append(staged, object.Staged{Entry: c.New, Unmerged: c.Unmerged})
	}
	return staged, err
}

// staged compares the index, or what is at some paths of it, with a tree.
func (g *Git) staged(want func(path []byte) bool, tree string, specs ...string) ([]object.Change, error) {
	git, done, err := g.apart()
	if err != nil {
		return nil, err
	}
	defer done()
	args := append(diffIndex(), "--raw", "-z", "--no-abbrev", "--no-renames", tree, "--")
	return git.raw(want, append(args, specs...)...)
}

// diffIndex is the command that compares the index; for it what `git add -N` made is not there yet.
func diffIndex() []string { return []string{"diff-index", "--cached", "--ita-invisible-in-index"} }

// HasStaged says whether the index has the path, from the top, as a file or as a folder.
func (g *Git) HasStaged(path string) (bool, error) {
	git, done, err := g.apart()
	if err != nil {
		return false, err
	}
	defer done()
	found := errors.New("found")
	err = git.Stream(func(out io.Reader) error {
		return fields(out, func([]byte) error { return found })
	}, append([]string{"ls-files", "-z", "--"}, fromTop([]string{path})...)...)
	if errors.Is(err, found) {
		return true, nil
	}
	return false, err
}

// fromTop makes pathspecs that mean these very paths, whatever signs are in them, in whatever folder git runs.
func fromTop(paths []string) []string {
	specs := make([]string, len(paths))
	for i, path := range paths {
		specs[i] = ":(top,literal)" + strings.TrimSuffix(path, "/")
	}
	return specs
}
