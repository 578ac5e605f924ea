package hook

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/config"
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
	return report, o.checkStaged(report, r)
}

func (o Options) checkStaged(report *Report, r *repo.Repository) error {
	parents, err := r.Parents()
	if err != nil {
		return err
	}
	settings, err := o.stagedSettings(r)
	if err != nil {
		return err
	}
	if len(parents) > 0 {
		report.Warnings = o.loosened(r, parents[0], settings)
	}
	if settings, err = o.override(settings); err != nil {
		return err
	}
	paths, err := o.fromTop(r, parents)
	if err != nil {
		return err
	}
	matcher := settings.Matcher().Narrow(paths)
	set, err := changes.Staged(r, parents, matcher)
	if err != nil {
		return err
	}
	if len(set.Unlisted) > 0 {
		report.Select = settings.Lines(set.Unlisted)
	}
	if o.inFramework() && len(parents) < 2 {
		untouched, err := changes.Untouched(r, parents, paths, matcher)
		if err != nil {
			return err
		}
		set.Changes = append(set.Changes, untouched...)
	}
	return report.checkAll(judgeBy(settings), set)
}

// stagedSettings reads the settings from the index, as the commit will have them.
func (o Options) stagedSettings(r *repo.Repository) (config.Config, error) {
	staged, err := r.Index(settingsNames()...)
	if err != nil {
		return config.Config{}, fmt.Errorf("looking for the settings: %w", err)
	}
	var entries []repo.Entry
	for _, e := range staged {
		if e.Unmerged {
			return config.Config{}, fmt.Errorf("%s has conflicts that are not resolved; resolve them and `git add` it", e.Path)
		}
		entries = append(entries, e.Entry)
	}
	return o.settingsAt(r, entries)
}

// fromTop gives Paths from the top of the repository. A path that is neither staged nor committed nor on disk is an
// error: a slip of the pen must not pass as "nothing found".
func (o Options) fromTop(r *repo.Repository, parents []string) ([]string, error) {
	dir, err := filepath.EvalSymlinks(o.Dir)
	if err == nil {
		dir, err = filepath.Abs(dir)
	}
	if err != nil {
		return nil, fmt.Errorf("finding the folder to work in: %w", err)
	}
	var paths []string
	for _, name := range o.Paths {
		path := name
		if !filepath.IsAbs(path) {
			path = filepath.Join(dir, path)
		}
		rel, err := filepath.Rel(r.Top(), path)
		if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
			return nil, fmt.Errorf("%s is outside the repository %s", name, r.Top())
		}
		if rel = filepath.ToSlash(rel); rel == "." {
			rel = ""
		}
		if err := exists(r, parents, path, rel); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		paths = append(paths, rel)
	}
	return paths, nil
}

func exists(r *repo.Repository, parents []string, path, rel string) error {
	if _, err := os.Lstat(path); err == nil {
		return nil
	}
	if staged, err := r.HasStaged(rel); err != nil || staged {
		return err
	}
	for _, parent := range parents {
		if found, err := r.Lookup(parent, rel); err != nil || len(found) > 0 {
			return err
		}
	}
	return errors.New("no such file or folder, neither staged nor committed nor on disk")
}
