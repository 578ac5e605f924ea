package changes

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/ddhook/ddhook/hook/repo"
	"github.com/ddhook/ddhook/hook/repo/object"
)

// wanted is what a walk over all paths of a repository asks for each.
func wanted(sel Selector) func(path []byte) bool {
	return func(path []byte) bool {
		return sel.MayMatch(path) && (sel.Selects(string(path)) || sel.Resembles(string(path)))
	}
}

// builder makes a Set of what differs from the first parent.
type builder struct {
	repo    *repo.Repository
	sel     Selector
	parents []*parent
}

// parentsOf are the commits, each asked for renames by rename.
func parentsOf(commits []string, rename func(string, func([]byte) bool) ([]object.Change, bool, error)) []*parent {
	var parents []*parent
	for _, commit := range commits {
		parents = append(parents, &parent{commit: commit, rename: rename})
	}
	return parents
}

// build takes the changes against the first parent, or all files when there is no parent, and keeps the files that no
// parent has as they are.
func (b builder) build(changed []object.Change) (Set, error) {
	var set Set
	files, err := b.files(changed)
	if err != nil {
		return set, err
	}
	for _, p := range b.parents {
		set.Parents = append(set.Parents, p.commit)
	}
	set.Unfinished = func() bool { return slices.ContainsFunc(b.parents, func(p *parent) bool { return p.partly }) }
	if err := b.lookup(changed, files); err != nil {
		return set, err
	}
	for _, e := range files {
		switch {
		case slices.ContainsFunc(b.parents, func(p *parent) bool { return p.has(e) }):
		case b.sel.Selects(e.Path):
			set.Changes = append(set.Changes, Change{Path: e.Path, ID: e.ID, New: content(b.repo, e), Olds: b.olds(e.Path)})
		default:
			set.Unlisted = append(set.Unlisted, e.Path)
		}
	}
	return set, nil
}

// files are the newer sides that are files, by path. A selected one in conflict is an error, as git refuses to commit it.
func (b builder) files(changed []object.Change) ([]repo.Entry, error) {
	var files []repo.Entry
	for _, c := range changed {
		if c.Unmerged && b.sel.Selects(c.Path) {
			return nil, fmt.Errorf("%s: %w", c.Path, object.ErrConflict)
		}
		if c.New.IsFile() && !c.Unmerged {
			files = append(files, c.New)
		}
	}
	slices.SortFunc(files, func(a, b repo.Entry) int { return cmp.Compare(a.Path, b.Path) })
	return files, nil
}

// lookup finds what the parents have at the paths of files. Of the first one that is known from the changes.
func (b builder) lookup(changed []object.Change, files []repo.Entry) error {
	if len(b.parents) == 0 {
		return nil
	}
	first := b.parents[0]
	first.files = map[string]repo.Entry{}
	for _, c := range changed {
		first.files[c.Path] = c.Old
	}
	paths := make([]string, len(files))
	for i, e := range files {
		paths[i] = e.Path
	}
	for _, p := range b.parents[1:] {
		found, err := b.repo.Lookup(p.commit, paths...)
		if err != nil {
			return err
		}
		p.files = found
	}
	return nil
}

// olds finds the file at path in each parent; versions that several parents have alike are one.
func (b builder) olds(path string) func() ([]Old, error) {
	return func() ([]Old, error) {
		var olds []Old
		seen := map[repo.Entry]bool{{}: true}
		for _, p := range b.parents {
			e, err := p.old(path, wanted(b.sel))
			if err != nil {
				return nil, fmt.Errorf("looking for its older versions: %w", err)
			}
			if e.Mode = object.Regular; e.ID != "" && !seen[e] {
				seen[e] = true
				olds = append(olds, Old{Path: e.Path, Read: content(b.repo, e)})
			}
		}
		return olds, nil
	}
}
