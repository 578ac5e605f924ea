// Package gitcli reads a repository through the installed git. It owns the environment that git gets.
package gitcli

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// Git runs the installed git in one folder. It is for one goroutine, and to be closed.
type Git struct {
	ctx     context.Context
	dir     string
	store   string // the repository's folder of objects; "" when it is not known
	env     []string
	objects *server // reads objects; started when the first one is asked for
	GaveUp  *bool   // a search for renamed files, among so many that it looked for equal contents only
}

// New prepares git for the repository that dir and environ lead to, as for git itself, and whose objects are in the folder
// store; "" where git knows. [Environ] says which of environ's variables git gets to see. Every process ends with ctx.
func New(ctx context.Context, dir, store string, environ []string) *Git {
	return &Git{ctx: ctx, dir: dir, store: store, env: Environ(environ), GaveUp: new(bool)}
}

// Close ends what was started. It can be started anew.
func (g *Git) Close() { stop(&g.objects) }

// IgnoreReplacements has git ignore what git-replace(1) did: who pushes must not choose what is looked at.
func (g *Git) IgnoreReplacements() { g.env = append(g.env, "GIT_NO_REPLACE_OBJECTS=1") }

// Here returns a git for what is in this clone: of a partial one it fetches nothing that is absent.
func (g *Git) Here() *Git { return g.with("GIT_NO_LAZY_FETCH=1") }

// with returns a git that gets further variables.
func (g *Git) with(env ...string) *Git {
	return &Git{ctx: g.ctx, dir: g.dir, store: g.store, env: slices.Concat(g.env, env), GaveUp: g.GaveUp}
}

// Error is a git that failed.
type Error struct {
	Command string // git's subcommand
	Status  int    // its exit status; -1 when a signal ended it
	Stderr  string // what it said, without blanks at the ends
}

func (e *Error) Error() string {
	return fmt.Sprintf("git %s: %s", e.Command, cmp.Or(e.Stderr, fmt.Sprintf("exit status %d", e.Status)))
}

// settled are settings that no check may run without: no program of the user's is asked for changed files, and no
// command that fetches a missing object goes on to tidy up the repository.
var settled = []string{"-c", "core.fsmonitor=false", "-c", "gc.auto=0", "-c", "maintenance.auto=false"}

func (g *Git) command(args []string) (*exec.Cmd, *bytes.Buffer) {
	cmd := exec.CommandContext(g.ctx, "git", slices.Concat(settled, args)...)
	cmd.Dir, cmd.Env = g.dir, g.env
	cmd.WaitDelay = time.Second // a helper that git left behind must not keep the pipes open
	stderr := new(bytes.Buffer)
	cmd.Stderr = stderr
	return cmd, stderr
}

// Output returns what git prints when it is run with args. A failure is an [*Error].
func (g *Git) Output(args ...string) ([]byte, error) {
	cmd, stderr := g.command(args)
	out, err := cmd.Output()
	return out, failure(args, stderr, err)
}

// Line is the output without its line end.
func (g *Git) Line(args ...string) (string, error) {
	out, err := g.Output(args...)
	return strings.TrimSuffix(string(out), "\n"), err
}

// Layout returns the git directory, of a linked worktree its own, and the top of the work tree; "" when there is none.
func (g *Git) Layout() (gitDir, top string, err error) {
	out, err := g.Line("rev-parse", "--is-bare-repository", "--absolute-git-dir")
	bare, gitDir, _ := strings.Cut(out, "\n")
	if err == nil && bare == "false" {
		top, err = g.Line("rev-parse", "--show-toplevel")
	}
	return gitDir, top, err
}

func failure(args []string, stderr *bytes.Buffer, err error) error {
	cause := new(exec.ExitError)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, exec.ErrNotFound):
		return fmt.Errorf("git is needed to read this repository, and it is not installed or not on PATH: %w", err)
	case errors.As(err, &cause):
		return &Error{Command: args[0], Status: cause.ExitCode(), Stderr: strings.TrimSpace(stderr.String())}
	}
	return fmt.Errorf("git %s: %w", args[0], err)
}

// Status returns the exit status of git in err; -1 when err is about something else.
func Status(err error) int {
	if e := new(Error); errors.As(err, &e) {
		return e.Status
	}
	return -1
}

// allowed are the GIT_ variables that a check has a use for: the repository's own, those that say which git and settings
// (GIT_CONFIG_: of `git -c`), and those that a partial clone needs to fetch, see git(1). A star is the rest of a name.
var allowed = []string{
	"GIT_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY",
	"GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH", "GIT_SHALLOW_FILE", "GIT_NAMESPACE", "GIT_REFERENCE_BACKEND",
	"GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM",
	"GIT_EXEC_PATH", "GIT_ASKPASS", "GIT_TERMINAL_PROMPT", "GIT_ALLOW_PROTOCOL", "GIT_PROTOCOL_FROM_USER",
	"GIT_NO_LAZY_FETCH", "GIT_CONFIG_*", "GIT_SSH*", "GIT_SSL_*", "GIT_HTTP_*", "GIT_PROXY_*",
}

// Environ is environ as git gets it: of the variables that begin with GIT_ only the allowed ones. git takes no locks that it
// can do without, and asks nobody for a password unless environ says that it may: a hook has no terminal of its own.
func Environ(environ []string) []string {
	env := slices.DeleteFunc(slices.Clone(environ), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		return strings.HasPrefix(name, "GIT_") && !slices.ContainsFunc(allowed, func(allowed string) bool {
			beginning, ok := strings.CutSuffix(allowed, "*")
			return name == allowed || ok && strings.HasPrefix(name, beginning)
		})
	})
	return slices.Concat([]string{"GIT_TERMINAL_PROMPT=0"}, env, []string{"GIT_OPTIONAL_LOCKS=0"}) // of two the last counts
}
