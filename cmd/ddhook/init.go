package main

import (
	"github.com/spf13/cobra"

	"github.com/ddhook/ddhook/hook"
	"github.com/ddhook/ddhook/hook/report"
)

func (a *app) init() *cobra.Command {
	cmd := command("init", "write settings that select the Dockerfiles that are here",
		"ddhook init                     # then: git add .ddhook.yaml", cobra.NoArgs,
		func([]string) error {
			file, lines, err := hook.Init(a.ctx, a.options)
			if err != nil {
				return err
			}
			return report.Lines(a.printer.Out, append([]string{"written: " + file}, lines...))
		})
	a.addDir(cmd)
	return cmd
}
