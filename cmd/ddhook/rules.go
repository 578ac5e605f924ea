package main

import (
	"slices"

	"github.com/spf13/cobra"

	"github.com/ddhook/ddhook/hook/config"
	"github.com/ddhook/ddhook/hook/report"
	"github.com/ddhook/ddhook/hook/rules"
)

func (a *app) rules() *cobra.Command {
	return &cobra.Command{
		Use:       "rules [RULE]",
		Short:     "list the rules, or explain one",
		Args:      cobra.MaximumNArgs(1),
		ValidArgs: rules.Names(),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return report.Rules(a.stdout, rules.All())
			}
			i := slices.Index(rules.Names(), args[0])
			if i < 0 {
				return report.Unknown("rule", args[0], rules.Names())
			}
			return report.Rule(a.stdout, rules.All()[i].Naming(config.Default().Reference))
		},
	}
}
