package hook

import (
	"context"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/ddhook/ddhook/hook/atomic"
	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/config"
	"github.com/ddhook/ddhook/hook/judge"
	"github.com/ddhook/ddhook/hook/pathname"
	"github.com/ddhook/ddhook/hook/repo"
	"github.com/ddhook/ddhook/hook/repo/object"
	"github.com/ddhook/ddhook/hook/source"
)

// settings are what the files of one place say, with what is found out about them once a run.
type settings struct {
	config.Config
	less     map[*settings][]string // what is checked less than under older ones, see [config.Relaxations]
	examples func() error           // tries those of the team's own rules
	pushed   changes.Set            // what the tips change that they hold for
	whole    string                 // the last one of which all was new; "" before the first one
}

// settings returns those among what was found, or those that Config names instead, with the globs of the command line. Equal
// files have the same address, and are read once a run: there may be thousands of refs, and Config may be a pipe.
func (c check) settings(found []changes.Entry, err error) (*settings, error) {
	if c.Config != "" {
		read := func() ([]byte, error) { return changes.ReadAny(pathname.From(c.Dir, c.Config)) }
		found, err = []changes.Entry{{Entry: repo.Entry{Path: c.Config}, Read: read}}, nil
	}
	if err != nil {
		return &settings{Config: config.Default()}, fmt.Errorf("looking for the settings: %w", err)
	}
	files := "files "
	for _, e := range found {
		files += fmt.Sprint(e.Entry)
	}
	if c.known[files] == nil {
		c.known[files] = sync.OnceValues(func() (*settings, error) { return c.read(found) })
	}
	return c.known[files]()
}

// committed returns the settings of a commit, which is looked up once a run: thousands of refs may have the same parents.
func (c check) committed(commit string) (*settings, error) {
	if c.known[commit] == nil {
		c.known[commit] = sync.OnceValues(func() (*settings, error) { return c.settings(changes.CommittedSettings(c.repo, commit)) })
	}
	return c.known[commit]()
}

func (c check) read(found []changes.Entry) (*settings, error) {
	s := &settings{Config: config.Default(), less: map[*settings][]string{}}
	s.examples = sync.OnceValue(func() error { return errors.Join(judge.Examples(s.RuleSet(), config.Name)...) })
	for _, e := range found {
		switch {
		case c.repo != nil && c.report.isTooMuch():
			return s, errTooMuch
		case c.Config != "":
		case e.Unmerged:
			return s, fmt.Errorf("%s: %w", e.Path, object.ErrConflict)
		case path.Base(e.Path) != config.Name:
			return s, fmt.Errorf("%s: the settings are read from %s only; rename it", e.Path, config.Name)
		case !e.IsFile(): // a link shows the reader another content than the one that is committed
			return s, fmt.Errorf("%s: must be a plain file, not a link or a folder; put a copy of the settings there", e.Path)
		}
		data, err := e.Read()
		if err != nil {
			return s, fmt.Errorf("%s: %w", e.Path, err)
		}
		s.Config, err = config.Parse(e.Path, data, c.Version)
		if c.report.used += float64(len(data)+s.Size) / settingsCost; err != nil {
			return s, err
		}
	}
	var err error
	if s.Config, err = s.Override(c.Globs, c.Exclude); err != nil {
		err = fmt.Errorf("reading the globs of the command line: %w", err)
	}
	return s, err
}

// changedSettings warns of each thing that is checked less now than under the settings of all parents, as far as these can
// be read. Where they were others, an error names the examples of the team's own rules that are not as they say.
func (c check) changedSettings(parents []string, now *settings) error {
	var olds []*settings
	for _, parent := range parents {
		old, err := c.committed(parent)
		if err == nil && !slices.Contains(olds, old) {
			olds = append(olds, old)
		}
	}
	if c.Config != "" || slices.Contains(olds, now) {
		return nil
	}
	seen := map[string]int{}
	for _, old := range olds {
		if _, isKnown := now.less[old]; !isKnown {
			now.less[old] = config.Relaxations(old.Config, now.Config)
			c.report.used += 0.01 // of thousands of patterns
		}
		for _, message := range now.less[old] {
			if seen[message]++; seen[message] == len(olds) {
				c.report.warn(config.Name, "%s", source.Clip(message))
			}
		}
	}
	if len(now.Own) == 0 {
		return nil
	}
	c.report.used++ // examples are as much as a file
	return now.examples()
}

