package hook

import (
	"errors"
	"fmt"
	"os"
	"path"
	"reflect"
	"slices"

	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/config"
	"github.com/ddhook/ddhook/hook/judge"
	"github.com/ddhook/ddhook/hook/pathname"
)

// settings reads the settings among what was found, or those that Config names instead, and adds the globs of the
// command line. The error is that of finding them.
func (o Options) settings(found []changes.Entry, err error) (config.Config, error) {
	if o.Config != "" {
		read := func() ([]byte, error) { // a pipe may hold them too
			f, err := os.Open(pathname.From(o.Dir, o.Config))
			if err != nil {
				return nil, changes.Reason(err)
			}
			defer f.Close()
			return changes.ReadLimited(f)
		}
		found, err = []changes.Entry{{Name: o.Config, Read: read}}, nil
	}
	settings := config.Default()
	if err != nil {
		return settings, fmt.Errorf("looking for the settings: %w", err)
	}
	for _, e := range found {
		switch {
		case o.Config != "":
		case path.Base(e.Name) != config.Name:
			return settings, fmt.Errorf("%s: the settings are read from %s only; rename it", e.Name, config.Name)
		case !e.IsFile: // a link shows the reader another content than the one that is committed
			return settings, fmt.Errorf("%s: must be a plain file, not a link or a folder; put a copy of the settings there", e.Name)
		}
		data, err := e.Read()
		if err != nil {
			return settings, fmt.Errorf("%s: %w", e.Name, err)
		}
		if settings, err = config.Parse(e.Name, data, o.Version); err != nil {
			return settings, err
		}
	}
	if settings, err = settings.Override(o.Globs, o.Exclude); err != nil {
		return settings, fmt.Errorf("reading the globs of the command line: %w", err)
	}
	return settings, nil
}

// changedSettings looks at what a change from the settings of some parents to now does: it warns of each thing that is
// checked less than under all of them, and an error names the examples of the team's own rules that are not as they say.
// Settings that cannot be read do not count.
func (c check) changedSettings(parents []string, now config.Config) error {
	if c.Config != "" {
		return nil
	}
	var less []string
	var olds []config.Config
	for _, parent := range parents {
		old, err := c.settings(changes.CommittedSettings(c.repo, parent))
		if err != nil {
			continue
		}
		relaxed := config.Relaxations(old, now)
		if olds = append(olds, old); len(olds) == 1 {
			less = relaxed
		}
		less = slices.DeleteFunc(less, func(message string) bool { return !slices.Contains(relaxed, message) })
	}
	for _, message := range less {
		c.report.warn(config.Name, "%s", message)
	}
	isOld := func(old config.Config) bool { return reflect.DeepEqual(old.Own, now.Own) }
	if len(now.Own) == 0 || slices.ContainsFunc(olds, isOld) {
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
