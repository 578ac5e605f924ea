package install

import (
	"github.com/ddhook/ddhook/hook"
	"github.com/ddhook/ddhook/hook/repo"
)

// survey says how many Dockerfiles the hook will look at, and how many it will not. It is an aside: where it fails it
// says so, and the hook is there all the same.
func (o Options) survey(r *repo.Repository) []string {
	if r.Top() == "" {
		return nil
	}
	s, err := hook.TakeSurvey(r, hook.Options{Dir: o.Dir, Environ: o.Environ, Version: o.Version})
	if err != nil {
		return []string{surveyFailed(err)}
	}
	return surveyLines(s)
}