// lines are those of .ddhook.yaml that would have paths checked too; none where the command line has globs or settings.
func (o Options) lines(settings config.Config, paths []string) []string {
	if len(paths) == 0 || len(o.Globs) > 0 || o.Config != "" {
		return nil
	}
	settings.Exclude = settings.Exclude[:len(settings.Exclude)-len(o.Exclude)] // those of the command line come last
	return settings.Lines(paths)
}

// Survey is what the settings make of the files in the index.
type Survey struct {
	Selected int      // how many are checked
	Missed   []string // those that look like a Dockerfile and are not checked, sorted
	Lines    []string // the lines of .ddhook.yaml that would have Missed checked too
	Settings string   // the settings that are there, on disk or in the index; "" when there are none
	Pending  bool     // those on disk check some of Missed: they only have to be added
}

// TakeSurvey looks once over the whole index of a repository. An error is of the index, or of the settings in it.
func TakeSurvey(r *repo.Repository, o Options) (Survey, error) {
	staged, err := changes.StagedSettings(r)
	return o.survey(r.Top, staged, err, func(m *config.Matcher) (changes.Set, error) { return changes.Staged(r, nil, m) })
}

// survey is what the settings that were found make of files, beside those that lie in the folder top.
func (o Options) survey(top string, found []changes.Entry, err error,
	files func(*config.Matcher) (changes.Set, error)) (Survey, error) {
	c := o.begin("")
	settings, err := c.settings(found, err)
	if err != nil {
		return Survey{}, err
	}
	set, err := files(settings.Matcher())
	if err != nil {
		return Survey{}, err
	}
	s := Survey{Selected: len(set.Changes), Missed: set.Unlisted, Lines: c.lines(settings.Config, set.Unlisted)}
	there, err := changes.SettingsOnDisk(top, c.Dir)
	if written, err := c.settings(there, err); err == nil { // else the lines say what to write
		s.Pending = slices.ContainsFunc(s.Missed, written.Matcher().Selects)
	}
	if there = append(there, found...); len(there) > 0 {
		s.Settings = there[0].Path
	}
	return s, err
}

// Init writes settings that select the Dockerfile names of the index, or, outside a repository, of the folder, and
// returns the new file and its lines. Settings that are there already are an error, and so is nothing to select.
func Init(ctx context.Context, o Options) (file string, lines []string, err error) {
	place, err := changes.Find(o.Dir, ".")
	if err != nil {
		return "", nil, err
	}
	top, s := place.Top, Survey{}
	if pathname.IsTop(top) || Variable(o.Environ, "GIT_DIR") != "" {
		_, err = o.inRepository(ctx, "", func(c check) (err error) {
			if top = c.repo.Top; top == "" {
				return errors.New("there is no work tree here to write settings into; go into one")
			}
			s, err = TakeSurvey(c.repo, o)
			return err
		})
	} else {
		s, err = o.survey(top, nil, nil, place.Files)
	}
	switch {
	case err != nil:
		return "", nil, err
	case s.Settings != "":
		return "", nil, fmt.Errorf("%s is there already, and was left as it is", s.Settings)
	case s.Selected+len(s.Missed) == 0:
		return "", nil, errors.New("no file looks like a Dockerfile, so nothing was written; in a repository, git add one first")
	}
	file, lines = filepath.Join(top, config.Name), config.Default().Lines(s.Missed)
	if err := atomic.Write(file, []byte(strings.Join(lines, "\n")+"\n"), 0o666, func() error { return nil }); err != nil {
		return "", nil, fmt.Errorf("writing the settings: %w", err)
	}
	return file, lines, nil
}
