package hook

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/config"
	"github.com/ddhook/ddhook/hook/repo"
)

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
	created, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err == nil {
		_, err = created.WriteString(strings.Join(lines, "\n") + "\n")
		err = errors.Join(err, created.Close())
	}
	if err != nil {
		return "", nil, fmt.Errorf("writing the settings: %w", err)
	}
	return file, lines, nil
}

// surveyAnywhere looks over the index, or outside a repository over the folder, and returns where the settings belong.
func (o Options) surveyAnywhere(ctx context.Context) (top string, s Survey, err error) {
	if changes.IsTop(changes.TopOf(o.Dir)) || Variable(o.Environ, "GIT_DIR") != "" {
		r, err := repo.Open(ctx, o.Dir, o.Environ)
		if err != nil {
			return "", s, err
		}
		defer r.Close()
		if r.Top() == "" {
			return "", s, errors.New("there is no work tree here to write settings into; go into one")
		}
		s, err = TakeSurvey(r, o)
		return r.Top(), s, err
	}
	if s.Settings, err = settingsFile(nil, o.Dir); err != nil {
		return "", s, err
	}
	set, err := changes.Disk(o.Dir, ".", func(string) (changes.Selector, error) { return config.Default().Matcher(), nil })
	s.Selected, s.Missed = len(set.Changes), set.Unlisted
	return o.Dir, s, err
}
