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
	"time"

	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/config"
	"github.com/ddhook/ddhook/hook/source"
)

// longest is the time that a push may take: what is counted bounds what git is asked, not how long each answer takes.
const longest = 10 * time.Minute

// Push checks what a push adds, in the repository that it comes from or in the one that receives it. stdin is what git
// writes to the hook (githooks(5)); where that is empty, the pre-commit framework may name a range of commits, or a branch.
func Push(ctx context.Context, o Options, hook changes.Push, stdin io.Reader) (*Report, error) {
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	return o.inRepository(ctx, string(hook), func(c check) error {
		c.report.Blocks, c.report.isLate = "push", func() bool { return ctx.Err() != nil }
		c.repo.Git.IgnoreReplacements()
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

// updates checks what each tip of a push adds, those of the same settings together, and tells once what several have.
func (c check) updates(hook changes.Push, updates []changes.Update) error {
	tips, err := hook.Tips(c.repo, updates)
	errs := []error{err}
	head := sync.OnceValues(c.defaultBranch)
	var holding []*settings
	seen := map[[5]any]bool{} // many tips may bring one version, which is judged once
	for _, tip := range distinct(tips, map[[2]string]bool{}, func(t changes.Tip) [2]string { return [2]string{t.Commit, t.Old} }) {
		if c.report.isTooMuch() {
			errs = append(errs, errTooMuch)
			break
		}
		own, err := c.committed(tip.Commit)
		hold := own
		if err != nil {
			err = fmt.Errorf("the pushed settings: %w", err)
		} else if hook == changes.PreReceive {
			hold, err = c.receiverSettings(tip, own, head)
		}
		var set changes.Set
		if err == nil {
			set, err = c.between(tip.Boundary, hold.whole, tip.Commit, hold)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", tip.Ref, err))
			continue
		}
		if len(tip.Boundary) == 0 {
			hold.whole = tip.Commit
		}
		if !slices.Contains(holding, hold) {
			holding = append(holding, hold)
		}
		against := strings.Join(tip.Boundary, " ")
		hold.pushed.Changes = append(hold.pushed.Changes, distinct(set.Changes, seen, func(change changes.Change) [5]any {
			key := [5]any{hold, change.Path, change.ID, against}
			if change.Added {
				key[4] = tip.Commit
			}
			return key
		})...)
		hold.pushed.Unlisted = append(hold.pushed.Unlisted, set.Unlisted...)
		if err := c.changedSettings(tip.Boundary, own); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", tip.Ref, err))
		}
		c.report.used += 0.005 * float64(len(tip.Boundary)) // files are looked up in each
		c.report.brought += len(set.Changes) + len(set.Unlisted)
	}
	files := map[string]bool{}
	for _, hold := range holding {
		for _, change := range hold.pushed.Changes {
			files[change.Path] = true
		}
		errs = append(errs, c.check(hold.pushed, hold.Config, c.repo.Git.DiffTexts))
	}
	c.report.Files = len(files)
	c.report.dropRepeated()
	return errors.Join(errs...)
}

// receiverSettings returns what holds for a push that brings the settings own: those of the old tip, for a new ref those
// of the default branch. Who pushes must not loosen what holds for the push; where that cannot be read, own is all there is.
func (c check) receiverSettings(tip changes.Tip, own *settings, head func() (string, error)) (*settings, error) {
	holds := tip.Old
	if holds == "" {
		var err error
		if holds, err = head(); err != nil {
			return own, fmt.Errorf("looking for the settings that hold for a new ref: %w", err)
		}
	}
	settings, err := c.committed(holds)
	if err != nil {
		c.report.warn(config.Name, "those of %.12s, which hold for this push, cannot be read, so the pushed ones count: %v",
			holds, err)
		return own, nil
	}
	return settings, nil
}

// defaultBranch returns the commit of the default branch or, where HEAD leads nowhere, of the newest with settings, or "".
func (c check) defaultBranch() (commit string, err error) {
	head, err := c.repo.Head()
	if err != nil || head != "" {
		return head, err
	}
	branches, err := c.repo.Git.Branches()
	for _, branch := range branches {
		if found, err := changes.CommittedSettings(c.repo, branch); err != nil || len(found) > 0 {
			return branch, err
		}
	}
	return "", err
}

// dropRepeated leaves out what was reported of an earlier ref already: two branches are often pushed with the same commits.
func (r *Report) dropRepeated() {
	seen := map[[5]any]bool{}
	for _, list := range []*[]Finding{&r.Findings, &r.Existing, &r.Ignored} {
		*list = distinct(*list, seen, func(f Finding) [5]any {
			text := f.Source[0][min(f.Column-1, len(f.Source[0])):]
			return [5]any{f.Rule, f.Path, source.Clip(text), f.Line, f.Column}
		})
	}
	r.Warnings = distinct(r.Warnings, map[Remark]bool{}, func(w Remark) Remark { return w })
	r.Unlisted = distinct(r.Unlisted, map[string]bool{}, func(path string) string { return path })
}
