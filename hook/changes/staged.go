package changes

import (
	"github.com/ddhook/ddhook/hook/repo"
	"github.com/ddhook/ddhook/hook/repo/object"
)

// Staged returns what the next commit changes: the index against the commits that it will follow, which are
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

// Range returns what the commits from..to change, like `git diff from...to`: the merge base of the two against to. Both
// are whole commit ids, as [repo.Repository.Git]'s Commit returns them.
func Range(r *repo.Repository, from, to string, sel Selector) (Set, error) {
	base, err := r.Git().MergeBase(from, to)
	if err != nil {
		return Set{}, err
	}
	return between(r, []string{base}, base, to, sel)
}

// between returns what the commit to has that no parent has, of what differs from the commit first; with no parents all of
// that is new.
func between(r *repo.Repository, parents []string, first, to string, sel Selector) (Set, error) {
	changed, err := r.Git().Diff(first, to, wanted(sel))
	if err != nil {
		return Set{}, err
	}
	rename := func(commit string, want func([]byte) bool) ([]object.Change, bool, error) {
		return r.Git().Renames(commit, to, want)
	}
	b := builder{repo: r, sel: sel, parents: parentsOf(parents, rename)}
	return b.build(changed)
}
