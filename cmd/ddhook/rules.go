package main

import (
	"slices"

	"github.com/spf13/cobra"

	"github.com/ddhook/ddhook/hook/config"
	"github.com/ddhook/ddhook/hook/report"
)

func (a *app) rules() *cobra.Command {
	set := config.Default().RuleSet()
	return &cobra.Command{
		Use:       "rules [RULE]",
		Short:     "list the rules, or explain one",
		Args:      cobra.MaximumNArgs(1),
		ValidArgs: set.Names(),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return report.Rules(a.stdout, set.Rules())
			}
			i := slices.Index(set.Names(), args[0])
			if i < 0 {
				return report.Unknown("rule", args[0], set.Names())
			}
			return report.Rule(a.stdout, set.Rules()[i])
		},
	}
}
