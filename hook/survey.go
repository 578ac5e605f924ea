package hook

import (
	"fmt"
	"slices"

	"github.com/ddhook/ddhook/hook/repo"
)

// Survey is what the settings make of the files in the index.
type Survey struct {
	Selected int      // how many are checked
	Missed   []string // those that look like a Dockerfile and are not checked, sorted
	Lines    []string // the lines of .ddhook.yaml that would have Missed checked too
	Settings string   // the name of the settings that are there, on disk or in the index; "" when there are none
	Pending  bool     // those on disk check some of Missed: they only have to be added
	Up       string   // what to type before that name in Dir
}

// TakeSurvey looks once over the whole index of a repository. An error is of the index, or of the settings in it.
func TakeSurvey(r *repo.Repository, o Options) (Survey, error) {
	var s Survey
	settings, err := o.stagedSettings(r)
	if err != nil {
		return s, err
	}
	matcher := settings.Matcher()
	all, err := r.Staged("", matcher.MayMatch)
	if err != nil {
		return s, fmt.Errorf("looking over the index: %w", err)
	}
	for _, c := range all {
		switch {
		case !c.New.IsFile() && !c.Unmerged: // a link or a submodule
		case matcher.Selects(c.Path):
			s.Selected++
		case matcher.Resembles(c.Path):
			s.Missed = append(s.Missed, c.Path)
		}
	}
	slices.Sort(s.Missed)
	s.Lines = o.lines(settings, s.Missed)
	s.Up = o.up(r.Top())
	if s.Settings, err = settingsFile(r, r.Top()); err != nil {
		return s, err
	}
	if written, err := o.diskSettings(r.Top()); err == nil { // else the lines say what to write
		s.Pending = slices.ContainsFunc(s.Missed, written.Matcher().Selects)
	}
	return s, nil
}
