package main

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/ddhook/ddhook/hook"
)

func (a *app) diff() *cobra.Command {
	return a.addFlags(&cobra.Command{
		Use:     "diff FROM [TO]",
		Short:   "check what the commits FROM...TO add (TO: HEAD)",
		Example: "  ddhook diff origin/main         # what this branch adds, in CI",
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 1 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return hook.Refs(a.ctx, a.options(nil)), cobra.ShellCompDirectiveNoFileComp
		},
		Args: func(_ *cobra.Command, commits []string) error {
			if len(commits) != 1 && len(commits) != 2 {
				return errors.New("diff takes one commit or two: ddhook diff FROM [TO]")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, commits []string) error {
			from, to := commits[0], "HEAD"
			if len(commits) == 2 {
				to = commits[1]
			}
			return a.check(nil, func(o hook.Options) (*hook.Report, error) { return hook.Diff(a.ctx, o, from, to) })
		},
	})
}
