package hook

import (
	"context"
	"slices"

	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/config"
	"github.com/ddhook/ddhook/hook/repo"
)

// Diff checks what a range of commits adds, as `git diff from...to` shows it: their merge base against to. The settings
// are those of to.
func Diff(ctx context.Context, o Options, from, to string) (*Report, error) {
	report := &Report{Mode: "diff"}
	r, err := repo.Open(ctx, o.Dir, o.Environ)
	if err != nil {
		return report, err
	}
	defer r.Close()
	return report, o.checkRange(report, r, from, to)
}

func (o Options) checkRange(report *Report, r *repo.Repository, from, to string) error {
	older, err := r.Git().Commit(from)
	if err != nil {
		return err
	}
	newer, err := r.Git().Commit(to)
	if err != nil {
		return err
	}
	settings, err := o.committedSettings(r, newer)
	if err != nil {
		return err
	}
	return o.checkCommits(report, r, newer, settings, settings, func(sel changes.Selector) (changes.Set, error) {
		return changes.Range(r, older, newer, sel)
	})
}

// checkCommits checks a set of changes that end in the commit tip, whose settings are own, under the settings that hold.
func (o Options) checkCommits(report *Report, r *repo.Repository, tip string, own, hold config.Config,
	find func(changes.Selector) (changes.Set, error)) error {
	settings, err := o.override(hold)
	if err != nil {
		return err
	}
	paths, err := o.fromTop(r, []string{tip})
	if err != nil {
		return err
	}
	set, err := find(settings.Matcher().Narrow(paths))
	if err != nil {
		return err
	}
	if len(set.Parents) > 0 {
		report.Warnings = append(report.Warnings, o.loosened(r, set.Parents[0], own)...)
	}
	report.Select = o.lines(hold, slices.Concat(report.Unlisted, set.Unlisted)) // there may be other tips
	return report.check(settings.RuleSet(), set, r.Git().DiffTexts)
}
