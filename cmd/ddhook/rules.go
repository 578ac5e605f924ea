package main

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/ddhook/ddhook/hook"
	"github.com/ddhook/ddhook/hook/report"
)

func (a *app) rules() *cobra.Command {
	var check bool
	cmd := &cobra.Command{
		Use:     "rules [RULE]",
		Short:   "list the rules, or explain one",
		Example: "  ddhook rules require-mod-mod    # why, wrong, right, and how to silence it",
		Args:    cobra.MaximumNArgs(1),
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			set, _, err := hook.Rules(a.options(nil))
			if err != nil || len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return set.Names(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			switch {
			case check && len(args) > 0:
				return errors.New("--check tries all rules, and takes no name")
			case check:
				return a.tryRules()
			}
			set, file, err := hook.Rules(a.options(nil))
			switch {
			case err != nil:
				return err
			case len(args) == 0:
				return report.Rules(a.stdout, set)
			}
			r, ok := set.Rule(args[0])
			if !ok {
				return report.Unknown("rule", args[0], set.Names())
			}
			return report.Rule(a.stdout, r, set.On(r.Name), file)
		},
	}
	cmd.Flags().BoolVar(&check, "check", false, "try every rule's examples, and count the commands that it looks at")
	a.addConfig(cmd)
	a.addDir(cmd)
	return cmd
}

func (a *app) tryRules() error {
	t, err := hook.TryRules(a.options(nil))
	if t.Rules == nil {
		return err
	}
	if len(t.Wrong) > 0 {
		a.status = statusFound
	}
	return errors.Join(err, report.Trial(a.stdout, t))
}
