package main

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/ddhook/ddhook/hook"
	"github.com/ddhook/ddhook/hook/report"
)

func (a *app) rules() *cobra.Command {
	var try bool
	cmd := command("rules [RULE]", "list the rules, or explain one",
		"ddhook rules require-mod-mod    # why, wrong, right, and how to silence it", cobra.MaximumNArgs(1),
		func(args []string) error {
			switch {
			case try && len(args) > 0:
				return errors.New("--check tries all rules, and takes no name")
			case try:
				return a.tryRules()
			}
			set, file, err := hook.Rules(a.options)
			switch {
			case err != nil:
				return err
			case len(args) == 0:
				return report.Rules(a.printer.Out, set)
			}
			r, ok := set.Rule(args[0])
			if !ok {
				return report.Unknown("rule", args[0], set.Names())
			}
			return report.Rule(a.printer.Out, r, file)
		})
	complete(cmd, 1, func() []string {
		set, _, _ := hook.Rules(a.options) // without settings, the built-in ones
		return set.Names()
	})
	cmd.Flags().BoolVar(&try, "check", false, "try every rule's examples, and count the commands that it looks at")
	a.addConfig(cmd)
	a.addDir(cmd)
	return cmd
}

func (a *app) tryRules() error {
	t, err := hook.TryRules(a.options)
	if t.Rules == nil {
		return err
	}
	if len(t.Wrong) > 0 {
		a.status = statusFound
	}
	return errors.Join(err, report.Trial(a.printer.Out, t))
}
