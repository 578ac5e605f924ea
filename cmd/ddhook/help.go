package main

import (
	"slices"

	"github.com/spf13/cobra"

	"github.com/ddhook/ddhook/hook/report"
)

// help is cobra's, but for an unknown command it fails.
func (a *app) help() *cobra.Command {
	return &cobra.Command{
		Use:     "help [COMMAND]",
		Short:   "help about a command",
		Example: "  ddhook help scan",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			if len(args) == 0 {
				return root.Help()
			}
			i := slices.IndexFunc(root.Commands(), func(c *cobra.Command) bool { return c.Name() == args[0] })
			if i < 0 {
				return report.Unknown("command", args[0], commands(root))
			}
			return root.Commands()[i].Help()
		},
	}
}
