package hook

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/ddhook/ddhook/hook/changes"
)

// fromTop returns Paths from the top of the repository. A path that is neither staged nor in one of some commits nor on disk
// is an error: a typo must not pass as "nothing found".
func (c check) fromTop(commits []string) (paths []string, err error) {
	for _, name := range c.Paths {
		path, ok := c.belowTop(c.repo.Top(), name)
		if !ok {
			return nil, fmt.Errorf("%s: outside the repository %s", name, c.repo.Top())
		}
		if err := c.exists(path, commits); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// exists is an error when a path from the top is neither on disk nor staged nor in one of some commits.
func (c check) exists(path string, commits []string) error {
	file := filepath.Join(c.repo.Top(), filepath.FromSlash(path))
	_, err := os.Lstat(file)
	inner := changes.TopOf(filepath.Dir(file))
	below, ok := changes.Below(c.repo.Top(), inner)
	isForeign := ok && below != "" && changes.IsTop(inner) // such as what is in a submodule
	if err == nil && !isForeign {
		return nil
	}
	if staged, err := c.repo.HasStaged(path); err != nil || staged {
		return err
	}
	for _, commit := range commits {
		if found, err := c.repo.Lookup(commit, path); err != nil || len(found) > 0 {
			return err
		}
	}
	if isForeign {
		return fmt.Errorf("it belongs to the repository %s, which is to be checked by itself", inner)
	}
	return errors.New("no such file or folder, neither staged nor committed nor on disk")
}

// belowTop returns the path from the top of a name that is relative to Dir. Links are followed but for the last part of the
// name: it is the link that is staged.
func (o Options) belowTop(top, name string) (path string, ok bool) {
	file := changes.From(changes.Real(o.Dir), name)
	path, ok = changes.Below(top, filepath.Join(changes.Real(filepath.Dir(file)), filepath.Base(file)))
	if !ok { // such as a link to the top
		path, ok = changes.Below(top, changes.Real(file))
	}
	return path, ok
}

// up leads from Dir to the top: "../" for each folder between.
func (o Options) up(top string) string {
	if path, ok := o.belowTop(top, "."); ok && path != "" {
		return strings.Repeat("../", strings.Count(path, "/")+1)
	}
	return ""
}

// fromDir returns the path of a file from Dir.
func (o Options) fromDir(file string) string {
	if rel, err := filepath.Rel(changes.Real(o.Dir), file); err == nil {
		file = rel
	}
	return filepath.ToSlash(file)
}
