package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func (a *app) version() *cobra.Command {
	return command("version", "print the version, also of Go, and the platform", "ddhook version", cobra.NoArgs, func([]string) error {
		_, err := fmt.Fprint(a.printer.Out, a.versionLine())
		return err
	})
}

func (a *app) versionLine() string {
	return fmt.Sprintf("ddhook %s (%s, %s/%s)\n", a.options.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// version is the module's as the go command recorded it, or one made of the commit, or "(devel)".
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
