package main

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/ddhook/ddhook/hook/report"
	"github.com/ddhook/ddhook/install"
)

func (a *app) install() *cobra.Command {
	var o install.Options
	var check bool
	act := func(ctx context.Context, o install.Options) (install.Result, error) {
		if check {
			return install.Check(ctx, o)
		}
		return install.Install(ctx, o)
	}
	cmd := a.hookCommand("install", "install the hook, so that git runs ddhook at every commit", &o, act, statusFound)
	cmd.Example += "\n  ddhook install --check          # status 0: guarded"
	cmd.Flags().BoolVar(&check, "check", false, "write nothing, report whether git runs ddhook here")
	cmd.Flags().BoolVar(&o.Force, "force", false, "put the block into a hook manager's own hook too")
	return cmd
}

func (a *app) uninstall() *cobra.Command {
	var o install.Options
	return a.hookCommand("uninstall", "take ddhook out of the hook, or of all hooks", &o, install.Uninstall, statusClean)
}

// hookCommand does something about a hook, which o names then. unguarded is the status where git runs no ddhook after it.
func (a *app) hookCommand(name, short string, o *install.Options,
	act func(context.Context, install.Options) (install.Result, error), unguarded int) *cobra.Command {
	cmd := command(name, short, "ddhook "+name+" --hook pre-push", cobra.NoArgs, func([]string) error {
		binary, err := os.Executable()
		if err != nil {
			return fmt.Errorf("looking for this very program: %w", err)
		}
		o.Dir, o.Environ, o.Binary, o.Version = a.options.Dir, a.options.Environ, binary, a.options.Version
		result, err := act(a.ctx, *o)
		if err != nil {
			return err
		}
		if !result.Guarded {
			a.status = unguarded
		}
		return report.Lines(a.printer.Out, result.Lines)
	})
	oneOf(cmd, &o.Hook, "hook", "", "the hook by its `NAME`: ", install.Hooks())
	a.addDir(cmd)
	return cmd
}
