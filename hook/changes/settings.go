package changes

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/ddhook/ddhook/hook/config"
	"github.com/ddhook/ddhook/hook/pathname"
	"github.com/ddhook/ddhook/hook/repo"
	"github.com/ddhook/ddhook/hook/repo/object"
)

// Entry is one of [config.Names] at the top of the index, a commit or a folder. On disk its path is for messages, its id "".
type Entry struct {
	repo.Entry
	Read Content
}

// StagedSettings finds those of the index, as the commit will have them.
func StagedSettings(r *repo.Repository) (found []Entry, err error) {
	staged, err := r.Index(config.Names()...)
	for _, e := range staged {
		found = append(found, Entry{e, content(r, e)})
	}
	return found, err
}

// CommittedSettings finds those of a commit; "" has none.
func CommittedSettings(r *repo.Repository, commit string) (found []Entry, err error) {
	committed, err := r.Lookup(commit, config.Names()...)
	for _, name := range config.Names() {
		if e, ok := committed[name]; ok {
			found = append(found, Entry{e, content(r, e)})
		}
	}
	return found, err
}

// SettingsOnDisk finds those of the folder top, and names them from dir.
func SettingsOnDisk(top, dir string) (found []Entry, err error) {
	for _, name := range config.Names() {
		file := filepath.Join(top, name)
		info, err := os.Lstat(file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		e := repo.Entry{Path: pathname.Relative(dir, file)}
		if info.Mode().IsRegular() {
			e.Mode = object.Regular
		}
		found = append(found, Entry{e, func() ([]byte, error) { return ReadFile(file) }})
	}
	return found, nil
}

// Named returns the paths, from the top of a repository, of names that are relative to dir. One that is neither staged nor in
// one of some commits nor on disk is an error: a typo must not pass as "nothing found".
func Named(r *repo.Repository, dir string, names, commits []string) (paths []string, err error) {
	for _, name := range names {
		path, ok := pathname.PathIn(r.Top, dir, name)
		if !ok {
			return nil, fmt.Errorf("%s: outside the repository %s", name, r.Top)
		}
		if err := exists(r, path, commits); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// exists is an error when a path from the top is neither on disk nor staged nor in one of some commits.
func exists(r *repo.Repository, path string, commits []string) error {
	file := filepath.Join(r.Top, filepath.FromSlash(path))
	_, err := os.Lstat(file)
	inner := pathname.TopOf(filepath.Dir(file))
	below, ok := pathname.Below(r.Top, inner)
	isForeign := ok && below != "" && pathname.IsTop(inner) // such as what is in a submodule
	if err == nil && !isForeign {
		return nil
	}
	if staged, err := r.Index(path); err != nil || len(staged) > 0 {
		return err
	}
	for _, commit := range commits {
		if found, err := r.Lookup(commit, path); err != nil || len(found) > 0 {
			return err
		}
	}
	if isForeign {
		return fmt.Errorf("it belongs to the repository %s, which is to be checked by itself", inner)
	}
	return errors.New("no such file or folder, neither staged nor committed nor on disk")
}
