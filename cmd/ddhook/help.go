package main

import (
	"slices"

	"github.com/spf13/cobra"

	"github.com/ddhook/ddhook/hook/report"
)

// help is cobra's, but for an unknown command it fails.
func help(root *cobra.Command) *cobra.Command {
	return command("help [COMMAND]", "help about a command", "ddhook help scan", cobra.MaximumNArgs(1), func(args []string) error {
		if len(args) == 0 {
			return root.Help()
		}
		i := slices.Index(commands(root), args[0])
		if i < 0 {
			return report.Unknown("command", args[0], commands(root))
		}
		return root.Commands()[i].Help()
	})
}
