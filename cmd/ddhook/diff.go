package main

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/ddhook/ddhook/hook"
)

func (a *app) diff() *cobra.Command {
	cmd := a.addFlags(command("diff FROM [TO]", "check what the commits FROM...TO add (TO: HEAD)",
		"ddhook diff origin/main         # what this branch adds, in CI", cobra.ArbitraryArgs,
		func(commits []string) error {
			if len(commits) != 1 && len(commits) != 2 {
				return errors.New("diff takes one commit or two: ddhook diff FROM [TO]")
			}
			from, to := commits[0], "HEAD"
			if len(commits) == 2 {
				to = commits[1]
			}
			return a.check(nil, func(o hook.Options) (*hook.Report, error) { return hook.Diff(a.ctx, o, from, to) })
		}))
	complete(cmd, 2, func() []string { return hook.Refs(a.ctx, a.options) })
	return cmd
}
