package hook

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

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
	file, err := o.target(c.Path)
	if err != nil {
		return err
	}
	data, err := c.New()
	if err != nil {
		return fmt.Errorf("reading it: %w", err)
	}
	r, err := fix.File(set, data)
	if err != nil {
		return err
	}
	if len(r.Repairs) > 0 {
		if err := save(Repaired{File: file, Name: o.name(file), Old: data, New: r.Data}); err != nil {
			return errors.Join(err, report.check(set, changes.Set{Changes: []changes.Change{c}}, nil))
		}
	}
	report.Files++
	report.fixed(c.Path, file, r)
	return nil
}

// fixed adds what there is to say about a repaired file.
func (r *Report) fixed(path, file string, result fix.Result) {
	r.judged(path, result.Verdict)
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
	if work := workspace(filepath.Dir(file)); flags && work != "" {
		r.Warnings = append(r.Warnings, Warning{path, 0, "with " + work + " -mod=mod is an error: build with GOWORK=off"})
	}
}

// target is the file that a path leads to. A symbolic link out of the repository that it stands in is not followed.
func (o Options) target(path string) (string, error) {
	name := filepath.FromSlash(path)
	if !filepath.IsAbs(name) {
		name = filepath.Join(o.Dir, name)
	}
	name, err := filepath.Abs(name)
	file := ""
	if err == nil {
		file, err = filepath.EvalSymlinks(name)
	}
	for at := name; err == nil && at != filepath.Dir(at); at = filepath.Dir(at) {
		err = stays(at, file)
	}
	if err != nil {
		return "", fmt.Errorf("looking for the file: %w", err)
	}
	return file, nil
}

// stays says whether a path that is a link is one to within its repository, where file is.
func stays(link, file string) error {
	info, err := os.Lstat(link)
	if err != nil || info.Mode()&fs.ModeSymlink == 0 {
		return err
	}
	folder, err := filepath.EvalSymlinks(filepath.Dir(link))
	if err != nil {
		return err
	}
	if top := changes.TopOf(folder); changes.IsTop(top) && !inside(top, file) {
		return fmt.Errorf("%s is a link that leads out of the repository %s: name the file itself", link, top)
	}
	return nil
}

// name is what a patch calls a file: git applies one from the top, whatever folder it runs in, and outside a
// repository from that folder.
func (o Options) name(file string) string {
	top := changes.TopOf(filepath.Dir(file))
	if !changes.IsTop(top) {
		if dir, err := filepath.EvalSymlinks(o.Dir); err == nil {
			top = dir
		}
	}
	if abs, err := filepath.Abs(top); err == nil {
		top = abs
	}
	rel, err := filepath.Rel(top, file)
	if err != nil {
		return filepath.ToSlash(file)
	}
	return filepath.ToSlash(rel)
}

func inside(dir, file string) bool {
	rel, err := filepath.Rel(dir, file)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// workspace finds the go.work that the go command would use in a folder: the next one upwards ("go help work"), here
// up to the top, from which its path is given; "" when there is none.
func workspace(dir string) string {
	for top := changes.TopOf(dir); ; dir = filepath.Dir(dir) {
		file := filepath.Join(dir, "go.work")
		if _, err := os.Lstat(file); !errors.Is(err, fs.ErrNotExist) {
			rel, _ := filepath.Rel(top, file)
			return filepath.ToSlash(rel)
		}
		if dir == top || dir == filepath.Dir(dir) {
			return ""
		}
	}
}
