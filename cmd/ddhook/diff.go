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
			commits = append(commits, "HEAD") // TO, where none is named
			return a.check(nil, func(o hook.Options) (*hook.Report, error) {
				return hook.Diff(a.ctx, o, commits[0], commits[1])
			})
		}))
	complete(cmd, 2, func() []string { return hook.Refs(a.ctx, a.options) })
	return cmd
}
