package main

import (
	"slices"

	"github.com/spf13/cobra"

	"github.com/ddhook/ddhook/hook/report"
	"github.com/ddhook/ddhook/install"
)

// completion is cobra's, with the values of flags. It takes the writers that root has by now.
func completion(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	values := map[string][]string{"format": report.Formats(), "color": colors(), "hook": install.Hooks()}
	for _, cmd := range append(slices.Clone(root.Commands()), root) {
		for flag, known := range values {
			if cmd.Flags().Lookup(flag) != nil { // else it is an error
				_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(known, cobra.ShellCompDirectiveNoFileComp))
			}
		}
		if cmd.Name() == "completion" {
			cmd.Short = "print the script with which a shell completes commands, flags and their values"
			cmd.Example = "  source <(ddhook completion bash)"
			cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() } // so that it takes no other shell
		}
	}
}

// complete has the first arguments of a command completed.
func complete(cmd *cobra.Command, most int, values func() []string) {
	cmd.ValidArgsFunction = func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if len(args) >= most {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return values(), cobra.ShellCompDirectiveNoFileComp
	}
}

// help is cobra's, but for an unknown command it fails.
func help(root *cobra.Command) *cobra.Command {
	return command("help [COMMAND]", "help about a command", "ddhook help scan", cobra.MaximumNArgs(1), func(args []string) error {
		found, _, _ := root.Find(args)
		if found == root && len(args) > 0 {
			return report.Unknown("command", args[0], commands(root))
		}
		return found.Help()
	})
}
