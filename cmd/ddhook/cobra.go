package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/ddhook/ddhook/hook/report"
)

// completion is cobra's command. It takes the writers that root has by now.
func completion(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	cmd, _, _ := root.Find([]string{"completion"})
	cmd.Short = "print the script with which a shell completes commands, flags and their values"
	cmd.Example = "  source <(ddhook completion bash)"
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() } // so that it takes no other shell
}

// oneOf adds a flag that takes one of the values that known has; which one that is, is not checked.
func oneOf(cmd *cobra.Command, to *string, name, value, usage string, known []string) {
	cmd.Flags().StringVar(to, name, value, usage+strings.Join(known, ", "))
	_ = cmd.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(known, cobra.ShellCompDirectiveNoFileComp)) // the flag is there
}

// complete has the first arguments of a command completed.
func complete(cmd *cobra.Command, most int, values func() []string) {
	cmd.ValidArgsFunction = func(_ *cobra.Command, args []string, _ string) (all []string, _ cobra.ShellCompDirective) {
		if len(args) < most {
			all = values()
		}
		return all, cobra.ShellCompDirectiveNoFileComp
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
