package repo

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/repo/object"
)

// Parents returns the commits that the next commit will follow: HEAD, and in a merge the others. There are none before the
// first commit. While git runs pre-merge-commit it has not written MERGE_HEAD yet, but it names the others in variables
// GITHEAD_<id> (git-merge sets them for its strategies).
func (r *Repository) Parents() ([]string, error) {
	head, err := r.Head()
	if err != nil || head == "" {
		return nil, err
	}
	file := filepath.Join(r.gitDir, "MERGE_HEAD")
	data, err := os.ReadFile(file)
	merged := strings.Fields(string(data))
	if errors.Is(err, fs.ErrNotExist) {
		merged, err = gitHeads(r.environ), nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading which commits are merged: %w", err)
	}
	parents := []string{head}
	for _, id := range merged {
		if !object.IsID(id) {
			return nil, fmt.Errorf("%s holds %q, which is not a commit; `git merge --abort` ends this merge", file, id)
		}
		if !slices.Contains(parents, id) {
			parents = append(parents, id)
		}
	}
	return parents, nil
}

// gitHeads are the ids in the names of the GITHEAD_ variables, sorted.
func gitHeads(environ []string) []string {
	var ids []string
	for _, entry := range environ {
		name, _, _ := strings.Cut(entry, "=")
		if id, ok := strings.CutPrefix(name, "GITHEAD_"); ok && object.IsID(id) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}
