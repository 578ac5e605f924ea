package hook

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/repo"
)

// PrePush checks what a push adds, in the repository that it comes from. stdin is what git gives the hook (githooks(5)).
func PrePush(ctx context.Context, o Options, stdin io.Reader) (*Report, error) {
	return o.push(ctx, changes.PrePush, &Report{Mode: "pre-push"}, stdin)
}

// PreReceive checks what a push adds, in the repository that receives it.
func PreReceive(ctx context.Context, o Options, stdin io.Reader) (*Report, error) {
	return o.push(ctx, changes.PreReceive, &Report{Mode: "pre-receive"}, stdin)
}

func (o Options) push(ctx context.Context, hook changes.Push, report *Report, stdin io.Reader) (*Report, error) {
	updates, err := hook.ReadUpdates(stdin)
	if err != nil {
		return report, err
	}
	r, err := repo.Open(ctx, o.Dir, o.Environ)
	if err != nil {
		return report, err
	}
	defer r.Close()
	tips, err := hook.Tips(r, updates)
	if err != nil {
		return report, err
	}
	var errs []error
	for _, tip := range tips {
		err := o.checkCommits(report, r, tip.Commit, tip.Settings, func(sel changes.Selector) (changes.Set, error) {
			return tip.Changes(r, sel)
		})
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", tip.Ref, err))
		}
	}
	report.once()
	return report, errors.Join(errs...)
}

// once leaves out what was reported of an earlier ref already: two branches are often pushed with the same commits.
func (r *Report) once() {
	type place struct {
		path, rule   string
		line, column int
	}
	seen := map[place]bool{}
	repeated := func(f Finding) bool {
		p := place{f.Path, f.Rule, f.Line, f.Column}
		known := seen[p]
		seen[p] = true
		return known
	}
	r.Findings = slices.DeleteFunc(r.Findings, repeated)
	r.Existing = slices.DeleteFunc(r.Existing, repeated)
	r.Ignored = slices.DeleteFunc(r.Ignored, repeated)
}
