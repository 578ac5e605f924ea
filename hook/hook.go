// Package hook is the whole check: what changed, what is wrong with it, and what of that is new.
package hook

import (
	"context"
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/repo"
)

// Options say what is checked, and how.
type Options struct {
	Dir     string   // the folder that the command runs in
	Environ []string // the environment, as "NAME=value"
	Config  string   // a file, relative to Dir, with the settings in place of the repository's; "" for these
	Globs   []string // replace the configured files
	Exclude []string // add to the configured ones
	Paths   []string // narrow the check to these files and folders, relative to Dir; none: everything
	Version string   // of this program, for messages
}

// Variable returns the value of an environment variable, "" when it is not set. Of several the last counts.
func Variable(environ []string, name string) string {
	for _, setting := range slices.Backward(environ) {
		if value, ok := strings.CutPrefix(setting, name+"="); ok {
			return value
		}
	}
	return ""
}

// What to type to have ddhook, or a newer one, and to run it without.
const (
	GetCommand = "go install github.com/ddhook/ddhook/cmd/ddhook@latest"
	RunCommand = "go run github.com/ddhook/ddhook/cmd/ddhook@latest"
)

// check is one check, of a git repository or of files on disk.
type check struct {
	Options
	repo   *repo.Repository // nil on disk
	report *Report
	known  map[string]func() (*settings, error) // by the names and ids of their files, and by the commit
}

// begin begins a check. A hook runs at the top, whatever folder the user is in: that is in GIT_PREFIX (githooks(5), git(1)).
func (o Options) begin(mode string) check {
	up := strings.Repeat("../", strings.Count(Variable(o.Environ, "GIT_PREFIX"), "/"))
	return check{Options: o, report: &Report{Mode: mode, Up: up}, known: map[string]func() (*settings, error){}}
}

// inRepository has run check the repository of Dir. With an error the report has what was found before it.
func (o Options) inRepository(ctx context.Context, mode string, run func(check) error) (*Report, error) {
	c := o.begin(mode)
	var err error
	if c.repo, err = repo.Open(ctx, o.Dir, o.Environ); err != nil {
		return c.report, err
	}
	defer c.repo.Close()
	err = run(c)
	if *c.repo.Git.GaveUp {
		c.report.warn("", "so many files were added and deleted that git looked only for files renamed without a change; "+
			"old violations in the others count as new")
	}
	return c.report, err
}

// Refs returns the names that a commit of a range may have, for completion; none where they cannot be read.
func Refs(ctx context.Context, o Options) (refs []string) {
	_, _ = o.inRepository(ctx, "", func(c check) error {
		names, err := c.repo.Git.Output("for-each-ref", "--format=%(refname:short)")
		refs = strings.Fields(string(names))
		return err
	})
	return refs
}
