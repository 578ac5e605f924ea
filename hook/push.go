package hook

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/config"
	"github.com/ddhook/ddhook/hook/source"
)

// Push checks what a push adds, in the repository that it comes from or in the one that receives it. stdin is what git
// writes to the hook (githooks(5)); where that is empty, the pre-commit framework may name a range of commits, or a branch.
func Push(ctx context.Context, o Options, hook changes.Push, stdin io.Reader) (*Report, error) {
	return o.inRepository(ctx, string(hook), func(c check) error {
		c.report.Blocks = "push"
		c.repo.Git().IgnoreReplacements()
		mode := fs.ModeNamedPipe
		if file, ok := stdin.(*os.File); ok {
			mode = fs.ModeCharDevice // when it is closed
			if info, err := file.Stat(); err == nil {
				mode = info.Mode()
			}
		}
		var updates []changes.Update
		var err error
		if mode&fs.ModeCharDevice == 0 { // at a terminal nobody types what git would say
			updates, err = hook.ReadUpdates(stdin)
		}
		if err != nil || len(updates) > 0 {
			return errors.Join(err, c.updates(hook, updates))
		}
		if hook == changes.PrePush {
			if asked, err := c.framework(); asked {
				return err
			}
		}
		if mode&(fs.ModeNamedPipe|fs.ModeSocket) == 0 {
			return fmt.Errorf("standard input does not say what is pushed, as it does where git runs the %s hook", hook)
		}
		return nil
	})
}

// pushed is a push that is being checked: ref by ref what it changes, and then all of that together.
type pushed struct {
	check
	hook   changes.Push
	head   func() (string, error) // the commit of the default branch, looked for once
	groups []*group
}

// group is what is judged under the same settings.
type group struct {
	settings *settings
	set      changes.Set
	like     string             // the last tip of which all was new; "" before the first one
	seen     map[[4]string]bool // what is in set: by path, id, the commits that it is compared with; see Change.Added
}

func (c check) updates(hook changes.Push, updates []changes.Update) error {
	tips, err := hook.Tips(c.repo, updates)
	p := pushed{check: c, hook: hook, head: sync.OnceValues(c.defaultBranch)}
	errs := []error{err}
	key := func(t changes.Tip) [2]string { return [2]string{t.Commit, t.Old} }
	for _, tip := range distinct(tips, map[[2]string]bool{}, key) { // many refs may be put on one commit
		if err := p.add(tip); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", tip.Ref, err))
		}
	}
	files := map[string]bool{}
	for _, g := range p.groups {
		for _, c := range g.set.Changes {
			files[c.Path] = true
		}
		errs = append(errs, c.check(g.set, g.settings.Config, c.repo.Git().DiffTexts))
	}
	c.report.Files = len(files)
	c.report.dropRepeated()
	return errors.Join(errs...)
}

// add adds what a tip changes to the group of the settings that hold for it.
func (p *pushed) add(tip changes.Tip) error {
	own, err := p.settings(changes.CommittedSettings(p.repo, tip.Commit))
	if err != nil {
		return fmt.Errorf("the pushed settings: %w", err)
	}
	hold := own
	if p.hook == changes.PreReceive {
		if hold, err = p.receiverSettings(tip, own); err != nil {
			return err
		}
	}
	i := slices.IndexFunc(p.groups, func(g *group) bool { return g.settings == hold })
	if i < 0 {
		i, p.groups = len(p.groups), append(p.groups, &group{settings: hold, seen: map[[4]string]bool{}})
	}
	g := p.groups[i]
	paths, err := changes.Named(p.repo, p.Dir, p.Paths, []string{tip.Commit})
	if err != nil {
		return err
	}
	set, err := changes.Between(p.repo, tip.Boundary, g.like, tip.Commit, hold.Matcher().Narrow(paths))
	if err != nil {
		return err
	}
	if len(tip.Boundary) == 0 {
		g.like = tip.Commit
	}
	parents := strings.Join(tip.Boundary, " ")
	g.set.Changes = append(g.set.Changes, distinct(set.Changes, g.seen, func(c changes.Change) [4]string {
		if c.Added {
			return [4]string{c.Path, c.ID, parents, tip.Commit}
		}
		return [4]string{c.Path, c.ID, parents}
	})...)
	g.set.Unlisted = append(g.set.Unlisted, set.Unlisted...)
	before, last := g.set.Unfinished, set.Unfinished // and not all of the set
	g.set.Unfinished = func() bool { return last() || before != nil && before() }
	return p.changedSettings(tip.Boundary, own)
}

// receiverSettings returns what holds for a push that brings the settings own: those of the old tip, for a new ref those
// of the default branch. Who pushes must not loosen what holds for the push; where that cannot be read, own is all there is.
func (p *pushed) receiverSettings(tip changes.Tip, own *settings) (*settings, error) {
	holds := tip.Old
	if holds == "" {
		var err error
		if holds, err = p.head(); err != nil {
			return own, fmt.Errorf("looking for the settings that hold for a new ref: %w", err)
		}
	}
	settings, err := p.settings(changes.CommittedSettings(p.repo, holds))
	if err != nil {
		p.report.warn(config.Name, "those of %.12s, which hold for this push, cannot be read, so the pushed ones count: %v",
			holds, err)
		return own, nil
	}
	return settings, nil
}

// defaultBranch returns the commit of the default branch or, where HEAD leads nowhere, of the branch that was committed to
// last of those that have settings; "" when there is none.
func (c check) defaultBranch() (commit string, err error) {
	head, err := c.repo.Head()
	if err != nil || head != "" {
		return head, err
	}
	branches, err := c.repo.Git().Branches()
	for _, branch := range branches {
		if found, err := changes.CommittedSettings(c.repo, branch); err != nil || len(found) > 0 {
			return branch, err
		}
	}
	return "", err
}

// dropRepeated leaves out what was reported of an earlier ref already: two branches are often pushed with the same commits.
func (r *Report) dropRepeated() {
	type place struct {
		rule, path, text string
		line, column     int
	}
	placeOf := func(f Finding) place {
		text := f.Source[0][min(f.Column-1, len(f.Source[0])):]
		return place{f.Rule, f.Path, source.Clip(text), f.Line, f.Column}
	}
	seen := map[place]bool{}
	for _, list := range []*[]Finding{&r.Findings, &r.Existing, &r.Ignored} {
		*list = distinct(*list, seen, placeOf)
	}
	r.Warnings = distinct(r.Warnings, map[Remark]bool{}, func(w Remark) Remark { return w })
	r.Unlisted = distinct(r.Unlisted, map[string]bool{}, func(path string) string { return path })
}
