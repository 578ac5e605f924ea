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
	cmd := a.hookCommand("install", "install the hook, so that git runs ddhook at every commit", &o, func() error {
		act := install.Install
		if check {
			act = install.Check
		}
		return a.hook(act, o, statusFound)
	})
	cmd.Example += "\n  ddhook install --check          # status 0: guarded"
	cmd.Flags().BoolVar(&check, "check", false, "write nothing, report whether git runs ddhook here")
	cmd.Flags().BoolVar(&o.Force, "force", false, "put the block into a hook manager's own hook too")
	return cmd
}

func (a *app) uninstall() *cobra.Command {
	var o install.Options
	return a.hookCommand("uninstall", "take ddhook out of the hook, or of all hooks", &o, func() error {
		return a.hook(install.Uninstall, o, statusClean)
	})
}

// hookCommand is a command about a hook of a repository, which o names then.
func (a *app) hookCommand(name, short string, o *install.Options, run func() error) *cobra.Command {
	cmd := command(name, short, "ddhook "+name+" --hook pre-push", cobra.NoArgs, func([]string) error { return run() })
	cmd.Flags().StringVar(&o.Hook, "hook", "", "the hook by its `NAME`: "+strings.Join(install.Hooks(), ", "))
	a.addDir(cmd)
	return cmd
}

// hook does something about a hook and prints what there is to say. unguarded is the status where git runs no ddhook then.
func (a *app) hook(act func(context.Context, install.Options) (install.Result, error), o install.Options, unguarded int) error {
	binary, err := os.Executable()
	if err != nil {
		return fmt.Errorf("looking for this very program: %w", err)
	}
	o.Dir, o.Environ, o.Binary, o.Version = a.flags.dir, a.environ, binary, a.build
	result, err := act(a.ctx, o)
	if err != nil {
		return err
	}
	if !result.Guarded {
		a.status = unguarded
	}
	return report.Lines(a.stdout, result.Lines)
}
