package hook

import (
	"context"
	"errors"
	"slices"
	"strings"

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
	return o.checkAgainst(report, r, []string{newer}, settings, settings, func(m changes.Selector, _ []string) (changes.Set, error) {
		return changes.Range(r, older, newer, m)
	})
}

// checkAgainst checks what find returns: the changes to a newer side, whose settings are own, under the settings that hold.
// sides are the commits that a path may be in, beside the index and the disk.
func (o Options) checkAgainst(report *Report, r *repo.Repository, sides []string, own, hold config.Config,
	find func(_ changes.Selector, paths []string) (changes.Set, error)) error {
	settings, err := o.override(hold)
	if err != nil {
		return err
	}
	paths, err := o.fromTop(r, sides)
	if err != nil {
		return err
	}
	set, err := find(settings.Matcher().Narrow(paths), paths)
	if err != nil {
		return err
	}
	settingsErr := o.changedSettings(report, r, set.Parents, own)
	report.Select = o.lines(hold, slices.Concat(report.Unlisted, set.Unlisted)) // there may be other tips
	return errors.Join(settingsErr, report.check(settings.RuleSet(), set, r.Git().DiffTexts))
}

// Refs returns the names that a commit of a range may have, for completion; none where they cannot be read.
func Refs(ctx context.Context, o Options) []string {
	r, err := repo.Open(ctx, o.Dir, o.Environ)
	if err != nil {
		return nil
	}
	defer r.Close()
	names, _ := r.Git().Output("for-each-ref", "--format=%(refname:short)")
	return strings.Fields(string(names))
}
