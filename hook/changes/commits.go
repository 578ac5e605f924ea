package changes

import (
	"cmp"
	"fmt"
	"slices"
	"sync"

	"github.com/ddhook/ddhook/hook/config"
	"github.com/ddhook/ddhook/hook/repo"
	"github.com/ddhook/ddhook/hook/repo/object"
)

// Staged returns what the next commit changes: the index against those that it will follow, see [repo.Repository.Parents].
func Staged(r *repo.Repository, parents []string, m *config.Matcher) (Set, error) {
	changed, err := r.Staged(cmp.Or(parents...), wanted(m))
	if err != nil {
		return Set{}, err
	}
	return against(r, parents, changed, m, r.Git.StagedRenames)
}

// Untouched returns those of paths that are selected files and that the next commit leaves as they are. All of each is new.
func Untouched(r *repo.Repository, parents, paths []string, m *config.Matcher) (untouched []Change, err error) {
	paths = slices.DeleteFunc(slices.Clone(paths), func(path string) bool { return !m.Selects(path) })
	committed, err := r.Lookup(cmp.Or(parents...), paths...)
	if err != nil {
		return nil, err
	}
	staged, err := r.Index(paths...)
	for _, e := range staged {
		if e.IsFile() && e == committed[e.Path] {
			untouched = append(untouched, Change{Path: e.Path, ID: e.ID, New: content(r, e)})
		}
	}
	return untouched, err
}

// Between returns what a commit has that no parent has; without parents, what the commit like has not. "" has nothing.
func Between(r *repo.Repository, parents []string, like, commit string, m *config.Matcher) (Set, error) {
	changed, err := r.Diff(cmp.Or(slices.Concat(parents, []string{like})...), commit, wanted(m))
	if err != nil {
		return Set{}, err
	}
	return against(r, parents, changed, m, func(parent string, want func([]byte) bool) ([]object.Change, error) {
		return r.Git.Renames(parent, commit, want)
	})
}

// parent is a commit that the newer side is compared with.
type parent struct {
	files   map[string]repo.Entry                 // at the paths of the changes
	renamed func() (map[string]repo.Entry, error) // by the new path: files that it has under another name
}

// against makes a Set of what differs from the first of some commits, without what any other of them has as it is. renames
// finds the files that a commit has under another name. A selected file in conflict is an error, as git refuses to commit it.
func against(r *repo.Repository, commits []string, changed []object.Change, m *config.Matcher,
	renames func(commit string, want func([]byte) bool) ([]object.Change, error)) (Set, error) {
	var paths []string
	first := map[string]repo.Entry{}
	for _, c := range changed {
		paths, first[c.Path] = append(paths, c.Path), c.Old
	}
	if len(paths)*len(commits) > 1_000_000 { // each is looked up in each
		return Set{}, fmt.Errorf("%d files and %d known commits are too many to compare: push less at once", len(paths), len(commits))
	}
	var parents []parent
	for i, commit := range commits {
		p := parent{files: first}
		if i > 0 {
			var err error
			if p.files, err = r.Lookup(commit, paths...); err != nil {
				return Set{}, err
			}
		}
		p.renamed = sync.OnceValues(func() (map[string]repo.Entry, error) {
			byPath := map[string]repo.Entry{}
			found, err := renames(commit, wanted(m))
			for _, c := range found {
				byPath[c.Path] = c.Old
			}
			return byPath, err
		})
		parents = append(parents, p)
	}
	var set Set
	slices.SortFunc(changed, func(a, b object.Change) int { return cmp.Compare(a.Path, b.Path) })
	for _, c := range changed {
		has := func(p parent) bool { return p.files[c.Path].IsFile() && p.files[c.Path].ID == c.New.ID }
		lacks := func(p parent) bool { return !p.files[c.Path].IsFile() }
		switch {
		case c.New.Unmerged && m.Selects(c.Path):
			return Set{}, fmt.Errorf("%s: %w", c.Path, object.ErrConflict)
		case !c.New.IsFile() || slices.ContainsFunc(parents, has):
		case len(c.Path) > 4096 && m.Selects(c.Path): // bytes; each finding would tell it
			return Set{}, fmt.Errorf("%.99s...: no system has so long a path; rename it, or exclude it in .ddhook.yaml", c.Path)
		case m.Selects(c.Path):
			set.Changes = append(set.Changes, Change{
				Path: c.Path, ID: c.New.ID, New: content(r, c.New), Olds: olds(r, parents, c.Path),
				Added: slices.ContainsFunc(parents, lacks),
			})
		default:
			set.Unlisted = append(set.Unlisted, c.Path)
		}
	}
	return set, nil
}

// olds finds the file at path in each parent; versions that several parents have alike are one.
func olds(r *repo.Repository, parents []parent, path string) func() ([]Content, error) {
	return func() ([]Content, error) {
		var olds []Content
		seen := map[string]bool{}
		for _, p := range parents {
			old := p.files[path]
			if !old.IsFile() {
				renamed, err := p.renamed()
				if err != nil {
					return nil, fmt.Errorf("looking for what new files were called before: %w", err)
				}
				old = renamed[path]
			}
			if old.IsFile() && !seen[old.ID] {
				seen[old.ID] = true
				olds = append(olds, content(r, old))
			}
		}
		return olds, nil
	}
}
