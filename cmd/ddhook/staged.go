package main

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ddhook/ddhook/hook"
	"github.com/ddhook/ddhook/hook/nearest"
	"github.com/ddhook/ddhook/hook/report"
)

func (a *app) staged() *cobra.Command {
	return a.addFlags(&cobra.Command{
		Use:   "staged [PATH...]",
		Short: "check what the next commit adds (what the hook runs)",
		Args:  cobra.ArbitraryArgs,
		RunE: func(_ *cobra.Command, paths []string) error {
			return a.check(paths, func(o hook.Options) (*hook.Report, error) { return hook.Staged(a.ctx, o) })
		},
	})
}

// slip catches a mistyped command, which would be taken for a PATH of `ddhook [PATH...]`. Whoever has such a file
// writes `ddhook staged PATH`.
func (a *app) slip(root *cobra.Command, args []string) error {
	if len(args) == 0 || strings.ContainsAny(args[0], "/.") {
		return nil
	}
	if _, err := os.Lstat(filepath.Join(a.flags.dir, args[0])); err == nil {
		return nil
	}
	if nearest.Name(args[0], commands(root)) == "" {
		return nil
	}
	return report.Unknown("command", args[0], commands(root))
}

func commands(root *cobra.Command) []string {
	var names []string
	for _, cmd := range root.Commands() {
		names = append(names, cmd.Name())
	}
	return names
}
