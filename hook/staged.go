package hook

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/repo"
)

// Staged checks what the next commit adds: the index against HEAD, in a merge against every parent. What was found
// before an error is in the report all the same.
//
// The pre-commit framework says by its environment when it wants something else: a range of commits, or, by naming
// files that the commit does not touch, all files.
func Staged(ctx context.Context, o Options) (*Report, error) {
	report := &Report{Mode: "staged"}
	r, err := repo.Open(ctx, o.Dir, o.Environ)
	if err != nil {
		return report, err
	}
	defer r.Close()
	if from, to, ok := o.frameworkRange(); ok {
		return report, o.checkRange(report, r, from, to)
	}
	report.Blocks = "commit"
	err = o.checkStaged(report, r)
	if len(report.Findings) > 0 {
		report.Up = o.up(r.Top())
	}
	return report, err
}

func (o Options) checkStaged(report *Report, r *repo.Repository) error {
	if r.Top() == "" {
		return errors.New("nothing can be staged here, since there is no work tree; to check commits: ddhook diff FROM TO")
	}
	parents, err := r.Parents()
	if err != nil {
		return err
	}
	if len(parents) > 1 {
		report.Blocks = "merge"
	}
	staged, err := o.stagedSettings(r)
	if err != nil {
		return o.unreadable(report, r, err)
	}
	return o.checkAgainst(report, r, parents, staged, staged, func(m changes.Selector, paths []string) (changes.Set, error) {
		set, err := changes.Staged(r, parents, m)
		if err == nil && o.inFramework() && len(parents) < 2 {
			var untouched []changes.Change
			untouched, err = changes.Untouched(r, parents, paths, m)
			set.Changes = append(set.Changes, untouched...)
			if len(untouched) > 0 {
				report.Blocks, report.Whole = "", true
			}
		}
		for i, c := range set.Changes {
			set.Changes[i].File = filepath.Join(r.Top(), filepath.FromSlash(c.Path))
		}
		return set, err
	})
}

// SensitivePaths are the pathspecs of what no commit may touch that nobody can check: what may be a Dockerfile, and the
// settings. The block that `ddhook install` writes asks git for them when ddhook is gone.
func SensitivePaths() []string {
	return []string{":(top,icase)*dockerfile*", ":(top,icase)*containerfile*", ":(top).ddhook.*"}
}

// unreadable is about settings that cannot be read, for the reason err. In a hook with that block, which DDHOOK_HOOK
// names, a commit that touches nothing of the kind passes.
func (o Options) unreadable(report *Report, r *repo.Repository, err error) error {
	ask := append([]string{"diff", "--cached", "--quiet", "--no-ext-diff", "--"}, SensitivePaths()...)
	if Variable(o.Environ, "DDHOOK_HOOK") == "" {
		return err
	}
	if _, touched := r.Git().Output(ask...); touched != nil { // or git could not tell
		return err
	}
	report.Warnings = append(report.Warnings, Warning{Message: fmt.Sprintf(
		"%v; nothing was checked, since nothing here looks like a Dockerfile; to update ddhook: %s", err, GetCommand)})
	return nil
}
