package hook

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/repo"
)

// PrePush checks what a push adds, in the repository that it comes from. stdin is what git writes to the hook (githooks(5)).
func PrePush(ctx context.Context, o Options, stdin io.Reader) (*Report, error) {
	return o.push(ctx, changes.PrePush, &Report{Mode: "pre-push", Blocks: "push"}, stdin)
}

// PreReceive checks what a push adds, in the repository that receives it.
func PreReceive(ctx context.Context, o Options, stdin io.Reader) (*Report, error) {
	return o.push(ctx, changes.PreReceive, &Report{Mode: "pre-receive", Blocks: "push"}, stdin)
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
	errs := []error{err}
	type version struct{ path, id string }
	files := map[version]bool{} // two refs often have the same ones
	for _, tip := range tips {
		own, err := o.committedSettings(r, tip.Commit)
		hold := own
		if err == nil && tip.Settings != tip.Commit {
			hold, err = o.committedSettings(r, tip.Settings)
		}
		if err == nil {
			err = o.checkAgainst(report, r, []string{tip.Commit}, own, hold, func(sel changes.Selector, _ []string) (changes.Set, error) {
				set, err := tip.Changes(r, sel)
				for _, c := range set.Changes {
					files[version{c.Path, c.ID}] = true
				}
				return set, err
			})
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", tip.Ref, err))
		}
	}
	report.Files = len(files)
	report.dropRepeated()
	return report, errors.Join(errs...)
}

// dropRepeated leaves out what was reported of an earlier ref already: two branches are often pushed with the same commits.
func (r *Report) dropRepeated() {
	type place struct {
		path, rule, source string
		line, column       int
	}
	placeOf := func(f Finding) place { return place{f.Path, f.Rule, strings.Join(f.Source, "\n"), f.Line, f.Column} }
	seen := map[place]bool{}
	for _, list := range []*[]Finding{&r.Findings, &r.Existing, &r.Ignored} {
		*list = distinct(*list, seen, placeOf)
	}
	r.Warnings = distinct(r.Warnings, map[Warning]bool{}, func(w Warning) Warning { return w })
	r.Unlisted = distinct(r.Unlisted, map[string]bool{}, func(path string) string { return path })
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
