package hook

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/config"
	"github.com/ddhook/ddhook/hook/fix"
	"github.com/ddhook/ddhook/hook/repo"
	"github.com/ddhook/ddhook/hook/rules"
)

// Scan checks whole files on disk: those that Paths name and the selected ones below the folders that they name, by
// default below Dir. What was found before an error is in the report all the same.
func Scan(o Options) (*Report, error) {
	report := o.newReport("scan")
	return report, o.eachOnDisk(report, func(settings config.Config, set changes.Set) error {
		return report.check(settings.RuleSet(), set, nil)
	})
}

// eachOnDisk hands check the files that Paths stand for, and the settings for them, name by name. A file that two names lead
// to is looked at once.
func (o Options) eachOnDisk(report *Report, check func(config.Config, changes.Set) error) error {
	names := o.Paths
	if len(names) == 0 {
		names = []string{"."}
	}
	var errs []error
	seen := map[string]bool{}
	for _, name := range names {
		place, err := changes.Find(o.Dir, name)
		var settings config.Config
		if err == nil {
			settings, err = o.settings(changes.SettingsOnDisk(place.Top, o.Dir))
		}
		if err != nil {
			errs = append(errs, err)
			continue
		}
		set, err := place.Files(settings.Matcher())
		set.Changes = distinct(set.Changes, seen, func(c changes.Change) string { return c.File })
		set.Unlisted = distinct(set.Unlisted, seen, func(path string) string { return path })
		report.Files += len(set.Changes)
		report.Unlisted = append(report.Unlisted, set.Unlisted...)
		if report.Select == nil {
			report.Select = o.lines(settings, set.Unlisted)
		}
		errs = append(errs, err, check(settings, set))
	}
	return errors.Join(errs...)
}

// distinct leaves out those of which seen has the key, and adds the keys of the others to it.
func distinct[T any, K comparable](list []T, seen map[K]bool, key func(T) K) []T {
	return slices.DeleteFunc(list, func(t T) bool {
		k := key(t)
		known := seen[k]
		seen[k] = true
		return known
	})
}

// Stdin checks one Dockerfile that is read from r; name is what the report calls it. No settings count but those that Config
// names.
func Stdin(o Options, r io.Reader, name string) (*Report, error) {
	report := o.newReport("scan")
	settings, err := o.settings(nil, nil)
	if err != nil {
		return report, err
	}
	report.Files = 1
	read := func() ([]byte, error) { return changes.ReadLimited(r) }
	err = report.check(settings.RuleSet(), changes.Set{Changes: []changes.Change{{Path: name, New: read}}}, nil)
	for i := range report.Findings {
		report.Findings[i].ByHand = true
	}
	return report, err
}

// Save puts repaired in the place of old in a file, by its absolute name without symbolic links.
type Save func(file string, old, repaired []byte) error

// Fix repairs the files on disk that [Scan] would check, and has those saved that change. The report is on the files as they
// are after that. What was found before an error is in the report all the same.
func Fix(o Options, save Save) (*Report, error) {
	report := o.newReport("fix")
	paths, old := map[string]string{}, map[string][]byte{} // of what is repaired, by file
	err := o.eachOnDisk(report, func(settings config.Config, set changes.Set) error {
		ruleSet := settings.RuleSet()
		report.holdTo(ruleSet)
		var errs []error
		for _, c := range set.Changes {
			data, err := report.fix(ruleSet, c, save)
			if err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", c.Path, err))
			}
			if data != nil {
				paths[c.File], old[c.File] = c.Path, data
			}
		}
		return errors.Join(errs...)
	})
	for _, file := range repo.Unstaged(old) { // one look at the index for all of them
		report.warn(paths[file], "it had unstaged changes before: git add takes them too")
	}
	return report, err
}

// fix repairs a file and adds what there is to say about it. It returns what the file held before if it was changed.
func (r *Report) fix(set *rules.Set, c changes.Change, save Save) (old []byte, err error) {
	data, err := c.New()
	if err != nil {
		return nil, fmt.Errorf("reading it: %w", err)
	}
	result, err := fix.File(set, data)
	if err != nil {
		return nil, err
	}
	if len(result.Repairs) > 0 {
		if err := save(c.File, data, result.Data); err != nil {
			err = fmt.Errorf("writing it: %w", changes.Reason(err))
			return nil, errors.Join(err, r.check(set, changes.Set{Changes: []changes.Change{c}}, nil))
		}
		old = data
	}
	r.addVerdict(c.Path, result.Verdict)
	for i, v := range result.Verdict.Violations {
		f := finding(c.Path, result.Verdict, v)
		f.Note = "not repaired: " + result.Left[i]
		r.Findings = append(r.Findings, f)
	}
	for _, repair := range result.Repairs {
		r.Repairs = append(r.Repairs, Repair{c.Path, repair.Line, repair.What})
		if repair.Override != "" {
			r.Warnings = append(r.Warnings, Warning{c.Path, repair.Line, repair.Override})
		}
	}
	if note := inWorkspace(result, c.File); note != "" {
		r.warn(c.Path, "%s", note)
	}
	return old, nil
}
