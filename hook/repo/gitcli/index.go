package gitcli

import "github.com/ddhook/ddhook/hook/repo/object"

// Staged returns the paths of the index that want takes and that differ from the commit; "" is a commit without files.
// A path that is staged for deletion has the zero New.
func (g *Git) Staged(commit string, want func(path []byte) bool) ([]object.Change, error) {
	return g.staged(commit, want, nil)
}

// Index returns the entries that stand in the index at exactly these paths, from the top, folders too. Compared with no
// files every entry is an added one.
func (g *Git) Index(paths []string) ([]object.Staged, error) {
	var found []object.Staged
	err := inChunks(paths, func(some, specs []string) error {
		search := object.NewSearch(some)
		changes, err := g.staged("", search.Wants, specs)
		for _, c := range changes {
			c.New.Path = c.Path
			search.Take(object.Staged{Entry: c.New, Unmerged: c.Unmerged})
		}
		found = append(found, search.Found...)
		return err
	})
	return found, err
}

// staged compares the index, or what is at some paths of it, with a commit. Git leaves out what `git add -N` made.
func (g *Git) staged(commit string, want func(path []byte) bool, specs []string) ([]object.Change, error) {
	tree, err := g.treeOf(commit)
	if err != nil {
		return nil, err
	}
	git, done, err := g.withScratch()
	if err != nil {
		return nil, err
	}
	defer done()
	args := append(diffIndex(), "--raw", "-z", "--no-abbrev", "--no-renames", tree, "--")
	changes, _, err := git.raw(want, append(args, specs...)...)
	return changes, err
}

// diffIndex is the command that compares the index; for it what `git add -N` made is not there yet.
func diffIndex() []string { return []string{"diff-index", "--cached", "--ita-invisible-in-index"} }
