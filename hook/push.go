package hook

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"reflect"
	"strings"

	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/config"
)

// Push checks what a push adds, in the repository that it comes from or in the one that receives it. stdin is what git
// writes to the hook (githooks(5)); where that is empty, the pre-commit framework may name a range of commits.
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
		switch from, to, isRange := o.frameworkRange(); {
		case err != nil:
			return err
		case len(updates) > 0:
			return c.updates(hook, updates)
		case isRange && hook == changes.PrePush:
			return c.commits(from, to)
		case mode&(fs.ModeNamedPipe|fs.ModeSocket) == 0:
			return fmt.Errorf("standard input does not say what is pushed, as it does where git runs the %s hook", hook)
		}
		return nil
	})
}

// pushed is a push that is being checked, ref by ref.
type pushed struct {
	check
	hook  changes.Push
	files map[string]bool // paths of the files that were looked at
	last  config.Config   // the settings that held for the last tip
	// Under these:
	like string             // the last tip of which all was new; "" before the first one
	done map[[3]string]bool // versions that were judged, by path, id and the commits that they were compared with
}

func (c check) updates(hook changes.Push, updates []changes.Update) error {
	tips, err := hook.Tips(c.repo, updates)
	p := pushed{check: c, hook: hook, files: map[string]bool{}}
	errs := []error{err}
	for _, tip := range tips {
		if err := p.tip(tip); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", tip.Ref, err))
		}
	}
	c.report.Files = len(p.files)
	c.report.dropRepeated()
	return errors.Join(errs...)
}

func (p *pushed) tip(tip changes.Tip) error {
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
	if !reflect.DeepEqual(hold, p.last) {
		p.last, p.like, p.done = hold, "", map[[3]string]bool{}
	}
	set, err := tip.Changes(p.repo, p.like, hold.Matcher())
	if err != nil {
		return err
	}
	if len(tip.Boundary) == 0 {
		p.like = tip.Commit
	}
	for _, c := range set.Changes {
		p.files[c.Path] = true
	}
	parents := strings.Join(set.Parents, " ")
	set.Changes = distinct(set.Changes, p.done, func(c changes.Change) [3]string { return [3]string{c.Path, c.ID, parents} })
	return p.check.check(set, own, hold)
}

// receiverSettings returns what holds for a push that brings the settings own: those of the old tip, for a new ref those of
// the default branch. Who pushes must not loosen what holds for the push; where that cannot be read, own is all there is.
func (p *pushed) receiverSettings(tip changes.Tip, own config.Config) (config.Config, error) {
	holds := tip.Old
	if holds == "" {
		var err error
		if holds, err = p.defaultBranch(); err != nil {
			return own, fmt.Errorf("looking for the settings that hold for a new ref: %w", err)
		}
	}
	settings, err := p.settings(changes.CommittedSettings(p.repo, holds))
	if err != nil {
		p.report.warn(config.Name, "those of %.12s, which hold for this push, cannot be read, so the pushed ones count: %v", holds, err)
		return own, nil
	}
	return settings, nil
}

// defaultBranch returns the commit of the default branch or, where HEAD leads nowhere, of the branch that was committed to
// last of those that have settings; "" when there is none.
func (p *pushed) defaultBranch() (commit string, err error) {
	head, err := p.repo.Head()
	if err != nil || head != "" {
		return head, err
	}
	branches, err := p.repo.Git().Branches()
	if err != nil {
		return "", err
	}
	for _, branch := range branches {
		if found, err := changes.CommittedSettings(p.repo, branch); err != nil || len(found) > 0 {
			return branch, err
		}
	}
	return "", nil
}

// dropRepeated leaves out what was reported of an earlier ref already: two branches are often pushed with the same commits.
func (r *Report) dropRepeated() {
	place := func(f Finding) string {
		return fmt.Sprintf("%q %d %d %q %q", f.Rule, f.Line, f.Column, f.Path, f.Source)
	}
	seen := map[string]bool{}
	for _, list := range []*[]Finding{&r.Findings, &r.Existing, &r.Ignored} {
		*list = distinct(*list, seen, place)
	}
	r.Warnings = distinct(r.Warnings, map[Warning]bool{}, func(w Warning) Warning { return w })
	r.Unlisted = distinct(r.Unlisted, map[string]bool{}, func(path string) string { return path })
}
