package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ddhook/ddhook/hook/report"
	"github.com/ddhook/ddhook/install"
)

func (a *app) install() *cobra.Command {
	var o install.Options
	var check bool
	cmd := a.hookCommand("install", "install the hook, so that git runs ddhook at every commit", &o,
		func(ctx context.Context, o install.Options) (lines []string, ok bool, err error) {
			act := install.Install
			if check {
				act = install.Check
			}
			result, err := act(ctx, o)
			return result.Lines, result.Guarded, err
		})
	cmd.Flags().BoolVar(&check, "check", false, "write nothing, say whether the hook is there and alive")
	cmd.Flags().BoolVar(&o.Force, "force", false, "install beside a hook manager")
	return cmd
}

func (a *app) uninstall() *cobra.Command {
	short := "take the hook away, and put back the one that was there before"
	return a.hookCommand("uninstall", short, &install.Options{},
		func(ctx context.Context, o install.Options) (lines []string, ok bool, err error) {
			result, err := install.Uninstall(ctx, o)
			return result.Lines, true, err
		})
}

// hookAction gives the lines to print, and whether the repository is now as it was asked for.
type hookAction func(context.Context, install.Options) (lines []string, ok bool, err error)

// hookCommand is a command about the hooks of a repository; do carries it out with the flags in o.
func (a *app) hookCommand(name, short string, o *install.Options, do hookAction) *cobra.Command {
	cmd := &cobra.Command{
		Use: name, Short: short, Args: cobra.NoArgs, Example: "  ddhook " + name + " --hook pre-push",
		RunE: func(*cobra.Command, []string) error {
			binary, err := os.Executable()
			if err != nil {
				return fmt.Errorf("looking for this very program: %w", err)
			}
			o.Dir, o.Environ, o.Binary, o.Version = a.flags.dir, a.environ, binary, a.build
			lines, ok, err := do(a.ctx, *o)
			if err != nil {
				return err
			}
			if !ok {
				a.status = statusFound
			}
			return report.Lines(a.stdout, lines)
		},
	}
	cmd.Flags().StringVar(&o.Hook, "hook", "", "the hook by its `NAME`: "+strings.Join(install.Hooks(), ", "))
	a.addDir(cmd)
	return cmd
}
