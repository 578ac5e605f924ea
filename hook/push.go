package hook

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/config"
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
	r.Git().IgnoreReplacements()
	tips, err := hook.Tips(r, updates)
	p := pushed{Options: o, hook: hook, repo: r, report: report, like: map[string]string{},
		files: map[[2]string]bool{}, done: map[version]bool{}}
	p.held = sync.OnceValues(p.defaultSettings)
	errs := []error{err}
	for _, tip := range tips {
		if err := p.check(tip); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", tip.Ref, err))
		}
	}
	report.Files = len(p.files)
	report.once()
	return report, errors.Join(errs...)
}

// pushed is a push that is being checked, ref by ref.
type pushed struct {
	Options
	hook   changes.Push
	repo   *repo.Repository
	report *Report
	held   func() (commit string, err error) // whose settings hold for a new ref of a receiver
	like   map[string]string                 // by the settings: a commit of which all files were looked at as new
	files  map[[2]string]bool                // that were looked at, by path and id
	done   map[version]bool                  // of which another ref can tell no more than the report has
}

// version is a file as a ref has it, under the settings that hold for it; many refs often have the same ones.
type version struct{ settings, path, id string }

func (p pushed) check(tip changes.Tip) error {
	own, err := p.committedSettings(p.repo, tip.Commit)
	if err != nil {
		return fmt.Errorf("the pushed settings: %w", err)
	}
	settings := own
	if p.hook == changes.PreReceive {
		if settings, err = p.receiverSettings(tip, own); err != nil {
			return err
		}
	}
	by, old := fmt.Sprint(settings), len(p.report.Existing)
	err = p.checkCommits(p.report, p.repo, tip.Commit, own, settings, func(sel changes.Selector) (changes.Set, error) {
		set, err := tip.Changes(p.repo, p.like[by], sel)
		if len(tip.Boundary) == 0 && err == nil {
			p.like[by] = tip.Commit
		}
		set.Changes = slices.DeleteFunc(set.Changes, func(c changes.Change) bool {
			v := version{by, c.Path, c.ID}
			done := p.done[v]
			p.files[[2]string{c.Path, c.ID}], p.done[v] = true, true
			return done
		})
		return set, err
	})
	// What is old for this ref may be new for another one.
	for _, f := range p.report.Existing[old:] {
		maps.DeleteFunc(p.done, func(v version, _ bool) bool { return v.path == f.Path })
	}
	return err
}

// receiverSettings returns what holds for a push that brings the settings own: those of the old tip, for a new ref those of
// the default branch. Who pushes must not loosen what holds for the push; where that cannot be read, own is all there is.
func (p pushed) receiverSettings(tip changes.Tip, own config.Config) (config.Config, error) {
	holds := tip.Old
	if holds == "" {
		var err error
		if holds, err = p.held(); err != nil {
			return config.Config{}, fmt.Errorf("looking for the settings that hold for a new ref: %w", err)
		}
	}
	settings, err := p.committedSettings(p.repo, holds)
	if err != nil {
		const message = "those of %.12s, which hold for this push, cannot be read, so the pushed ones count: %v"
		p.report.Warnings = append(p.report.Warnings, Warning{Path: config.Name, Message: fmt.Sprintf(message, holds, err)})
		return own, nil
	}
	return settings, nil
}

// defaultSettings returns the commit whose settings hold for a new ref: the default branch or, where HEAD leads nowhere, the
// branch that was committed to last of those that have settings; "" when there is none.
func (p pushed) defaultSettings() (commit string, err error) {
	head, err := p.repo.Head()
	if err != nil || head != "" {
		return head, err
	}
	branches, err := p.repo.Git().Branches()
	if err != nil {
		return "", err
	}
	for _, branch := range branches {
		if found, err := p.repo.Lookup(branch, settingsNames()...); err != nil || len(found) > 0 {
			return branch, err
		}
	}
	return "", nil
}

// once leaves out what was reported of an earlier ref already: two branches are often pushed with the same commits.
func (r *Report) once() {
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
