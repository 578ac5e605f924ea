package hook

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/ddhook/ddhook/hook/config"
	"github.com/ddhook/ddhook/hook/repo"
)

// parse reads the text of a settings file that errors call name.
func (o Options) parse(name string, data []byte) (config.Config, error) {
	return config.Parse(name, data, o.Version)
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
// the command line's globs take its place.
func (o Options) lines(c config.Config, paths []string) []string {
	if len(paths) == 0 || len(o.Globs) > 0 {
		return nil
	}
	return c.Lines(paths)
}

// settingsAt reads the settings among the entries that stand at the top of one side of a repository; what that side
// does not have is left out.
func (o Options) settingsAt(r *repo.Repository, entries []repo.Entry) (config.Config, error) {
	settings := config.Default()
	for _, e := range entries {
		if err := config.CheckEntry(e.Path, e.IsFile()); err != nil {
			return settings, err
		}
		if e.Path != config.Name {
			continue
		}
		data, err := r.Blob(e.ID)
		if err != nil {
			return settings, fmt.Errorf("reading %s: %w", e.Path, err)
		}
		if settings, err = o.parse(e.Path, data); err != nil {
			return settings, err
		}
	}
	return settings, nil
}

// committedSettings reads the settings of a commit; without one ("") they are the defaults.
func (o Options) committedSettings(r *repo.Repository, commit string) (config.Config, error) {
	names := settingsNames()
	found, err := r.Lookup(commit, names...)
	if err != nil {
		return config.Config{}, fmt.Errorf("looking for the settings: %w", err)
	}
	var entries []repo.Entry
	for _, name := range names {
		if e, ok := found[name]; ok {
			entries = append(entries, e)
		}
	}
	return o.settingsAt(r, entries)
}

func settingsNames() []string { return append([]string{config.Name}, config.Strays()...) }

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

// loosened warns of a change of the settings after which less is checked. Old settings that cannot be read checked
// nothing.
func (o Options) loosened(r *repo.Repository, parent string, now config.Config) []Warning {
	old, err := o.committedSettings(r, parent)
	if err != nil {
		return nil
	}
	var warnings []Warning
	for _, message := range config.Relaxations(old, now) {
		warnings = append(warnings, Warning{Path: config.Name, Message: message})
	}
	return warnings
}
