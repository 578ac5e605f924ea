package gitcli

import "github.com/ddhook/ddhook/hook/repo/object"

// Staged returns the paths of the index that want takes and that differ from the commit; "" is a commit without files.
// A path that is staged for deletion has the zero New.
func (g *Git) Staged(commit string, want func(path []byte) bool) ([]object.Change, error) {
	if commit == "" {
		var err error
		if commit, err = g.treeOf(""); err != nil {
			return nil, err
		}
	}
	git, done, err := g.withScratch()
	if err != nil {
		return nil, err
	}
	defer done()
	return git.staged(commit, want, nil)
}

// Index returns the entries that stand in the index at exactly these paths, from the top, folders too.
func (g *Git) Index(paths []string) ([]object.Staged, error) {
	empty, err := g.treeOf("")
	if err != nil {
		return nil, err
	}
	git, done, err := g.withScratch()
	if err != nil {
		return nil, err
	}
	defer done()
	var found []object.Staged
	err = inChunks(paths, func(some, specs []string) error {
		search := object.NewSearch(some)
		changes, err := git.staged(empty, search.Wants, specs)
		for _, c := range changes {
			c.New.Path = c.Path
			search.Take(object.Staged{Entry: c.New, Unmerged: c.Unmerged})
		}
		found = append(found, search.Found...)
		return err
	})
	return found, err
}

// staged compares the index, or what is at some paths of it, with a tree. Compared with the empty one every entry is an
// added one. Git leaves out what `git add -N` made.
func (g *Git) staged(tree string, want func(path []byte) bool, specs []string) ([]object.Change, error) {
	args := append(diffIndex(), "--raw", "-z", "--no-abbrev", "--no-renames", tree, "--")
	changes, _, err := g.raw(want, append(args, specs...)...)
	return changes, err
}

// diffIndex is the command that compares the index; for it what `git add -N` made is not there yet.
func diffIndex() []string { return []string{"diff-index", "--cached", "--ita-invisible-in-index"} }
