package hook

import (
	"context"
	"fmt"
	"slices"

	"github.com/ddhook/ddhook/hook/repo"
)

// Survey is what the settings make of the files in the index.
type Survey struct {
	Selected int      // how many are checked
	Missed   []string // those that look like a Dockerfile and are not checked, sorted
	Lines    []string // the lines of .ddhook.yaml that would have Missed checked too
}

// TakeSurvey looks over the whole index once. An error is of the index, or of the settings in it.
func TakeSurvey(ctx context.Context, o Options) (Survey, error) {
	var s Survey
	r, err := repo.Open(ctx, o.Dir, o.Environ)
	if err != nil {
		return s, err
	}
	defer r.Close()
	settings, err := o.stagedSettings(r)
	if err != nil {
		return s, err
	}
	matcher := settings.Matcher()
	all, err := r.Staged("", matcher.Concerns)
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
	return s, nil
}
