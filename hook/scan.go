package hook

import (
	"errors"
	"io"

	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/config"
)

// Scan checks whole files on disk: those that Paths name and the selected ones below the folders that they name, by
// default below Dir. What was found before an error is in the report all the same.
func Scan(o Options) (*Report, error) {
	report := &Report{Mode: "scan"}
	return report, o.eachOnDisk(report, func(c config.Config, set changes.Set) error {
		return report.check(c.RuleSet(), set, nil)
	})
}

// eachOnDisk hands check the files that Paths stand for, and the settings for them, name by name.
func (o Options) eachOnDisk(report *Report, check func(config.Config, changes.Set) error) error {
	names := o.Paths
	if len(names) == 0 {
		names = []string{"."}
	}
	var errs []error
	seen := map[string]bool{}
	for _, name := range names {
		settings, set, err := o.onDisk(report, name, seen)
		if err != nil && len(set.Changes) == 0 {
			errs = append(errs, err)
			continue
		}
		errs = append(errs, err, check(settings, set))
	}
	return errors.Join(errs...)
}

// Stdin checks one Dockerfile that is read from r; name is what the report calls it. No settings count but those that Config
// names.
func Stdin(o Options, r io.Reader, name string) (*Report, error) {
	report := &Report{Mode: "scan"}
	settings, err := o.settings(func() ([]entry, error) { return nil, nil })
	if err != nil {
		return report, err
	}
	set := changes.Set{Changes: []changes.Change{{
		Path: name, New: func() ([]byte, error) { return changes.ReadLimited(r) },
	}}}
	err = report.check(settings.RuleSet(), set, nil)
	for i := range report.Findings {
		report.Findings[i].ByHand = true
	}
	return report, err
}

// onDisk returns what one name stands for; seen keeps a file that two names lead to from being looked at twice.
func (o Options) onDisk(report *Report, name string, seen map[string]bool) (config.Config, changes.Set, error) {
	var read, settings config.Config
	set, err := changes.Disk(o.Dir, name, func(top string) (changes.Selector, error) {
		var err error
		if read, err = o.diskSettings(top); err == nil {
			settings, err = o.override(read)
		}
		return settings.Matcher(), err
	})
	set.Changes = distinct(set.Changes, seen, func(c changes.Change) string { return c.File })
	set.Unlisted = distinct(set.Unlisted, seen, func(path string) string { return path })
	if report.Select == nil {
		report.Select = o.lines(read, set.Unlisted)
	}
	return settings, set, err
}
