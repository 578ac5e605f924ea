package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ddhook/ddhook/hook/report"
	"github.com/ddhook/ddhook/install"
)

// completion is cobra's, but for an unknown shell it fails, and values of flags are completed too. It takes the writers that
// root has by now.
func completion(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	values := map[string][]string{"format": report.Formats(), "color": colors(), "hook": install.Hooks()}
	for _, cmd := range append(slices.Clone(root.Commands()), root) {
		for flag, known := range values {
			if cmd.Flags().Lookup(flag) != nil {
				// The only error is that there is a function already.
				_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(known, cobra.ShellCompDirectiveNoFileComp))
			}
		}
		if cmd.Name() == "completion" {
			cmd.Example = "  source <(ddhook completion bash)"
			cmd.Args = func(cmd *cobra.Command, args []string) error {
				if len(args) > 0 {
					return fmt.Errorf("unknown shell %q: known are %s", args[0], strings.Join(commands(cmd), ", "))
				}
				return nil
			}
			cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
		}
	}
}
