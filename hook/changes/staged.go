package changes

import (
	"github.com/ddhook/ddhook/hook/repo"
	"github.com/ddhook/ddhook/hook/repo/object"
)

// Staged gives what the next commit changes: the index against the commits that it will follow, which are
// [repo.Repository.Parents]'.
func Staged(r *repo.Repository, commits []string, sel Selector) (Set, error) {
	head := ""
	if len(commits) > 0 {
		head = commits[0]
	}
	changed, err := r.Staged(head, wanted(sel))
	if err != nil {
		return Set{}, err
	}
	b := builder{repo: r, sel: sel, parents: parentsOf(commits, r.Git().StagedRenames)}
	return b.build(changed)
}

// Range gives what the commits from..to change, like `git diff from...to`: the merge base of the two against to. Both
// are whole commit ids, as [repo.Repository.Git]'s Commit gives them.
func Range(r *repo.Repository, from, to string, sel Selector) (Set, error) {
	base, err := r.Git().MergeBase(from, to)
	if err != nil {
		return Set{}, err
	}
	return between(r, []string{base}, to, sel)
}

// between gives what the commit to has that no parent has; with no parents, all of it.
func between(r *repo.Repository, parents []string, to string, sel Selector) (Set, error) {
	first := ""
	if len(parents) > 0 {
		first = parents[0]
	}
	changed, err := r.Git().Diff(first, to, wanted(sel))
	if err != nil {
		return Set{}, err
	}
	rename := func(commit string, want func([]byte) bool) ([]object.Change, error) {
		return r.Git().Renames(commit, to, want)
	}
	b := builder{repo: r, sel: sel, parents: parentsOf(parents, rename)}
	return b.build(changed)
}
