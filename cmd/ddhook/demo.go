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
		func([]string) error { return playDemo(a.ctx, a.options.Environ, a.printer.Out) })
}

const demoFile = "gateway.Dockerfile"

const demoWrong = `FROM golang:1.25
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -o /gateway ./cmd/gateway
`

// step is a command of the demo, after some text; it is held to the status that it should end with.
type step struct {
	text, command string
	status        int
}

var demoSteps = []step{
	{command: "git init -q"},
	{command: "ddhook install"},
	{text: "$ cat " + demoFile + "\n" + demoWrong, command: "git add " + demoFile},
	{command: "git commit -q -m gateway", status: statusFound},
	{text: "\n# blocked: nothing was committed. Now the repair:\n\n", command: "ddhook fix " + demoFile},
	{command: "git diff --no-color"},
	{command: "git add " + demoFile},
	{command: "git commit -m gateway"},
}

// playDemo shows commands and what they print, in a repository of their own, with real git and this very program as its
// hook. Nothing of the user's git gets in.
func playDemo(ctx context.Context, environ []string, out io.Writer) (err error) {
	temp, err := os.MkdirTemp("", "ddhook-demo-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
	bin, top := filepath.Join(temp, "bin"), filepath.Join(temp, "repository")
	self, err := copySelf(bin)
	file := filepath.Join(top, demoFile)
	if err := errors.Join(err, os.Mkdir(top, 0o777), os.WriteFile(file, []byte(demoWrong), 0o666)); err != nil {
		return err
	}
	environ = demoEnviron(environ, temp, bin)
	for _, s := range demoSteps {
		words := strings.Fields(s.command)
		if words[0] == "ddhook" {
			words[0] = self
		}
		cmd := exec.CommandContext(ctx, words[0], words[1:]...)
		cmd.Dir, cmd.Env = top, environ
		printed, failure := cmd.CombinedOutput()
		if _, err := fmt.Fprintf(out, "%s$ %s\n%s", s.text, s.command, printed); err != nil {
			return err
		}
		if got := cmd.ProcessState.ExitCode(); got != s.status {
			return fmt.Errorf("%s ended with status %d, not %d (%v)", s.command, got, s.status, failure)
		}
	}
	_, err = io.WriteString(out, "\n# passed. Your own repository: cd to it and type `ddhook install`.\n\n")
	return err
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
