package changes

import "github.com/ddhook/ddhook/hook/repo"

// Untouched returns those of paths, from the top, that are selected files in the index and that the next commit leaves
// as they are. All of each counts as new.
func Untouched(r *repo.Repository, commits, paths []string, sel Selector) ([]Change, error) {
	var selected []string
	for _, path := range paths {
		if sel.Selects(path) {
			selected = append(selected, path)
		}
	}
	if len(commits) == 0 {
		return nil, nil
	}
	entries, err := r.Index(selected...)
	if err != nil {
		return nil, err
	}
	committed, err := r.Lookup(commits[0], selected...)
	if err != nil {
		return nil, err
	}
	var untouched []Change
	for _, e := range entries {
		if e.IsFile() && e.Entry == committed[e.Path] {
			untouched = append(untouched, Change{Path: e.Path, ID: e.ID, New: content(r, e.Entry)})
		}
	}
	return untouched, nil
}
