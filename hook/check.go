package hook

import (
	"errors"
	"fmt"

	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/compare"
	"github.com/ddhook/ddhook/hook/judge"
	"github.com/ddhook/ddhook/hook/rules"
)

// check judges one change and adds what there is to say about it to the report; silent says that there was nothing. When
// the older versions cannot be had, all counts as new: that is told beside the error.
func (r *Report) check(j judge.Judge, c changes.Change) (silent bool, err error) {
	r.Files++
	now, olds, err := verdicts(j, c)
	if err != nil {
		err = fmt.Errorf("%s: %w", c.Path, err)
	}
	if now.Source == nil {
		return false, err
	}
	r.judged(c.Path, now)
	result := compare.Against(olds, now)
	remedy := r.remedy(j, now, result.Introduced)
	for _, v := range result.Introduced {
		f := finding(c.Path, now, v.Violation)
		f.Note, f.Remedy = note(v), remedy
		r.Findings = append(r.Findings, f)
	}
	for _, v := range result.Existing {
		r.Existing = append(r.Existing, finding(c.Path, now, v))
	}
	return err == nil && len(now.Violations)+len(now.Ignored)+len(now.Warnings) == 0, err
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

// verdicts judges the new version and, only when something is wrong with it, the older ones. When one of them cannot
// be parsed, all are scanned word by word: two ways of reading would call old findings new. Now may be there without
// the older ones.
func verdicts(j judge.Judge, c changes.Change) (now judge.Verdict, olds []judge.Verdict, err error) {
	data, err := c.New()
	if err != nil {
		return now, nil, fmt.Errorf("read the new version: %w", err)
	}
	if now, err = j.File(data, false); err != nil || len(now.Violations) == 0 || c.Olds == nil {
		return now, nil, err
	}
	older, err := c.Olds()
	if err != nil {
		return now, nil, fmt.Errorf("find the old version: %w", err)
	}
	texts := [][]byte{data}
	for _, old := range older {
		text, err := old.Read()
		if err != nil {
			return now, nil, fmt.Errorf("read the old version: %w", err)
		}
		texts = append(texts, text)
	}
	all, mixed, err := judgeAll(j, texts, false)
	if mixed && err == nil {
		all, _, err = judgeAll(j, texts, true)
	}
	if err != nil {
		return now, nil, err
	}
	return all[0], all[1:], nil
}

// judgeAll judges versions of one file; mixed says that some could be parsed and some could not.
func judgeAll(j judge.Judge, texts [][]byte, scan bool) (all []judge.Verdict, mixed bool, err error) {
	refused := 0
	for _, text := range texts {
		v, err := j.File(text, scan)
		if err != nil {
			return nil, false, err
		}
		if v.Refused {
			refused++
		}
		all = append(all, v)
	}
	return all, refused > 0 && refused < len(all), nil
}

// checkAll judges every change; a file that cannot be judged does not keep the others from being looked at. Many files at
// once are often copies of a few, and of a copy of what there was nothing to say about there is nothing to say either.
func (r *Report) checkAll(j judge.Judge, set changes.Set) error {
	r.Unlisted = append(r.Unlisted, set.Unlisted...)
	var errs []error
	silent := map[string]bool{} // by id
	for _, c := range set.Changes {
		if c.ID != "" && silent[c.ID] {
			r.Files++
			continue
		}
		var err error
		silent[c.ID], err = r.check(j, c)
		errs = append(errs, err)
	}
	if set.Unfinished != nil && set.Unfinished() {
		r.Warnings = append(r.Warnings, Warning{Message: "so many files were added and deleted that git looked only for files " +
			"renamed without a change; old violations in the others count as new"})
	}
	return errors.Join(errs...)
}

// finding puts a violation into the form that is reported.
func finding(path string, v judge.Verdict, found rules.Violation) Finding {
	span := found.Span()
	start, end := v.Source.Position(span.Start), v.Source.Position(span.End)
	f := Finding{
		Rule: found.Rule, Path: path, Line: start.Line, Column: start.Column, EndLine: end.Line, EndColumn: end.Column,
		Command: found.Command, Message: found.Message, Fix: found.Fix,
	}
	for line := start.Line; line <= end.Line; line++ {
		f.Source = append(f.Source, trimEnd(v.Source.Line(line)))
	}
	return f
}
