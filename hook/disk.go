package hook

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/config"
	"github.com/ddhook/ddhook/hook/fix"
	"github.com/ddhook/ddhook/hook/judge"
	"github.com/ddhook/ddhook/hook/pathname"
	"github.com/ddhook/ddhook/hook/repo"
	"github.com/ddhook/ddhook/hook/rules"
)

// Scan checks whole files on disk: those that Paths name, and the selected ones below the folders in it, else below Dir.
func Scan(o Options) (*Report, error) {
	c := o.begin("scan")
	return c.report, c.eachOnDisk(c.report.scan)
}

// scan judges a file on disk and adds what there is to say about it.
func (r *Report) scan(set *rules.Set, c changes.Change) error {
	j := judging{report: r, set: set}
	file, err := j.change(c)
	r.repaired = fix.Result{} // each file has the time that one has
	r.add(set, file)
	return err
}

// eachOnDisk hands act the files that Paths stand for, each once, and the rules for each.
func (c check) eachOnDisk(act func(*rules.Set, changes.Change) error) error {
	if len(c.Paths) == 0 {
		c.Paths = []string{"."}
	}
	var errs []error
	seen := map[string]bool{}
	for _, name := range c.Paths {
		place, err := changes.Find(c.Dir, name)
		var settings *settings
		if err == nil {
			settings, err = c.settings(changes.SettingsOnDisk(place.Top, c.Dir))
		}
		if err != nil {
			errs = append(errs, err)
			continue
		}
		set, err := place.Files(settings.Matcher())
		errs = append(errs, err)
		set.Changes = distinct(set.Changes, seen, func(c changes.Change) string { return c.File })
		set.Unlisted = distinct(set.Unlisted, seen, func(path string) string { return "?" + path })
		ruleSet := c.look(set, settings.Config)
		for _, file := range set.Changes {
			errs = append(errs, act(ruleSet, file))
		}
	}
	return errors.Join(errs...)
}

// distinct leaves out those of which seen has the key, and adds the keys of the others to it.
func distinct[T any, K comparable](list []T, seen map[K]bool, key func(T) K) []T {
	return slices.DeleteFunc(list, func(t T) bool {
		k := key(t)
		known := seen[k]
		seen[k] = true
		return known
	})
}

// Stdin checks one Dockerfile that is read from r and called name. No settings count but those that Config names.
func Stdin(o Options, r io.Reader, name string) (*Report, error) {
	c := o.begin("scan")
	settings, err := c.settings(nil, nil)
	if err != nil {
		return c.report, err
	}
	file := changes.Change{Path: name, New: func() ([]byte, error) { return changes.ReadLimited(r) }}
	err = c.report.scan(c.look(changes.Set{Changes: []changes.Change{file}}, settings.Config), file)
	for i := range c.report.Findings {
		c.report.Findings[i].ByHand = true
	}
	return c.report, err
}

// Fix repairs the files on disk that [Scan] would check. save puts repaired in the place of old in a file, by its absolute
// name without symbolic links. The report is on the files as they are after that.
func Fix(o Options, save func(file string, old, repaired []byte) error) (*Report, error) {
	c := o.begin("fix")
	r := c.report
	paths, old := map[string]string{}, map[string][]byte{} // of what is repaired, by file
	err := c.eachOnDisk(func(set *rules.Set, file changes.Change) error {
		var result fix.Result
		data, err := file.New()
		if err == nil {
			result, err = fix.File(set, data)
		}
		if err != nil {
			return fmt.Errorf("%s: reading it: %w", file.Path, err)
		}
		if len(result.Repairs) > 0 {
			if err := save(file.File, data, result.Data); err != nil {
				err = fmt.Errorf("%s: writing it: %w", file.Path, changes.Reason(err))
				return errors.Join(err, r.scan(set, file))
			}
			paths[file.File], old[file.File] = file.Path, data
		}
		r.addRepaired(file, result)
		return nil
	})
	for _, file := range repo.Unstaged(old) { // one look at the index for all of them
		r.warn(paths[file], "it had unstaged changes before: git add takes them too")
	}
	return r, err
}

func (r *Report) addRepaired(c changes.Change, result fix.Result) {
	r.addVerdict(c.Path, result.Verdict)
	for i, v := range result.Verdict.Violations {
		f := finding(c.Path, result.Verdict, v)
		f.Note = "not repaired: " + result.Left[i]
		r.Findings = append(r.Findings, f)
	}
	work := inWorkspace(c.File) // said once a file
	for _, repair := range result.Repairs {
		r.Repairs = append(r.Repairs, Remark{c.Path, repair.Line, repair.What})
		if repair.Override != "" {
			r.Warnings = append(r.Warnings, Remark{c.Path, repair.Line, repair.Override})
		}
		if repair.Workspace && work != "" {
			r.warn(c.Path, "%s", work)
			work = ""
		}
	}
}

// Rules returns the rules as the settings have them that [Scan] would read in Dir, and the file that these stand in.
func Rules(o Options) (set *rules.Set, file string, err error) { return o.begin("").rules() }

func (c check) rules() (set *rules.Set, file string, err error) {
	top := pathname.TopOf(pathname.Real(c.Dir))
	settings, err := c.settings(changes.SettingsOnDisk(top, c.Dir))
	return settings.RuleSet(), cmp.Or(c.Config, pathname.Relative(c.Dir, filepath.Join(top, config.Name))), err
}

// Trial is what the rules make of their examples and of the files on disk.
type Trial struct {
	Rules    *rules.Set
	Examples int
	Wrong    []error        // the examples that are not as they say
	Files    int            // those that [Scan] would check in Dir
	Commands map[string]int // in these files, that each rule looks at, by its name
}

// TryRules tries the examples of all rules, on or off, and counts the commands of each. Without settings, no Rules.
func TryRules(o Options) (Trial, error) {
	c := o.begin("")
	set, file, err := c.rules()
	if err != nil {
		return Trial{}, err
	}
	j := judging{report: c.report, set: set.Only(set.Names()...)}
	t := Trial{Rules: set, Wrong: judge.Examples(set, file), Commands: map[string]int{}}
	for _, r := range set.Rules {
		r = r.Explained()
		t.Examples += len(r.Wrong) + len(r.Right)
	}
	err = c.eachOnDisk(func(_ *rules.Set, change changes.Change) error {
		file, err := j.change(change)
		if err == nil {
			j.set.Count(file.Now.File, t.Commands)
		}
		return err
	})
	t.Files = c.report.Files
	return t, err
}
