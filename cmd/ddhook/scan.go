package main

import (
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"github.com/ddhook/ddhook/hook"
)

func (a *app) scan() *cobra.Command {
	stdinName := "stdin"
	cmd := a.addFlags(&cobra.Command{
		Use:     "scan [PATH...]",
		Short:   "check whole files on disk, in a repository or not (- is standard input)",
		Example: "  ddhook scan --summary           # how many of the files here comply",
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, paths []string) error {
			switch {
			case cmd.Flags().Changed("stdin-name") && !slices.Contains(paths, "-"):
				return errors.New("--stdin-name is about standard input: ddhook scan --stdin-name NAME -")
			case !slices.Contains(paths, "-"):
				return a.check(paths, hook.Scan)
			case len(paths) > 1:
				return errors.New("- is standard input and goes with no other PATH")
			}
			return a.check(nil, func(o hook.Options) (*hook.Report, error) { return hook.Stdin(o, a.stdin, stdinName) })
		},
	})
	cmd.Flags().StringVar(&stdinName, "stdin-name", stdinName, "call standard input `NAME` in the report")
	cmd.Flags().BoolVar(&a.flags.summary, "summary", false, "print a table of numbers, not the findings")
	return cmd
}
