package main

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ddhook/ddhook/hook"
	"github.com/ddhook/ddhook/hook/report"
)

func (a *app) staged() *cobra.Command {
	return a.addFlags(command("staged [PATH...]", "check what the next commit adds (what the hook runs)",
		"ddhook staged docker            # only below the folder docker", cobra.ArbitraryArgs,
		func(paths []string) error {
			return a.check(paths, func(o hook.Options) (*hook.Report, error) { return hook.Staged(a.ctx, o) })
		}))
}

// checkTypo catches a mistyped command, which would be a PATH. A file that is only staged goes by `ddhook staged PATH`.
func (a *app) checkTypo(root *cobra.Command, args []string) error {
	if len(args) == 0 || args[0] == "" || strings.ContainsAny(args[0], "/.") {
		return nil
	}
	if _, err := os.Lstat(filepath.Join(a.options.Dir, args[0])); err == nil {
		return nil
	}
	return report.Unknown("command or file", args[0], commands(root))
}

func commands(cmd *cobra.Command) (names []string) {
	for _, sub := range cmd.Commands() {
		names = append(names, sub.Name())
	}
	return names
}
