package hook

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/compare"
	"github.com/ddhook/ddhook/hook/fix"
	"github.com/ddhook/ddhook/hook/judge"
	"github.com/ddhook/ddhook/hook/rules"
)

// atOnce is how many changes are judged before git compares lines: so many versions are in memory together.
const atOnce = 500

// check judges every change and adds what there is to say to the report; one that cannot be judged does not keep the
// others from being looked at. diff is asked only for files in violation that have older versions. Where these cannot be
// had, all counts as new beside the error.
func (r *Report) check(set *rules.Set, changed changes.Set, diff compare.Differ) error {
	r.Unlisted = append(r.Unlisted, changed.Unlisted...)
	r.Files += len(changed.Changes)
	r.holdTo(set)
	var errs []error
	silent := map[string]bool{} // contents, by id, that there is nothing to say about: many files are often copies of a few
	for part := range slices.Chunk(changed.Changes, atOnce) {
		var files []compare.File
		var onDisk []string
		for _, c := range part {
			if c.ID != "" && silent[c.ID] {
				continue
			}
			file, err := judgeChange(set, c)
			if err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", c.Path, err))
			}
			now := file.Now
			silent[c.ID] = err == nil && len(now.Violations)+len(now.Ignored)+len(now.Warnings) == 0
			if now.File != nil && !silent[c.ID] {
				files, onDisk = append(files, file), append(onDisk, c.File)
			}
		}
		errs = append(errs, compare.MapLines(files, diff))
		for i, file := range files {
			errs = append(errs, r.add(set, file, onDisk[i]))
		}
	}
	if changed.Unfinished != nil && changed.Unfinished() {
		r.Warnings = append(r.Warnings, Warning{Message: "so many files were added and deleted that git looked only for files " +
			"renamed without a change; old violations in the others count as new"})
	}
	return errors.Join(errs...)
}

// holdTo adds the rules that files are held to.
func (r *Report) holdTo(set *rules.Set) {
	for _, rule := range set.Rules() {
		if set.On(rule.Name) && !slices.ContainsFunc(r.Rules, func(known rules.Rule) bool { return known.Name == rule.Name }) {
			r.Rules = append(r.Rules, rule)
		}
	}
}

// add adds what there is to say about a judged file, which may also lie on disk.
func (r *Report) add(set *rules.Set, file compare.File, onDisk string) error {
	r.addVerdict(file.Path, file.Now)
	result := file.Compare()
	for _, v := range result.Existing {
		r.Existing = append(r.Existing, finding(file.Path, file.Now, v))
	}
	if len(result.Introduced) == 0 {
		return nil
	}
	var introduced []rules.Violation
	for _, v := range result.Introduced {
		introduced = append(introduced, v.Violation)
	}
	prospects, err := fix.Prospects(set, file.Now.Source, introduced)
	if err != nil {
		return fmt.Errorf("%s: %w", file.Path, err)
	}
	edited := r.Mode == "staged" && isEdited(onDisk, file.Now.Source.Data)
	work := "" // what a workspace means for the repairs; said once a file
	for i, v := range result.Introduced {
		f := finding(file.Path, file.Now, v.Violation)
		f.Note, f.Edited = note(v), edited
		if prospects[i].Obstacle != nil {
			f.ByHand, f.Fix = true, "by hand: "+f.Fix
		}
		if prospects[i].Workspace && onDisk != "" && work == "" {
			work = inWorkspace(filepath.Dir(onDisk))
			f.Note = strings.Trim(f.Note+"; "+work, "; ")
		}
		r.Findings = append(r.Findings, f)
	}
	return nil
}

// isEdited reports whether a file on disk has another content than the one that is staged. Line ends do not matter, since
// git may convert them.
func isEdited(file, staged string) bool {
	data, err := changes.ReadFile(file)
	unix := func(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }
	return err != nil || unix(string(data)) != unix(staged)
}

// addVerdict adds what a verdict says beside its violations.
func (r *Report) addVerdict(path string, v judge.Verdict) {
	for _, w := range v.Warnings {
		r.Warnings = append(r.Warnings, Warning{path, w.Line, w.Message})
	}
	for _, ig := range v.Ignored {
		f := finding(path, v, ig.Violation)
		f.Reason = ig.Reason
		r.Ignored = append(r.Ignored, f)
	}
}

// judgeChange judges the new version and, only when something is wrong with it, the older ones. When one of them cannot
// be parsed, all are scanned word by word: two ways of reading would call old findings new. With an error, the file has
// no older versions, and no new one either where that was not judged.
func judgeChange(set *rules.Set, c changes.Change) (file compare.File, err error) {
	file.Path = c.Path
	if file.Now, err = judgeVersion(set, c.New, "it", false); err != nil || len(file.Now.Violations) == 0 || c.Olds == nil {
		return file, err
	}
	olds, err := judgeOlds(set, c, false)
	if slices.ContainsFunc(olds, func(old compare.Old) bool { return old.Refused != file.Now.Refused }) {
		if file.Now, err = judgeVersion(set, c.New, "it", true); err == nil {
			olds, err = judgeOlds(set, c, true)
		}
	}
	file.Olds = olds
	return file, err
}

// judgeOlds judges the older versions of a change: all of them, or none with an error.
func judgeOlds(set *rules.Set, c changes.Change, scan bool) (judged []compare.Old, err error) {
	olds, err := c.Olds()
	if err != nil {
		return nil, err
	}
	for _, old := range olds {
		v, err := judgeVersion(set, old.Read, "its old version", scan)
		if err != nil {
			return nil, err
		}
		judged = append(judged, compare.Old{Verdict: v})
	}
	return judged, nil
}

func judgeVersion(set *rules.Set, read changes.Content, which string, scan bool) (judge.Verdict, error) {
	text, err := read()
	if err != nil {
		return judge.Verdict{}, fmt.Errorf("reading %s: %w", which, err)
	}
	return judge.File(set, text, scan)
}

// mostSource is how many source lines a finding has before its last: more than any form shows.
const mostSource = 10

// finding puts a violation into the form that is reported.
func finding(path string, v judge.Verdict, found rules.Violation) Finding {
	span := found.Span()
	start, end := v.Source.Position(span.Start), v.Source.Position(span.End)
	f := Finding{
		Rule: found.Rule, Path: path, Line: start.Line, Column: start.Column, EndLine: end.Line, EndColumn: end.Column,
		Command: found.Title, Message: found.Message, Fix: found.Fix,
	}
	for line := start.Line; line <= end.Line; line++ {
		if len(f.Source) == mostSource {
			line = end.Line
		}
		f.Source = append(f.Source, strings.TrimRight(v.Source.Line(line), "\r\n"))
	}
	return f
}
