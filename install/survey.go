package install

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/ddhook/ddhook/hook/config"
	"github.com/ddhook/ddhook/hook/repo"
	"github.com/ddhook/ddhook/hook/repo/gitcli"
)

// survey looks over the index once and says how many Dockerfiles the settings select, and how many they do not. It is
// an aside: where it fails it says so, and the hook is there all the same.
func (o Options) survey(r *repo.Repository) []string {
	if r.Top() == "" {
		return nil
	}
	settings, err := o.settings(r)
	if err != nil {
		return []string{surveyFailed(err)}
	}
	selected, missed, err := count(r.Git(), settings.Matcher())
	if err != nil {
		return []string{surveyFailed(err)}
	}
	return surveyLines(selected, missed, settings.Lines(missed))
}

// settings are the team's settings as the next commit has them.
func (o Options) settings(r *repo.Repository) (config.Config, error) {
	entries, err := r.Index(append([]string{config.Name}, config.Strays()...)...)
	if err != nil {
		return config.Config{}, err
	}
	settings := config.Default()
	for _, e := range entries {
		if err := config.CheckEntry(e.Path, e.IsFile()); err != nil {
			return settings, err
		}
		data, err := r.Blob(e.ID)
		if err != nil {
			return settings, fmt.Errorf("reading %s: %w", e.Path, err)
		}
		if settings, err = config.Parse(e.Path, data, o.Rules, o.Version); err != nil {
			return settings, err
		}
	}
	return settings, nil
}

// count reads the index: the number of files that are selected, and the names of those that look like a Dockerfile
// and are not.
func count(git *gitcli.Git, m *config.Matcher) (selected int, missed []string, err error) {
	err = git.Stream(func(out io.Reader) error {
		entries, last := bufio.NewReader(out), ""
		for {
			entry, err := entries.ReadString(0)
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return fmt.Errorf("reading the index: %w", err)
			}
			mode, path, _ := strings.Cut(strings.TrimSuffix(entry, "\x00"), "\t")
			switch {
			case path == last: // in a conflict each side has an entry
			case !strings.HasPrefix(mode, "100"): // a link or a submodule
			case m.Selects(path):
				selected++
			case m.Resembles(path):
				missed = append(missed, path)
			}
			last = path
		}
	}, "ls-files", "-z", "--stage", "--full-name", ":/")
	return selected, missed, err
}
