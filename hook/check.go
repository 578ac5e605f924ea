package hook

import (
	"errors"
	"fmt"
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
	var errs []error
	silent := map[string]bool{} // contents, by id, that there is nothing to say about: many files are often copies of a few
	for some := range slices.Chunk(changed.Changes, atOnce) {
		var files []compare.File
		for _, c := range some {
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
				files = append(files, file)
			}
		}
		errs = append(errs, compare.MapLines(files, diff))
		for _, file := range files {
			errs = append(errs, r.add(set, file))
		}
	}
	if changed.Unfinished != nil && changed.Unfinished() {
		r.Warnings = append(r.Warnings, Warning{Message: "so many files were added and deleted that git looked only for files " +
			"renamed without a change; old violations in the others count as new"})
	}
	return errors.Join(errs...)
}

// add adds what there is to say about a judged file.
func (r *Report) add(set *rules.Set, file compare.File) error {
	r.judged(file.Path, file.Now)
	result := file.Compare()
	var keeps []error
	if len(result.Introduced) > 0 {
		var introduced []rules.Violation
		for _, v := range result.Introduced {
			introduced = append(introduced, v.Violation)
		}
		var err error
		if keeps, err = fix.Keeps(set, file.Now.Source, introduced); err != nil {
			return fmt.Errorf("%s: %w", file.Path, err)
		}
	}
	for i, v := range result.Introduced {
		f := finding(file.Path, file.Now, v.Violation)
		f.Note = note(v)
		if keeps[i] != nil {
			f.ByHand, f.Fix = true, "by hand: "+f.Fix
		}
		r.Findings = append(r.Findings, f)
	}
	for _, v := range result.Existing {
		r.Existing = append(r.Existing, finding(file.Path, file.Now, v))
	}
	return nil
}

// judged adds what a verdict says beside its violations.
func (r *Report) judged(path string, v judge.Verdict) {
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
	data, err := c.New()
	if err != nil {
		return file, fmt.Errorf("read the new version: %w", err)
	}
	if file.Now, err = judge.File(set, data, false); err != nil || len(file.Now.Violations) == 0 || c.Olds == nil {
		return file, err
	}
	olds, err := judgeOlds(set, c, false)
	if slices.ContainsFunc(olds, func(old compare.Old) bool { return old.Refused != file.Now.Refused }) {
		if file.Now, err = judge.File(set, data, true); err == nil {
			olds, err = judgeOlds(set, c, true)
		}
	}
	file.Olds = olds
	return file, err
}

// judgeOlds judges the older versions of a change: all of them, or none with an error.
func judgeOlds(set *rules.Set, c changes.Change, scan bool) ([]compare.Old, error) {
	olds, err := c.Olds()
	if err != nil {
		return nil, err
	}
	var judged []compare.Old
	for _, old := range olds {
		text, err := old.Read()
		if err != nil {
			return nil, fmt.Errorf("read the old version: %w", err)
		}
		v, err := judge.File(set, text, scan)
		if err != nil {
			return nil, err
		}
		judged = append(judged, compare.Old{Verdict: v})
	}
	return judged, nil
}

// finding puts a violation into the form that is reported.
func finding(path string, v judge.Verdict, found rules.Violation) Finding {
	span := found.Span()
	start, end := v.Source.Position(span.Start), v.Source.Position(span.End)
	f := Finding{
		Rule: found.Rule, Path: path, Line: start.Line, Column: start.Column, EndLine: end.Line, EndColumn: end.Column,
		Command: found.Title, Message: found.Message, Fix: found.Fix,
	}
	for line := start.Line; line <= end.Line; line++ {
		f.Source = append(f.Source, strings.TrimRight(v.Source.Line(line), "\r\n"))
	}
	return f
}
