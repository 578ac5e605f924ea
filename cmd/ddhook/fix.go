package main

import (
	"bytes"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ddhook/ddhook/hook"
	"github.com/ddhook/ddhook/hook/fix"
	"github.com/ddhook/ddhook/hook/report"
)

func (a *app) fix() *cobra.Command {
	var diff bool
	cmd := a.addFlags(command("fix [PATH...]", "repair the files on disk; what cannot be repaired safely is listed",
		"ddhook fix --diff docker        # look at the patch before it is made", cobra.ArbitraryArgs, func(paths []string) error {
			if diff {
				return a.printPatch(paths)
			}
			return a.check(paths, func(o hook.Options) (*hook.Report, error) { return hook.Fix(o, fix.Write) })
		}))
	cmd.Flags().BoolVar(&diff, "diff", false, "print the patch, for git apply, and write nothing")
	return cmd
}

// printPatch prints the patch alone on standard output; the report goes to standard error.
func (a *app) printPatch(paths []string) error {
	var patch bytes.Buffer
	stdout := a.printer.Out
	a.printer.Out = a.printer.Err
	err := a.check(paths, func(o hook.Options) (*hook.Report, error) {
		r, err := hook.Fix(o, func(file string, old, repaired []byte) error {
			patch.WriteString(fix.Patch(o.Dir, file, old, repaired))
			return nil
		})
		r.Planned = true
		return r, err
	})
	a.printer.Out = stdout
	if _, width := a.terminal(); width > 0 && patch.Len() > 0 { // it is looked at, and not applied
		return errors.Join(err, report.Lines(stdout, strings.Split(patch.String(), "\n")))
	}
	_, writeErr := patch.WriteTo(stdout)
	return errors.Join(err, writeErr)
}
