package changes

import (
	"slices"

	"github.com/ddhook/ddhook/hook/repo"
)

// Untouched gives those of paths, from the top, that are selected files in the index and that the next commit leaves
// as they are. All of each counts as new.
func Untouched(r *repo.Repository, commits, paths []string, sel Selector) ([]Change, error) {
	var selected []string
	for _, path := range paths {
		if sel.Selects(path) {
			selected = append(selected, path)
		}
	}
	if len(selected) == 0 || len(commits) == 0 {
		return nil, nil
	}
	touched, err := r.Staged(commits[0], func(path []byte) bool { return slices.Contains(selected, string(path)) })
	if err != nil {
		return nil, err
	}
	for _, c := range touched {
		selected = slices.DeleteFunc(selected, func(path string) bool { return path == c.Path })
	}
	entries, err := r.Index(selected...)
	if err != nil {
		return nil, err
	}
	var untouched []Change
	for _, e := range entries {
		if e.IsFile() && !e.Unmerged {
			untouched = append(untouched, Change{Path: e.Path, ID: e.ID, New: content(r, e.Entry)})
		}
	}
	return untouched, nil
}
