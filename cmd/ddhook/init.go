package main

import (
	"github.com/spf13/cobra"

	"github.com/ddhook/ddhook/hook"
	"github.com/ddhook/ddhook/hook/report"
)

func (a *app) init() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "init",
		Short: "write settings that select the Dockerfiles that are here",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			file, lines, err := hook.Init(a.ctx, a.options(nil))
			if err != nil {
				return err
			}
			return report.Lines(a.stdout, append([]string{"written: " + file}, lines...))
		},
	}
	a.addDir(cmd)
	return cmd
}
