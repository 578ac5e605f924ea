package hook

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/config"
	"github.com/ddhook/ddhook/hook/fix"
	"github.com/ddhook/ddhook/hook/repo"
	"github.com/ddhook/ddhook/hook/rules"
)

// Repaired is a file on disk of which something was repaired.
type Repaired struct {
	File     string // where it is; no symbolic link
	Name     string // with "/": from the top of its repository, or from Dir outside any
	Old, New []byte
}

// Fix repairs the files on disk that [Scan] would check, and hands those that change to save. The report is on the
// files as they are after that. What was found before an error is in the report all the same.
func Fix(o Options, save func(Repaired) error) (*Report, error) {
	report := &Report{Mode: "fix"}
	paths, old := map[string]string{}, map[string][]byte{} // of what is repaired, by file
	err := o.eachOnDisk(report, func(c config.Config, set changes.Set) error {
		report.Unlisted = append(report.Unlisted, set.Unlisted...)
		var errs []error
		for _, change := range set.Changes {
			err := o.fix(report, c.RuleSet(), change, func(r Repaired) error {
				err := save(r)
				if err == nil {
					paths[r.File], old[r.File] = change.Path, r.Old
				}
				return err
			})
			if err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", change.Path, err))
			}
		}
		return errors.Join(errs...)
	})
	for _, file := range repo.Unstaged(old) { // one look at the index for all of them
		message := "it had unstaged changes before: git add takes them too"
		report.Warnings = append(report.Warnings, Warning{Path: paths[file], Message: message})
	}
	return report, err
}

func (o Options) fix(report *Report, set *rules.Set, c changes.Change, save func(Repaired) error) error {
	data, err := c.New()
	if err != nil {
		return fmt.Errorf("reading it: %w", err)
	}
	r, err := fix.File(set, data)
	if err != nil {
		return err
	}
	report.holdTo(set)
	if len(r.Repairs) > 0 {
		if err := save(Repaired{File: c.File, Name: o.patchName(c.File), Old: data, New: r.Data}); err != nil {
			err = fmt.Errorf("writing it: %w", changes.Reason(err))
			return errors.Join(err, report.check(set, changes.Set{Changes: []changes.Change{c}}, nil))
		}
	}
	report.Files++
	report.fixed(c.Path, c.File, r)
	return nil
}

// fixed adds what there is to say about a repaired file.
func (r *Report) fixed(path, file string, result fix.Result) {
	r.addVerdict(path, result.Verdict)
	for i, v := range result.Verdict.Violations {
		f := finding(path, result.Verdict, v)
		f.Note = "not repaired: " + result.Left[i]
		r.Findings = append(r.Findings, f)
	}
	flags := false
	for _, repair := range result.Repairs {
		r.Repairs = append(r.Repairs, Repair{path, repair.Line, repair.What})
		if repair.Override != "" {
			r.Warnings = append(r.Warnings, Warning{path, repair.Line, repair.Override})
		}
		flags = flags || repair.Workspace
	}
	if work := inWorkspace(filepath.Dir(file)); flags && work != "" {
		r.Warnings = append(r.Warnings, Warning{path, 0, work})
	}
}

// patchName is what a patch calls a file: git applies one from the top, whatever folder it runs in, and outside a
// repository from that folder.
func (o Options) patchName(file string) string {
	if top := changes.TopOf(filepath.Dir(file)); changes.IsTop(top) {
		o.Dir = top
	}
	return o.fromDir(file)
}

// inWorkspace says what the go.work that the go command would use in a folder means for a repair: the next one upwards ("go
// help work"), here up to the top, from which its path is given; "" when there is none.
func inWorkspace(dir string) string {
	for top := changes.TopOf(dir); ; dir = filepath.Dir(dir) {
		file := filepath.Join(dir, "go.work")
		if _, err := os.Lstat(file); !errors.Is(err, fs.ErrNotExist) {
			rel, _ := changes.Below(top, file)
			return "with " + rel + " -mod=mod is an error: build with GOWORK=off"
		}
		if dir == top || dir == filepath.Dir(dir) {
			return ""
		}
	}
}
