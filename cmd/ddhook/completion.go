package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// completion is cobra's, but for an unknown shell it fails. It takes the writers that root has by now.
func completion(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	for _, cmd := range root.Commands() {
		if cmd.Name() == "completion" {
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
