package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ddhook/ddhook/hook"
)

func (a *app) demo() *cobra.Command {
	return command("demo", "show a commit being blocked and repaired, in a throw-away repository", "ddhook demo", cobra.NoArgs, a.playDemo)
}

const demoFile = "gateway.Dockerfile"

const demoWrong = `FROM golang:1.25
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -o /gateway ./cmd/gateway
`

// step is a command of the demo, which is held to the status that it should end with, and what is said after it.
type step struct {
	command string
	status  int
	remark  string
}

var demoSteps = []step{
	{command: "git init -q"},
	{command: "ddhook install"},
	{command: "git add " + demoFile},
	{command: "git show :" + demoFile},
	{command: "git commit -q -m gateway", status: statusFound, remark: "\n# blocked: nothing was committed. Now the repair:\n\n"},
	{command: "ddhook fix " + demoFile},
	{command: "git diff --no-color"},
	{command: "git add " + demoFile},
	{command: "git commit -m gateway", remark: "\n# passed. Your own repository: cd to it and type `ddhook install`.\n\n"},
}

// playDemo shows commands and what they print, with real git and this program, apart from the user's settings.
func (a *app) playDemo([]string) (err error) {
	temp, err := os.MkdirTemp("", "ddhook-demo-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
	running, err := os.Executable()
	if err != nil {
		return err
	}
	program, err := os.ReadFile(running)
	bin, top := filepath.Join(temp, "bin"), filepath.Join(temp, "repository")
	self := filepath.Join(bin, filepath.Base(running)) // a copy: install refuses what `go run` built, which will be gone
	if err := errors.Join(err, os.Mkdir(bin, 0o777), os.WriteFile(self, program, 0o777), os.Mkdir(top, 0o777),
		os.WriteFile(filepath.Join(top, demoFile), []byte(demoWrong), 0o666)); err != nil {
		return err
	}
	environ := []string{
		"PATH=" + bin + string(os.PathListSeparator) + hook.Variable(a.options.Environ, "PATH"),
		"HOME=" + temp, "GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_NAME=Demo", "GIT_COMMITTER_NAME=Demo", "EMAIL=demo@example.com",
	}
	for _, s := range demoSteps {
		words := strings.Fields(s.command)
		if words[0] == "ddhook" {
			words[0] = self
		}
		cmd := exec.CommandContext(a.ctx, words[0], words[1:]...)
		cmd.Dir, cmd.Env = top, environ
		printed, failure := cmd.CombinedOutput()
		if _, err := fmt.Fprintf(a.printer.Out, "$ %s\n%s%s", s.command, printed, s.remark); err != nil {
			return err
		}
		if got := cmd.ProcessState.ExitCode(); got != s.status {
			return fmt.Errorf("%s ended with status %d, not %d (%v)", s.command, got, s.status, failure)
		}
	}
	return nil
}
