package hook

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/repo"
)

// fromTop returns Paths from the top of the repository. A path that is neither staged nor committed nor on disk is an
// error: a typo must not pass as "nothing found".
func (o Options) fromTop(r *repo.Repository, parents []string) (paths []string, err error) {
	for _, name := range o.Paths {
		rel, ok := o.belowTop(r.Top(), name)
		if !ok {
			return nil, fmt.Errorf("%s: outside the repository %s", name, r.Top())
		}
		if err := exists(r, parents, rel); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		paths = append(paths, rel)
	}
	return paths, nil
}

// belowTop returns the path from the top of a name that is relative to Dir. Links are followed but for the last part of the
// name: it is the link that is staged.
func (o Options) belowTop(top, name string) (rel string, ok bool) {
	file := changes.From(changes.Real(o.Dir), name)
	rel, ok = changes.Below(top, filepath.Join(changes.Real(filepath.Dir(file)), filepath.Base(file)))
	if !ok { // such as a link to the top
		rel, ok = changes.Below(top, changes.Real(file))
	}
	return rel, ok
}

// up leads from Dir to the top: "../" for each folder between.
func (o Options) up(top string) string {
	if rel, ok := o.belowTop(top, "."); ok && rel != "" {
		return strings.Repeat("../", strings.Count(rel, "/")+1)
	}
	return ""
}

// exists is an error when a path from the top is neither on disk nor staged nor in a commit.
func exists(r *repo.Repository, parents []string, rel string) error {
	_, err := os.Lstat(filepath.Join(r.Top(), filepath.FromSlash(rel)))
	other := otherTop(r.Top(), rel)
	if err == nil && other == "" {
		return nil
	}
	if staged, err := r.HasStaged(rel); err != nil || staged {
		return err
	}
	for _, parent := range parents {
		if found, err := r.Lookup(parent, rel); err != nil || len(found) > 0 {
			return err
		}
	}
	if other != "" {
		return fmt.Errorf("it belongs to the repository %s, which is to be checked by itself", other)
	}
	return errors.New("no such file or folder, neither staged nor committed nor on disk")
}

// otherTop is the top of the submodule, or of whatever other repository, that a path from the top leads into.
func otherTop(top, rel string) string {
	for dir := path.Dir(rel); dir != "."; dir = path.Dir(dir) {
		if folder := filepath.Join(top, filepath.FromSlash(dir)); changes.IsTop(folder) {
			return folder
		}
	}
	return ""
}
