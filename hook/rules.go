package hook

import (
	"cmp"
	"fmt"
	"path/filepath"

	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/config"
	"github.com/ddhook/ddhook/hook/judge"
	"github.com/ddhook/ddhook/hook/pathname"
	"github.com/ddhook/ddhook/hook/rules"
)

// Rules returns the rules as the settings have them that [Scan] would read in Dir, and the file that these stand in.
func Rules(o Options) (set *rules.Set, file string, err error) {
	top := pathname.TopOf(pathname.Real(o.Dir))
	settings, err := o.settings(changes.SettingsOnDisk(top, o.Dir))
	return settings.RuleSet(), cmp.Or(o.Config, pathname.Relative(o.Dir, filepath.Join(top, config.Name))), err
}

// Trial is what the rules make of their examples and of the files on disk.
type Trial struct {
	Rules    *rules.Set
	Examples int
	Wrong    []error        // the examples that are not as they say
	Files    int            // those that [Scan] would check in Dir
	Commands map[string]int // in these files, that each rule looks at, by its name
}

// TryRules tries the examples of all rules, also of those that are off, and counts the commands that each looks at. An error
// says what could not be looked at; with that of the settings there are no Rules.
func TryRules(o Options) (Trial, error) {
	set, file, err := Rules(o)
	if err != nil {
		return Trial{}, err
	}
	all := set.AllOn()
	t := Trial{Rules: set, Wrong: judge.Examples(set, file), Commands: map[string]int{}}
	for _, r := range set.Rules {
		r = r.Explained()
		t.Examples += len(r.Wrong) + len(r.Right)
	}
	c := o.begin("")
	err = c.eachOnDisk(func(_ *rules.Set, file changes.Change) error {
		text, err := file.New()
		var v judge.Verdict
		if err == nil {
			v, err = judge.File(all, text, false)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", file.Path, err)
		}
		all.Count(v.File, t.Commands)
		return nil
	})
	t.Files = c.report.Files
	return t, err
}
