package hook

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"

	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/config"
	"github.com/ddhook/ddhook/hook/judge"
	"github.com/ddhook/ddhook/hook/repo"
	"github.com/ddhook/ddhook/hook/repo/object"
)

// settingsNames are the names at the top of a repository that the settings have, or are taken to have.
func settingsNames() []string { return config.Names() }

// entry is one of these names at the top of a folder, of the index or of a commit.
type entry struct {
	name   string // for messages: from the top, or from Dir
	isFile bool
	read   changes.Content
}

// settings reads the settings among the entries that find returns, or those that Config names instead.
func (o Options) settings(find func() ([]entry, error)) (config.Config, error) {
	if o.Config != "" {
		read := func() ([]byte, error) { // a pipe may hold them too
			f, err := os.Open(changes.From(o.Dir, o.Config))
			if err != nil {
				return nil, err
			}
			defer f.Close()
			return changes.ReadLimited(f)
		}
		find = func() ([]entry, error) { return []entry{{o.Config, true, read}}, nil }
	}
	entries, err := find()
	if err != nil {
		return config.Config{}, fmt.Errorf("looking for the settings: %w", changes.Reason(err))
	}
	settings := config.Default()
	for _, e := range entries {
		if err := config.CheckEntry(e.name, e.isFile); err != nil && o.Config == "" {
			return settings, err
		}
		data, err := e.read()
		if err != nil {
			return settings, fmt.Errorf("%s: %w", e.name, changes.Reason(err))
		}
		if settings, err = config.Parse(e.name, data, o.Version); err != nil {
			return settings, err
		}
	}
	return settings, nil
}

// stagedSettings reads the settings from the index, as the commit will have them.
func (o Options) stagedSettings(r *repo.Repository) (config.Config, error) {
	return o.settings(func() (entries []entry, err error) {
		staged, err := r.Index(settingsNames()...)
		for _, e := range staged {
			if e.Unmerged {
				return nil, fmt.Errorf("%s: %w", e.Path, object.ErrConflict)
			}
			entries = append(entries, blob(r, e.Entry))
		}
		return entries, err
	})
}

// committedSettings reads the settings of a commit; without one ("") they are the defaults.
func (o Options) committedSettings(r *repo.Repository, commit string) (config.Config, error) {
	return o.settings(func() (entries []entry, err error) {
		found, err := r.Lookup(commit, settingsNames()...)
		for _, name := range settingsNames() {
			if e, ok := found[name]; ok {
				entries = append(entries, blob(r, e))
			}
		}
		return entries, err
	})
}

func blob(r *repo.Repository, e repo.Entry) entry {
	return entry{e.Path, e.IsFile(), func() ([]byte, error) { return r.Blob(e.ID) }}
}

// diskSettings reads the settings that stand in a folder.
func (o Options) diskSettings(top string) (config.Config, error) {
	return o.settings(func() (entries []entry, err error) {
		for _, name := range settingsNames() {
			file := filepath.Join(top, name)
			info, err := os.Lstat(file)
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				return nil, err
			}
			read := func() ([]byte, error) { return changes.ReadFile(file) }
			entries = append(entries, entry{o.fromDir(file), info.Mode().IsRegular(), read})
		}
		return entries, nil
	})
}

// fromDir returns the path of a file from Dir.
func (o Options) fromDir(file string) string {
	if rel, err := filepath.Rel(changes.Real(o.Dir), file); err == nil {
		file = rel
	}
	return filepath.ToSlash(file)
}

// settingsPath is where the settings of the folder top stand, from Dir.
func (o Options) settingsPath(top string) string {
	return cmp.Or(o.Config, o.fromDir(filepath.Join(top, config.Name)))
}

// changedSettings looks at what a change from the settings of the first parent to now does: it warns of each thing that is
// checked less, and an error names the examples of the team's own rules that are not as they say. Old settings that cannot
// be read checked nothing.
func (o Options) changedSettings(report *Report, r *repo.Repository, parents []string, now config.Config) error {
	if o.Config != "" {
		return nil
	}
	old, err := config.Default(), error(nil)
	if len(parents) > 0 {
		old, err = o.committedSettings(r, parents[0])
	}
	if err == nil && len(parents) > 0 {
		for _, message := range config.Relaxations(old, now) {
			report.Warnings = append(report.Warnings, Warning{Path: config.Name, Message: message})
		}
	}
	if err == nil && reflect.DeepEqual(old.Own, now.Own) {
		return nil
	}
	return errors.Join(judge.Examples(now.RuleSet(), config.Name)...)
}

// override adds the command line's globs.
func (o Options) override(c config.Config) (config.Config, error) {
	c, err := c.Override(o.Globs, o.Exclude)
	if err != nil {
		return c, fmt.Errorf("reading the globs of the command line: %w", err)
	}
	return c, nil
}

// lines are those of .ddhook.yaml that would have paths checked too, when c is what stands there now. No line would, where
// the command line has globs or other settings.
func (o Options) lines(c config.Config, paths []string) []string {
	if len(paths) == 0 || len(o.Globs) > 0 || o.Config != "" {
		return nil
	}
	return c.Lines(paths)
}

// settingsFile is the name of the settings, or of what is taken for them, that stand at the top on disk or in the index
// of r, if that is not nil; "" when there are none.
func settingsFile(r *repo.Repository, top string) (string, error) {
	for _, name := range settingsNames() {
		if _, err := os.Lstat(filepath.Join(top, name)); err == nil {
			return name, nil
		}
	}
	if r == nil {
		return "", nil
	}
	staged, err := r.Index(settingsNames()...)
	if err != nil || len(staged) == 0 {
		return "", err
	}
	return staged[0].Path, nil
}
