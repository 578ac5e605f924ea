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

// entry is one of [config.Names] at the top of a folder, of the index or of a commit.
type entry struct {
	name   string // for messages: from the top, or from Dir
	isFile bool
	read   changes.Content
}

func blob(r *repo.Repository, e repo.Entry) entry {
	return entry{e.Path, e.IsFile(), func() ([]byte, error) { return r.Blob(e.ID) }}
}

// stagedEntries are those of the index, as the commit will have them.
func (c check) stagedEntries() (entries []entry, err error) {
	staged, err := c.repo.Index(config.Names()...)
	for _, e := range staged {
		if e.Unmerged {
			return nil, fmt.Errorf("%s: %w", e.Path, object.ErrConflict)
		}
		entries = append(entries, blob(c.repo, e.Entry))
	}
	return entries, err
}

// committedEntries are those of a commit; "" has none.
func (c check) committedEntries(commit string) (entries []entry, err error) {
	found, err := c.repo.Lookup(commit, config.Names()...)
	for _, name := range config.Names() {
		if e, ok := found[name]; ok {
			entries = append(entries, blob(c.repo, e))
		}
	}
	return entries, err
}

// entriesOnDisk are those of a folder.
func (o Options) entriesOnDisk(top string) (entries []entry, err error) {
	for _, name := range config.Names() {
		file := filepath.Join(top, name)
		info, err := os.Lstat(file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		read := func() ([]byte, error) { return changes.ReadFile(file) }
		entries = append(entries, entry{changes.Relative(o.Dir, file), info.Mode().IsRegular(), read})
	}
	return entries, nil
}

// settings reads the settings among entries that were found, or those that Config names instead, and adds the globs of the
// command line. The error is that of finding them.
func (o Options) settings(entries []entry, err error) (config.Config, error) {
	if o.Config != "" {
		read := func() ([]byte, error) { // a pipe may hold them too
			f, err := os.Open(changes.From(o.Dir, o.Config))
			if err != nil {
				return nil, err
			}
			defer f.Close()
			return changes.ReadLimited(f)
		}
		entries, err = []entry{{o.Config, true, read}}, nil
	}
	settings := config.Default()
	if err != nil {
		return settings, fmt.Errorf("looking for the settings: %w", changes.Reason(err))
	}
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
	if settings, err = settings.Override(o.Globs, o.Exclude); err != nil {
		return settings, fmt.Errorf("reading the globs of the command line: %w", err)
	}
	return settings, nil
}

// changedSettings looks at what a change from the settings of the first parent to now does: it warns of each thing that is
// checked less, and an error names the examples of the team's own rules that are not as they say. Old settings that cannot
// be read checked nothing.
func (c check) changedSettings(parents []string, now config.Config) error {
	if c.Config != "" {
		return nil
	}
	old, err := c.settings(c.committedEntries(cmp.Or(parents...))) // the first one's, if there is any
	if err == nil && len(parents) > 0 {
		for _, message := range config.Relaxations(old, now) {
			c.report.warn(config.Name, "%s", message)
		}
	}
	if err == nil && reflect.DeepEqual(old.Own, now.Own) {
		return nil
	}
	return errors.Join(judge.Examples(now.RuleSet(), config.Name)...)
}

// lines are those of .ddhook.yaml that would have paths checked too, beside what the settings select. No line would, where
// the command line has globs or other settings.
func (o Options) lines(settings config.Config, paths []string) []string {
	if len(paths) == 0 || len(o.Globs) > 0 || o.Config != "" {
		return nil
	}
	settings.Exclude = settings.Exclude[:len(settings.Exclude)-len(o.Exclude)] // those of the command line come last
	return settings.Lines(paths)
}
