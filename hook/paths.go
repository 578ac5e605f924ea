package hook

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/ddhook/ddhook/hook/repo"
)

// fromTop gives Paths from the top of the repository. A path that is neither staged nor committed nor on disk is an
// error: a slip of the pen must not pass as "nothing found".
func (o Options) fromTop(r *repo.Repository, parents []string) ([]string, error) {
	if len(o.Paths) == 0 {
		return nil, nil
	}
	below, err := belowTop(r.Top(), o.Dir)
	if err != nil {
		return nil, err
	}
	var paths []string
	for _, name := range o.Paths {
		rel, err := below(name)
		if err == nil {
			err = exists(r, parents, rel)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		paths = append(paths, rel)
	}
	return paths, nil
}

// belowTop makes a function that gives a name's path from the top, with "/" and "" for the top itself. Names are
// relative to dir.
func belowTop(top, dir string) (func(name string) (string, error), error) {
	dir, err := filepath.EvalSymlinks(dir)
	if err == nil {
		dir, err = filepath.Abs(dir)
	}
	if err != nil {
		return nil, fmt.Errorf("finding the folder to work in: %w", err)
	}
	return func(name string) (string, error) {
		file := name
		if !filepath.IsAbs(file) {
			file = filepath.Join(dir, file)
		}
		rel, err := filepath.Rel(top, file)
		switch rel = filepath.ToSlash(rel); {
		case err != nil || rel == ".." || strings.HasPrefix(rel, "../"):
			return "", fmt.Errorf("outside the repository %s", top)
		case rel == ".":
			return "", nil
		}
		return rel, nil
	}, nil
}

func exists(r *repo.Repository, parents []string, rel string) error {
	if _, err := os.Lstat(filepath.Join(r.Top(), filepath.FromSlash(rel))); err == nil {
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
	return errors.New("no such file or folder, neither staged nor committed nor on disk")
}
