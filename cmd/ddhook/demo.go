package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ddhook/ddhook/hook"
)

func (a *app) demo() *cobra.Command {
	return command("demo", "show a commit being blocked and repaired, in a throw-away repository", "ddhook demo", cobra.NoArgs,
		func([]string) error { return playDemo(a.ctx, a.environ, a.stdout) })
}

const demoFile = "gateway.Dockerfile"

const demoWrong = `FROM golang:1.25
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -o /gateway ./cmd/gateway
`

// session is the demo in a repository of its own, with real git and this very program as its hook.
type session struct {
	ctx       context.Context
	self, top string   // the program, and the repository
	environ   []string // nothing of the user's git gets in
	out       io.Writer
	err       error // the first one; nothing more is done then
}

func playDemo(ctx context.Context, environ []string, out io.Writer) (err error) {
	temp, err := os.MkdirTemp("", "ddhook-demo-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
	bin, top := filepath.Join(temp, "bin"), filepath.Join(temp, "repository")
	self, err := copySelf(bin)
	if err = errors.Join(err, os.Mkdir(top, 0o777)); err == nil {
		err = os.WriteFile(filepath.Join(top, demoFile), []byte(demoWrong), 0o666)
	}
	s := &session{ctx: ctx, self: self, top: top, environ: demoEnviron(environ, temp, bin), out: out, err: err}
	s.run("git init -q", statusClean)
	s.run("ddhook install", statusClean)
	s.say("$ cat " + demoFile + "\n" + demoWrong)
	s.run("git add "+demoFile, statusClean)
	s.run("git commit -q -m gateway", statusFound)
	s.say("\n# blocked: nothing was committed. Now the repair:\n\n")
	s.run("ddhook fix "+demoFile, statusClean)
	s.run("git diff --no-color", statusClean)
	s.run("git add "+demoFile, statusClean)
	s.run("git commit -m gateway", statusClean)
	s.say("\n# passed. Your own repository: cd to it and type `ddhook install`.\n\n")
	return s.err
}

func (s *session) say(text string) {
	if s.err == nil {
		_, s.err = io.WriteString(s.out, text)
	}
}

// run shows a command and what it prints, and holds it to the status that it should end with.
func (s *session) run(command string, want int) {
	if s.say("$ " + command + "\n"); s.err != nil {
		return
	}
	words := strings.Fields(command)
	if words[0] == "ddhook" {
		words[0] = s.self
	}
	cmd := exec.CommandContext(s.ctx, words[0], words[1:]...)
	cmd.Dir, cmd.Env = s.top, s.environ
	printed, err := cmd.CombinedOutput()
	s.say(string(printed))
	if got := cmd.ProcessState.ExitCode(); s.err == nil && got != want {
		s.err = fmt.Errorf("%s ended with status %d, not %d (%v)", command, got, want, err)
	}
}

// copySelf puts the running program into the new folder bin: install refuses one that `go run` built, which will be gone.
func copySelf(bin string) (string, error) {
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	program, err := os.ReadFile(self)
	file := filepath.Join(bin, filepath.Base(self))
	return file, errors.Join(err, os.Mkdir(bin, 0o777), os.WriteFile(file, program, 0o777))
}

// demoEnviron takes away what git and the user's settings could change about the session.
func demoEnviron(environ []string, home, bin string) []string {
	clean := slices.DeleteFunc(slices.Clone(environ), func(setting string) bool {
		return strings.HasPrefix(setting, "GIT_") || strings.HasPrefix(setting, "PRE_COMMIT")
	})
	return append(clean, "PATH="+bin+string(os.PathListSeparator)+hook.Variable(environ, "PATH"),
		"HOME="+home, "XDG_CONFIG_HOME="+home, "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull,
		"GIT_AUTHOR_NAME=Demo", "GIT_AUTHOR_EMAIL=demo@example.com",
		"GIT_COMMITTER_NAME=Demo", "GIT_COMMITTER_EMAIL=demo@example.com")
}
