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

// Entry is one of [config.Names] at the top of the index, of a commit or of a folder.
type Entry struct {
	Name   string // for messages
	ID     string // the object id, which equal contents share; "" on disk
	IsFile bool   // and not a link or a folder
	Read   Content
}

// StagedSettings finds those of the index, as the commit will have them.
func StagedSettings(r *repo.Repository) (found []Entry, err error) {
	staged, err := r.Index(config.Names()...)
	for _, e := range staged {
		if e.Unmerged {
			return nil, fmt.Errorf("%s: %w", e.Path, object.ErrConflict)
		}
		found = append(found, Entry{e.Path, e.ID, e.IsFile(), content(r, e)})
	}
	return found, err
}

// CommittedSettings finds those of a commit; "" has none.
func CommittedSettings(r *repo.Repository, commit string) (found []Entry, err error) {
	committed, err := r.Lookup(commit, config.Names()...)
	for _, name := range config.Names() {
		if e, ok := committed[name]; ok {
			found = append(found, Entry{name, e.ID, e.IsFile(), content(r, e)})
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
		read := func() ([]byte, error) { return ReadFile(file) }
		found = append(found, Entry{pathname.Relative(dir, file), "", info.Mode().IsRegular(), read})
	}
	return found, nil
}
