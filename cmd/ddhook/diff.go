package main

import (
	"github.com/spf13/cobra"

	"github.com/ddhook/ddhook/hook"
)

func (a *app) diff() *cobra.Command {
	return a.addFlags(&cobra.Command{
		Use:   "diff FROM [TO]",
		Short: "check what the commits FROM...TO add (TO: HEAD)",
		Args:  cobra.RangeArgs(1, 2),
		RunE: func(_ *cobra.Command, commits []string) error {
			from, to := commits[0], "HEAD"
			if len(commits) == 2 {
				to = commits[1]
			}
			return a.check(nil, func(o hook.Options) (*hook.Report, error) { return hook.Diff(a.ctx, o, from, to) })
		},
	})
}
