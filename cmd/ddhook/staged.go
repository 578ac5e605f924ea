package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ddhook/ddhook/hook"
	"github.com/ddhook/ddhook/hook/report"
	"github.com/ddhook/ddhook/hook/suggest"
)

func (a *app) staged() *cobra.Command {
	return a.addFlags(&cobra.Command{
		Use:     "staged [PATH...]",
		Short:   "check what the next commit adds (what the hook runs)",
		Example: "  ddhook staged docker            # only below the folder docker",
		Args:    cobra.ArbitraryArgs,
		RunE: func(_ *cobra.Command, paths []string) error {
			return a.check(paths, func(o hook.Options) (*hook.Report, error) { return hook.Staged(a.ctx, o) })
		},
	})
}

// checkTypo catches a mistyped command, which would be taken for a PATH of `ddhook [PATH...]`. Whoever means a file that is
// only staged writes `ddhook staged PATH`.
func (a *app) checkTypo(root *cobra.Command, args []string) error {
	if len(args) == 0 || args[0] == "" || strings.ContainsAny(args[0], "/.") {
		return nil
	}
	if _, err := os.Lstat(filepath.Join(a.flags.dir, args[0])); err == nil {
		return nil
	}
	if suggest.Name(args[0], commands(root)) != "" {
		return report.Unknown("command", args[0], commands(root))
	}
	return fmt.Errorf("no such command or file %q: commands are %s", args[0], strings.Join(commands(root), ", "))
}

func commands(root *cobra.Command) []string {
	var names []string
	for _, cmd := range root.Commands() {
		names = append(names, cmd.Name())
	}
	return names
}
