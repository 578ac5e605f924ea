package main

import (
	"cmp"
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"github.com/ddhook/ddhook/hook"
)

func (a *app) scan() *cobra.Command {
	var stdinName string
	cmd := a.addFlags(command("scan [PATH...]", "check whole files on disk, in a repository or not (- is standard input)",
		"ddhook scan --summary           # how many of the files here comply", cobra.ArbitraryArgs, func(paths []string) error {
			switch hasStdin := slices.Contains(paths, "-"); {
			case !hasStdin && stdinName != "":
				return errors.New("--stdin-name is about standard input: ddhook scan --stdin-name NAME -")
			case !hasStdin:
				return a.check(paths, hook.Scan)
			case len(paths) > 1:
				return errors.New("- is standard input and goes with no other PATH")
			}
			return a.check(nil, func(o hook.Options) (*hook.Report, error) {
				return hook.Stdin(o, a.stdin, cmp.Or(stdinName, "stdin"))
			})
		}))
	cmd.Flags().StringVar(&stdinName, "stdin-name", "", "call standard input `NAME` in the report")
	cmd.Flags().BoolVar(&a.printer.Summary, "summary", false, "print a table of numbers, not the findings")
	return cmd
}
