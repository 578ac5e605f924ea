package hook

import (
	"context"
	"errors"
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
		return err
	}
	return o.checkAgainst(report, r, parents, staged, staged, func(m changes.Selector, paths []string) (changes.Set, error) {
		set, err := changes.Staged(r, parents, m)
		if err == nil && o.inFramework() && len(parents) < 2 {
			var untouched []changes.Change
			untouched, err = changes.Untouched(r, parents, paths, m)
			set.Changes = append(set.Changes, untouched...)
		}
		for i, c := range set.Changes {
			set.Changes[i].File = filepath.Join(r.Top(), filepath.FromSlash(c.Path))
		}
		return set, err
	})
}
