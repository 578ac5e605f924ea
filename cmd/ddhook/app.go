package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ddhook/ddhook/hook"
	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/report"
	"github.com/ddhook/ddhook/install"
)

// The exit statuses.
const (
	statusClean  = 0 // it looked, and found nothing
	statusFound  = 1 // violations; for install: the repository is not guarded
	statusFailed = 2 // it could not look: bad usage, unreadable input, a report that could not be written
)

// app is one run of the program.
type app struct {
	ctx     context.Context
	stdin   io.Reader
	options hook.Options
	printer report.Printer
	color   string // auto, always or never
	status  int    // what the command that ran makes of its outcome
}

// execute carries out a command line and returns the exit status.
func execute(ctx context.Context, args, environ []string, stdin io.Reader, stdout, stderr io.Writer) int {
	a := &app{
		ctx: ctx, stdin: stdin, options: hook.Options{Dir: ".", Environ: environ, Version: version()},
		printer: report.Printer{Out: stdout, Err: stderr, Version: version()},
	}
	root := a.root()
	root.SetArgs(args)
	var help bytes.Buffer // whose writers drop the errors of writing it
	root.SetOut(&help)
	root.SetErr(stderr)
	completion(root)
	err := root.ExecuteContext(ctx)
	if help.Len() > 0 {
		_, writeErr := stdout.Write(help.Bytes())
		err = errors.Join(err, writeErr)
	}
	if err != nil {
		report.Problem(stderr, err)
		return statusFailed
	}
	return a.status
}

func command(use, short, example string, args cobra.PositionalArgs, run func(args []string) error) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Example: "  " + example, Args: args,
		RunE: func(_ *cobra.Command, args []string) error { return run(args) },
	}
}

// root is the command without a name, which does what staged does, with all others below it.
func (a *app) root() *cobra.Command {
	root := a.staged()
	root.Use = "ddhook [PATH...]"
	root.Short = "keeps go mod download, and go build without -mod=mod, out of your Dockerfiles"
	root.Long = "ddhook " + root.Short + ".\n\n" +
		"Without a command it checks what the next commit adds, as `ddhook staged` does.\n\n" +
		"Exit status: 0 nothing found, 1 violations found (install: no guard), 2 it could not check.\n\n" +
		"Read more at " + report.Address
	root.Example = "  ddhook install                  # has git run it at every commit"
	root.Version = a.options.Version
	root.SetVersionTemplate(a.versionLine())
	root.SilenceErrors, root.SilenceUsage = true, true
	root.AddCommand(a.staged(), a.diff(), a.push(changes.PrePush), a.push(changes.PreReceive), a.scan(), a.fix(),
		a.install(), a.uninstall(), a.init(), a.rules(), a.demo(), a.version())
	root.SetHelpCommand(help(root))
	root.PreRunE = a.checkTypo
	return root
}

// check looks, prints what was found or why it could not be, and sets the status.
func (a *app) check(paths []string, look func(hook.Options) (*hook.Report, error)) error {
	a.options.Paths = paths
	if err := a.checkUsage(); err != nil {
		return err
	}
	r, failure := look(a.options)
	if len(r.Findings) > 0 {
		a.status, a.printer.Program = statusFound, a.program()
	}
	if failure != nil {
		a.status = statusFailed
	}
	if err := a.printer.Print(r, failure); err != nil {
		return errors.Join(failure, err)
	}
	return nil
}

// program is what to type to run this program again. Its name alone is not found in a GUI's short PATH, nor in the folder
// that the pre-commit framework and prek put first on PATH for the hook only; what `go run` built is gone by then.
func (a *app) program() string {
	self, err := os.Executable()
	named := install.OnPath()
	first, _, _ := strings.Cut(hook.Variable(a.options.Environ, "PATH"), string(os.PathListSeparator))
	private := hook.Variable(a.options.Environ, "PRE_COMMIT") == "1" && filepath.Dir(named) == filepath.Clean(first)
	switch {
	case err != nil || strings.TrimSuffix(filepath.Base(self), ".exe") != "ddhook" || named != "" && !private:
		return "ddhook"
	case install.BuiltForOneRun(self, hook.Variable(a.options.Environ, "GOCACHE")):
		return hook.RunCommand
	}
	return report.ShellWord(filepath.ToSlash(self))
}
