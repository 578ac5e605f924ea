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
// relative to dir. Links are followed but for the last part of a name: it is the link that is staged.
func belowTop(top, dir string) (func(name string) (string, error), error) {
	dir, err := filepath.EvalSymlinks(dir)
	if err == nil {
		dir, err = filepath.Abs(dir)
	}
	if err != nil {
		return nil, fmt.Errorf("finding the folder to work in: %w", err)
	}
	return func(name string) (string, error) {
		file := filepath.Clean(name)
		if !filepath.IsAbs(file) {
			file = filepath.Join(dir, file)
		}
		rel, ok := below(top, filepath.Join(realFolder(filepath.Dir(file)), filepath.Base(file)))
		if real, err := filepath.EvalSymlinks(file); !ok && err == nil { // such as a link to the top
			rel, ok = below(top, real)
		}
		if !ok {
			return "", fmt.Errorf("outside the repository %s", top)
		}
		return rel, nil
	}, nil
}

// up leads from Dir to the top: "../" for each folder between.
func (o Options) up(top string) string {
	below, err := belowTop(top, o.Dir)
	if err != nil {
		return ""
	}
	if rel, err := below("."); err == nil && rel != "" {
		return strings.Repeat("../", strings.Count(rel, "/")+1)
	}
	return ""
}

// below is the path of a file from the top.
func below(top, file string) (rel string, ok bool) {
	rel, err := filepath.Rel(top, file)
	switch rel = filepath.ToSlash(rel); {
	case err != nil || rel == ".." || strings.HasPrefix(rel, "../"):
		return "", false
	case rel == ".":
		return "", true
	}
	return rel, true
}

// realFolder is a folder's name without links. What is staged may be in one that is not on disk any more.
func realFolder(dir string) string {
	real, err := filepath.EvalSymlinks(dir)
	if parent := filepath.Dir(dir); err != nil && parent != dir {
		return filepath.Join(realFolder(parent), filepath.Base(dir))
	}
	return real
}

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
