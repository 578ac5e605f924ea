package hook

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/atomic"
	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/config"
	"github.com/ddhook/ddhook/hook/pathname"
	"github.com/ddhook/ddhook/hook/repo"
)

// Survey is what the settings make of the files in the index.
type Survey struct {
	Selected int      // how many are checked
	Missed   []string // those that look like a Dockerfile and are not checked, sorted
	Lines    []string // the lines of .ddhook.yaml that would have Missed checked too
	Settings string   // the settings that are there, on disk or in the index; "" when there are none
	Pending  bool     // those on disk check some of Missed: they only have to be added
	Up       string   // what to type before that name in Dir
}

// TakeSurvey looks once over the whole index of a repository. An error is of the index, or of the settings in it.
func TakeSurvey(r *repo.Repository, o Options) (Survey, error) {
	staged, err := changes.StagedSettings(r)
	settings, err := o.settings(staged, err)
	if err != nil {
		return Survey{}, err
	}
	set, err := changes.Staged(r, nil, settings.Matcher())
	if err != nil {
		return Survey{}, fmt.Errorf("looking over the index: %w", err)
	}
	s := Survey{
		Selected: len(set.Changes), Missed: set.Unlisted, Lines: o.lines(settings, set.Unlisted), Up: pathname.Up(r.Top(), o.Dir),
	}
	there, err := changes.SettingsOnDisk(r.Top(), o.Dir)
	if written, err := o.settings(there, err); err == nil { // else the lines say what to write
		s.Pending = slices.ContainsFunc(s.Missed, written.Matcher().Selects)
	}
	if there = append(there, staged...); len(there) > 0 {
		s.Settings = there[0].Name
	}
	return s, err
}

// Init writes settings that select the Dockerfile names of the index, or, outside a repository, of the folder, and
// returns the new file and its lines. Settings that are there already are an error, and so is nothing to select.
func Init(ctx context.Context, o Options) (file string, lines []string, err error) {
	top, survey, err := o.surveyAnywhere(ctx)
	switch {
	case err != nil:
		return "", nil, err
	case survey.Settings != "":
		return "", nil, fmt.Errorf("%s is there already, and was left as it is", survey.Settings)
	case survey.Selected+len(survey.Missed) == 0:
		return "", nil, errors.New("no file looks like a Dockerfile, so nothing was written; in a repository, git add one first")
	}
	file, lines = filepath.Join(top, config.Name), config.Default().Lines(survey.Missed)
	if err := atomic.Write(file, []byte(strings.Join(lines, "\n")+"\n"), 0o666, nil); err != nil {
		return "", nil, fmt.Errorf("writing the settings: %w", err)
	}
	return file, lines, nil
}

// surveyAnywhere looks over the index, or outside a repository over the folder, and returns where the settings belong.
func (o Options) surveyAnywhere(ctx context.Context) (top string, s Survey, err error) {
	place, err := changes.Find(o.Dir, ".")
	if err != nil {
		return "", s, err
	}
	if pathname.IsTop(place.Top) || Variable(o.Environ, "GIT_DIR") != "" {
		_, err = o.inRepository(ctx, "", func(c check) (err error) {
			if top = c.repo.Top(); top == "" {
				return errors.New("there is no work tree here to write settings into; go into one")
			}
			s, err = TakeSurvey(c.repo, o)
			return err
		})
		return top, s, err
	}
	set, err := place.Files(config.Default().Matcher())
	if err != nil {
		return "", s, err
	}
	s.Selected, s.Missed = len(set.Changes), set.Unlisted
	there, err := changes.SettingsOnDisk(place.Top, o.Dir)
	if len(there) > 0 {
		s.Settings = there[0].Name
	}
	return place.Top, s, err
}
