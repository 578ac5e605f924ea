// Package pathname says how the names of files on disk lead to paths in a repository.
package pathname

import (
	"os"
	"path/filepath"
	"strings"
)

// Real returns the absolute name of a file without symbolic links. What is not there, only staged, keeps its name.
func Real(name string) string {
	abs, err := filepath.Abs(name)
	if err != nil {
		return name // the folder that the process runs in is gone
	}
	real, err := filepath.EvalSymlinks(abs)
	if parent := filepath.Dir(abs); err != nil && parent != abs {
		return filepath.Join(Real(parent), filepath.Base(abs))
	}
	return real
}

// From returns a name that counts from a folder, unless it is absolute.
func From(dir, name string) string {
	if filepath.IsAbs(name) {
		return filepath.Clean(name)
	}
	return filepath.Join(dir, name)
}

// Below returns the path of a file from a folder that it lies in, with "/"; "" is the folder itself. Both are [Real] names.
func Below(dir, file string) (path string, ok bool) {
	rel, err := filepath.Rel(dir, file)
	if err != nil || !filepath.IsLocal(rel) {
		return "", false
	}
	if rel == "." {
		rel = ""
	}
	return filepath.ToSlash(rel), true
}

// PathIn returns the path from the top of a repository of a name relative to dir. Links are followed but for its last part.
func PathIn(top, dir, name string) (path string, ok bool) {
	file := From(Real(dir), name)
	path, ok = Below(top, filepath.Join(Real(filepath.Dir(file)), filepath.Base(file)))
	if !ok { // such as a link to the top
		path, ok = Below(top, Real(file))
	}
	return path, ok
}

// Up is what to type in dir before a path from the top: "../" for each folder between.
func Up(top, dir string) string {
	return strings.TrimSuffix(Relative(dir, filepath.Join(top, "\x00")), "\x00")
}

// Relative returns the path of a file from dir, with "/".
func Relative(dir, file string) string {
	if rel, err := filepath.Rel(Real(dir), file); err == nil {
		file = rel
	}
	return filepath.ToSlash(file)
}

// TopOf is the nearest folder from dir upwards with a .git, which is a file in a linked worktree; dir when there is none.
func TopOf(dir string) string {
	for at := dir; ; at = filepath.Dir(at) {
		if IsTop(at) {
			return at
		}
		if filepath.Dir(at) == at {
			return dir
		}
	}
}

// IsTop reports whether a folder is the top of a repository.
func IsTop(dir string) bool {
	_, err := os.Lstat(filepath.Join(dir, ".git"))
	return err == nil
}
