package hook

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/compare"
	"github.com/ddhook/ddhook/hook/config"
	"github.com/ddhook/ddhook/hook/fix"
	"github.com/ddhook/ddhook/hook/judge"
	"github.com/ddhook/ddhook/hook/pathname"
	"github.com/ddhook/ddhook/hook/rules"
)

// As many files are judged before git compares their lines, or fewer that take so much of the work that is allowed for one
// (see [judge.Verdict]): their versions are in memory together.
const atOnce, usedAtOnce = 500, 2

// look adds which files are looked at, and which are not, to the report, and returns the rules that they are held to.
func (c check) look(set changes.Set, settings config.Config) *rules.Set {
	c.report.Files += len(set.Changes)
	c.report.Unlisted = append(c.report.Unlisted, set.Unlisted...)
	if c.report.Select == nil {
		c.report.Select = c.lines(settings, set.Unlisted)
	}
	ruleSet := settings.RuleSet()
	on := slices.DeleteFunc(slices.Clone(ruleSet.Rules), func(r rules.Rule) bool { return !r.On })
	name := func(r rules.Rule) string { return r.Name }
	c.report.Rules = distinct(append(c.report.Rules, on...), map[string]bool{}, name)
	return ruleSet
}

// check judges every change under the settings that hold and adds what there is to say to the report. diff is asked only for
// files in violation that have older versions. Where these cannot be had, all counts as new beside the error.
func (c check) check(changed changes.Set, hold config.Config, diff compare.Differ) error {
	j := judging{report: c.report, set: c.look(changed, hold)}
	var errs []error
	slices.SortStableFunc(changed.Changes, func(a, b changes.Change) int { return cmp.Compare(a.ID, b.ID) })
	rest := changed.Changes
	more := func() bool { return len(rest) > 0 && !c.report.isTooMuch() }
	for more() {
		var files []compare.File
		for before := c.report.used; more() && len(files) < atOnce && c.report.used < before+usedAtOnce; rest = rest[1:] {
			file, err := j.change(rest[0])
			errs = append(errs, err)
			found := len(file.Now.Violations) + len(file.Now.Ignored)
			if c.report.found += found; found+len(file.Now.Warnings) > 0 {
				files = append(files, file)
			}
		}
		errs = append(errs, compare.MapLines(files, diff))
		for _, file := range files {
			c.report.add(j.set, file)
		}
	}
	if c.report.isTooMuch() {
		errs = append(errs, errTooMuch)
	}
	c.report.sort()
	return errors.Join(errs...)
}

// judging judges changes one by one. Of equal contents that follow each other it reads one: a commit may bring very many.
type judging struct {
	report *Report
	set    *rules.Set
	id     string // of the content that was judged last, with how, and what came of it
	scan   bool
	now    judge.Verdict
	err    error
}

// change judges the versions of a file. When one of them cannot be parsed, all are scanned word by word: two ways of
// reading would call old findings new. So they are when one is beyond the budget, unless the scan misses something then.
func (j *judging) change(c changes.Change) (compare.File, error) {
	file, err := j.versions(c, false)
	refused := slices.ContainsFunc(file.Olds, func(old compare.Old) bool { return old.Refused != file.Now.Refused })
	beyond := slices.ContainsFunc(file.Olds, func(old compare.Old) bool { return (old.Used > 1) != (file.Now.Used > 1) })
	if refused || beyond {
		scanned, err := j.versions(c, true)
		if refused || err == nil && len(scanned.Now.Violations) >= len(file.Now.Violations) {
			return scanned, err
		}
	}
	return file, err
}

// versions judges the new version and, only when something is wrong with it, the older ones. With an error, the file has no
// older versions, and no new one either where that was not judged.
func (j *judging) versions(c changes.Change, scan bool) (file compare.File, err error) {
	judged := func(read changes.Content) (v judge.Verdict, err error) {
		text, err := read()
		if err == nil {
			v, err = judge.File(j.set, text, scan)
		}
		if j.report.used += v.Used; err != nil {
			j.report.used++ // it may have been as much
		}
		if len(v.Violations)+len(v.Ignored) > 0 {
			j.report.used += float64(len(text)) / keptCost // findings keep their lines
		}
		return v, err
	}
	file.Path, file.OnDisk = c.Path, c.File
	if c.ID == "" || c.ID != j.id || scan != j.scan {
		j.id, j.scan = c.ID, scan
		j.now, j.err = judged(c.New)
	}
	file.Now = j.now
	switch {
	case j.err != nil:
		return file, fmt.Errorf("%s: reading it: %w", c.Path, j.err)
	case len(file.Now.Violations) == 0 || c.Olds == nil:
		return file, nil
	}
	olds, err := c.Olds()
	for _, read := range olds {
		v, err := judged(read)
		if err != nil {
			file.Olds = nil
			return file, fmt.Errorf("%s: reading its old version: %w", c.Path, err)
		}
		j.report.used += float64(v.Source.Lines()+file.Now.Source.Lines()) / linesCost
		file.Olds = append(file.Olds, compare.Old{Verdict: v})
	}
	return file, err
}

func (r *Report) add(set *rules.Set, file compare.File) {
	r.addVerdict(file.Path, file.Now)
	edited := sync.OnceValue(func() bool { return r.Mode == "staged" && isEdited(file.OnDisk, file.Now.Source.Data) })
	work := "" // said once a file
	for _, v := range file.Now.Violations {
		f := finding(file.Path, file.Now, v)
		isOld := false
		if isOld, f.Note = file.Existing(v); isOld {
			r.Existing = append(r.Existing, f)
			continue
		}
		repair, ok := r.try(set, file.Now).Repaired(v)
		if f.Edited = edited(); !ok {
			f.ByHand, f.Fix = true, "by hand: "+f.Fix
		}
		if repair.Workspace && work == "" {
			work = inWorkspace(file.OnDisk)
			f.Note = strings.Trim(f.Note+"; "+work, "; ")
		}
		r.Findings = append(r.Findings, f)
	}
}

// try repairs what is advised: what cannot be repaired is not advised. Of equal contents that follow each other it tries one.
func (r *Report) try(set *rules.Set, v judge.Verdict) fix.Result {
	if r.tried != v.File {
		r.tried, r.repaired = v.File, fix.Result{Spent: r.repaired.Spent}
		if fix.Tries(v, r.repaired.Spent) {
			spent := r.repaired.Spent
			r.repaired, _ = fix.File(set, []byte(v.Source.Data))
			r.repaired.Spent += spent
		}
	}
	return r.repaired
}

// isEdited reports whether a file on disk has another content than the staged one, but for line ends, which git may convert.
func isEdited(file, staged string) bool {
	data, err := changes.ReadFile(file)
	unix := func(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }
	return file != "" && (err != nil || unix(string(data)) != unix(staged))
}

// inWorkspace says what the go.work that the go command would use where a file lies means for repairs: the next one upwards
// ("go help work"), here up to the top, from which its path is given. It is "" when there is none.
func inWorkspace(file string) string {
	top := pathname.TopOf(filepath.Dir(file))
	for below, _ := pathname.Below(top, file); below != "" && below != "."; {
		below = path.Dir(below)
		work := path.Join(below, "go.work")
		if _, err := os.Lstat(filepath.Join(top, work)); err == nil {
			return "with " + work + " -mod=mod is an error: build with GOWORK=off"
		}
	}
	return ""
}
