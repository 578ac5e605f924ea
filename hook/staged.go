package hook

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"

	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/pathname"
)

// Staged checks what the next commit adds: the index against HEAD, in a merge against every parent.
//
// The pre-commit framework may want something else: a range of commits or, naming files that the commit leaves, all files.
func Staged(ctx context.Context, o Options) (*Report, error) {
	return o.inRepository(ctx, "staged", func(c check) error {
		if asked, err := c.framework(); asked {
			return err
		}
		c.report.Blocks = "commit"
		if c.repo.Top == "" {
			return errors.New("nothing can be staged here, since there is no work tree; to check commits: ddhook diff FROM TO")
		}
		c.report.Up += pathname.Up(c.repo.Top, o.Dir)
		return c.staged()
	})
}

// framework checks what the pre-commit framework asks for, if it asks for anything (https://pre-commit.com,
// "PRE_COMMIT_FROM_REF"): in its pre-push stage it names the branch and, where the remote has some of it, the commits that
// the branch had and has; else `pre-commit run --from-ref FROM --to-ref TO` names a range.
func (c check) framework() (asked bool, err error) {
	from, to := Variable(c.Environ, "PRE_COMMIT_FROM_REF"), Variable(c.Environ, "PRE_COMMIT_TO_REF")
	switch branch := Variable(c.Environ, "PRE_COMMIT_LOCAL_BRANCH"); {
	case Variable(c.Environ, "DDHOOK_HOOK") != "": // in a commit that another hook makes
	case branch != "":
		c.report.Blocks = "push"
		tip, err := c.repo.Git.Commit(cmp.Or(to, branch))
		if head, _ := c.repo.Head(); head != tip {
			c.Paths = nil // only what is on disk is named
		}
		return true, errors.Join(err, c.updates(changes.PrePush, []changes.Update{{Ref: branch, Old: from, New: tip}}))
	case from != "" && to != "":
		return true, c.commits(from, to)
	}
	return false, nil
}

func (c check) staged() error {
	parents, err := c.repo.Parents()
	if err != nil {
		return err
	}
	if len(parents) > 1 {
		c.report.Blocks = "merge"
	}
	settings, err := c.settings(changes.StagedSettings(c.repo))
	if err != nil {
		return c.unreadable(err)
	}
	paths, err := changes.Named(c.repo, c.Dir, c.Paths, parents)
	if err != nil {
		return err
	}
	m := settings.Matcher(paths...)
	set, err := changes.Staged(c.repo, parents, m)
	if inFramework := Variable(c.Environ, "PRE_COMMIT") == "1"; err == nil && inFramework && len(parents) == 1 {
		var untouched []changes.Change
		untouched, err = changes.Untouched(c.repo, parents, paths, m)
		set.Changes = append(set.Changes, untouched...)
		if len(untouched) > 0 {
			c.report.Blocks, c.report.Whole = "", true
		}
	}
	if err != nil {
		return err
	}
	for i, change := range set.Changes {
		set.Changes[i].File = filepath.Join(c.repo.Top, filepath.FromSlash(change.Path))
	}
	return errors.Join(c.changedSettings(parents, settings), c.check(set, settings.Config, c.repo.Git.DiffTexts))
}

// SensitivePaths are the pathspecs of what no commit may touch unchecked, for the block of `ddhook install` too.
func SensitivePaths() []string {
	return []string{":(top,icase)*dockerfile*", ":(top,icase)*containerfile*", ":(top).ddhook.*"}
}

// unreadable is about settings that cannot be read. In the block's hook (DDHOOK_HOOK) a harmless commit passes.
func (c check) unreadable(err error) error {
	ask := append([]string{"diff", "--cached", "--quiet", "--no-ext-diff", "--"}, SensitivePaths()...)
	if Variable(c.Environ, "DDHOOK_HOOK") == "" {
		return err
	}
	if _, touched := c.repo.Git.Output(ask...); touched != nil { // or git could not tell
		return err
	}
	c.report.Unchecked = true
	c.report.warn("", "%v; nothing was checked, since nothing here looks like a Dockerfile; to update ddhook: %s", err, GetCommand)
	return nil
}

// Diff checks what commits add, as `git diff from...to` shows it: their merge base against to, whose settings count.
func Diff(ctx context.Context, o Options, from, to string) (*Report, error) {
	return o.inRepository(ctx, "diff", func(c check) error { return c.commits(from, to) })
}

func (c check) commits(from, to string) error {
	older, fromErr := c.repo.Git.Commit(from)
	newer, toErr := c.repo.Git.Commit(to)
	if err := errors.Join(fromErr, toErr); err != nil {
		return err
	}
	settings, err := c.committed(newer)
	if err != nil {
		return err
	}
	base, err := c.repo.Git.MergeBase(older, newer)
	if err != nil {
		return err
	}
	set, err := c.between([]string{base}, "", newer, settings)
	if err != nil {
		return err
	}
	return errors.Join(c.changedSettings([]string{base}, settings), c.check(set, settings.Config, c.repo.Git.DiffTexts))
}

// between returns what a commit has that neither its parents nor, where there are none, the commit like has.
func (c check) between(parents []string, like, commit string, hold *settings) (changes.Set, error) {
	paths, err := changes.Named(c.repo, c.Dir, c.Paths, []string{commit})
	if err != nil {
		return changes.Set{}, err
	}
	return changes.Between(c.repo, parents, like, commit, hold.Matcher(paths...))
}
