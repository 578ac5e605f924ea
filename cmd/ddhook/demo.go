package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/spf13/cobra"
)

func (a *app) demo() *cobra.Command {
	return &cobra.Command{
		Use:     "demo",
		Short:   "show a commit being blocked and repaired, in a throw-away repository",
		Example: "  ddhook demo",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := runDemo(a.ctx, a.environ, a.stdout); err != nil {
				return fmt.Errorf("demo: %w", err)
			}
			return nil
		},
	}
}

const demoFile = "gateway.Dockerfile"

const demoWrong = `FROM golang:1.25
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -o /gateway ./cmd/gateway
`

// demo is a session in a repository of its own, with real git and this very program as its hook.
type demo struct {
	ctx     context.Context
	top     string   // the repository
	self    string   // the program
	environ []string // nothing of the user's git gets in
	out     io.Writer
}

func runDemo(ctx context.Context, environ []string, out io.Writer) (err error) {
	temp, err := os.MkdirTemp("", "ddhook-demo-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
	self, err := copySelf(filepath.Join(temp, "bin"))
	if err != nil {
		return fmt.Errorf("copying this program: %w", err)
	}
	d := &demo{
		ctx: ctx, out: out, self: self, top: filepath.Join(temp, "repository"),
		environ: demoEnviron(environ, temp, filepath.Dir(self)),
	}
	if err := os.Mkdir(d.top, 0o777); err != nil {
		return err
	}
	return d.play()
}

// copySelf puts the running program into the folder bin under its proper name: install refuses one that `go run`
// built, which will be gone.
func copySelf(bin string) (string, error) {
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	program, err := os.ReadFile(self)
	if err != nil {
		return "", err
	}
	if err := os.Mkdir(bin, 0o777); err != nil {
		return "", err
	}
	name := "ddhook"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	file := filepath.Join(bin, name)
	return file, os.WriteFile(file, program, 0o777)
}

// demoEnviron takes away what git and the user's settings could change about the session.
func demoEnviron(environ []string, home, bin string) []string {
	var clean []string
	path := bin
	for _, setting := range environ {
		name, value, _ := strings.Cut(setting, "=")
		switch {
		case name == "PATH":
			path += string(os.PathListSeparator) + value
		case !strings.HasPrefix(name, "GIT_") && !strings.HasPrefix(name, "PRE_COMMIT"):
			clean = append(clean, setting)
		}
	}
	return append(clean, "PATH="+path, "HOME="+home, "XDG_CONFIG_HOME="+home,
		"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull,
		"GIT_AUTHOR_NAME=Demo", "GIT_AUTHOR_EMAIL=demo@example.com",
		"GIT_COMMITTER_NAME=Demo", "GIT_COMMITTER_EMAIL=demo@example.com")
}

// play is the session; a step that ends otherwise than it should is an error.
func (d *demo) play() error {
	steps := []func() error{
		func() error { return d.run(statusClean, "git", "init", "-q") },
		func() error { return d.run(statusClean, "ddhook", "install") },
		func() error { return d.write(demoWrong) },
		func() error { return d.run(statusClean, "git", "add", demoFile) },
		func() error { return d.run(statusFound, "git", "commit", "-q", "-m", "Build the gateway") },
		func() error { return d.say("blocked: nothing was committed. Now the repair:") },
		func() error { return d.run(statusClean, "ddhook", "fix", demoFile) },
		func() error { return d.run(statusClean, "git", "diff", "--no-color") },
		func() error { return d.run(statusClean, "git", "add", demoFile) },
		func() error { return d.run(statusClean, "git", "commit", "-m", "Build the gateway") },
		func() error { return d.say("passed. Your own repository: cd to it and type `ddhook install`.") },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (d *demo) say(text string) error {
	_, err := fmt.Fprintf(d.out, "\n# %s\n\n", text)
	return err
}

func (d *demo) write(content string) error {
	if err := os.WriteFile(filepath.Join(d.top, demoFile), []byte(content), 0o666); err != nil {
		return err
	}
	_, err := fmt.Fprintf(d.out, "$ cat %s\n%s", demoFile, content)
	return err
}

// run shows a command and what it prints, and holds it to the status that it should end with.
func (d *demo) run(want int, name string, args ...string) error {
	words := append([]string{name}, args...)
	for i, w := range words {
		if strings.Contains(w, " ") {
			words[i] = `"` + w + `"`
		}
	}
	if _, err := fmt.Fprintf(d.out, "$ %s\n", strings.Join(words, " ")); err != nil {
		return err
	}
	if name == "ddhook" {
		name = d.self
	}
	cmd := exec.CommandContext(d.ctx, name, args...)
	cmd.Dir, cmd.Env = d.top, d.environ
	printed, err := cmd.CombinedOutput()
	if _, err := d.out.Write(printed); err != nil {
		return err
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return fmt.Errorf("%s: %w", name, err)
	}
	if got := cmd.ProcessState.ExitCode(); got != want {
		return fmt.Errorf("%s ended with status %d, not %d", strings.Join(words, " "), got, want)
	}
	return nil
}
