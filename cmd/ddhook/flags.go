package main

import (
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/ddhook/ddhook/hook"
	"github.com/ddhook/ddhook/hook/report"
)

// addFlags adds the flags that every command that checks something has.
func (a *app) addFlags(cmd *cobra.Command) *cobra.Command {
	f := cmd.Flags()
	f.SortFlags = false
	oneOf(cmd, &a.printer.Format, "format", "text", "`FORM` of the report: ", report.Formats())
	a.addConfig(cmd)
	f.StringArrayVar(&a.options.Globs, "glob", nil,
		"check the files that match `GLOB`, not the configured ones (repeatable)")
	f.StringArrayVar(&a.options.Exclude, "exclude", nil, "do not check the files that match `GLOB` either (repeatable)")
	oneOf(cmd, &a.color, "color", "auto", "colours: `WHEN` is ", colors())
	f.BoolVar(&a.printer.Quiet, "quiet", false, "print findings and errors only")
	a.addDir(cmd)
	return cmd
}

func (a *app) addConfig(cmd *cobra.Command) {
	cmd.Flags().Func("config", "settings from `FILE`, not from the repository's .ddhook.yaml", func(file string) error {
		if file == "" { // such as a variable that is not set: not what the repository has
			return errors.New("it names no file")
		}
		a.options.Config = file
		return nil
	})
}

func (a *app) addDir(cmd *cobra.Command) {
	cmd.Flags().FuncP("dir", "C", "run as if started in `DIR`", func(dir string) error {
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			return errors.New("there is no such folder")
		}
		a.options.Dir = dir
		return nil
	})
}

// checkUsage says what is wrong with flags and paths, and gives the printer its terminal.
func (a *app) checkUsage() error {
	a.printer.Color, a.printer.Width = a.terminal()
	switch {
	case !slices.Contains(colors(), a.color):
		return report.Unknown("value of --color", a.color, colors())
	case !slices.Contains(report.Formats(), a.printer.Format):
		return report.Unknown("format", a.printer.Format, report.Formats())
	case a.printer.Summary && a.printer.Format != "text":
		return fmt.Errorf("--summary is a table of text; --format %s has all that it counts", a.printer.Format)
	case slices.Contains(a.options.Paths, ""): // such as a variable that is not set: not what is here
		return errors.New("a PATH is empty; name a file or folder, or give no PATH to have everything checked")
	}
	return nil
}

func colors() []string { return []string{"auto", "always", "never"} }

// terminal reports whether standard output gets colours (see no-color.org), and how wide it is in cells; 0 for a file.
func (a *app) terminal() (colored bool, width int) {
	isTerminal := false
	if file, ok := a.printer.Out.(interface{ Fd() uintptr }); ok {
		var err error
		width, _, err = term.GetSize(int(file.Fd()))
		isTerminal = err == nil
	}
	if a.color != "auto" {
		return a.color == "always", width
	}
	environ := a.options.Environ
	return isTerminal && hook.Variable(environ, "NO_COLOR") == "" && hook.Variable(environ, "TERM") != "dumb", width
}
