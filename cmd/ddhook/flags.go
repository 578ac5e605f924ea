package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/ddhook/ddhook/hook"
	"github.com/ddhook/ddhook/hook/report"
)

// flags are those that every command that checks something has.
type flags struct {
	dir, config    string
	format, color  string
	globs, exclude []string
	quiet, summary bool
}

func (a *app) addFlags(cmd *cobra.Command) *cobra.Command {
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&a.flags.format, "format", "text", "`FORM` of the report: "+strings.Join(report.Formats(), ", "))
	a.addConfig(cmd)
	f.StringArrayVar(&a.flags.globs, "glob", nil,
		"check the files that match `GLOB`, not the configured ones (repeatable)")
	f.StringArrayVar(&a.flags.exclude, "exclude", nil, "do not check the files that match `GLOB` either (repeatable)")
	f.StringVar(&a.flags.color, "color", "auto", "colours: `WHEN` is "+strings.Join(colors(), ", "))
	f.BoolVar(&a.flags.quiet, "quiet", false, "print findings and errors only")
	a.addDir(cmd)
	return cmd
}

func (a *app) addConfig(cmd *cobra.Command) {
	cmd.Flags().Func("config", "settings from `FILE`, not from the repository's .ddhook.yaml", func(file string) error {
		if file == "" { // such as a variable that is not set: not what the repository has
			return errors.New("it names no file")
		}
		a.flags.config = file
		return nil
	})
}

func (a *app) addDir(cmd *cobra.Command) {
	cmd.Flags().FuncP("dir", "C", "run as if started in `DIR`", func(dir string) error {
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			return errors.New("there is no such folder")
		}
		a.flags.dir = dir
		return nil
	})
}

func (a *app) options(paths []string) hook.Options {
	return hook.Options{
		Dir: a.flags.dir, Environ: a.environ, Version: a.build, Config: a.flags.config,
		Globs: a.flags.globs, Exclude: a.flags.exclude, Paths: paths,
	}
}

func (a *app) printer() (report.Printer, error) {
	p := report.Printer{
		Out: a.stdout, Err: a.stderr, Version: a.build, Format: a.flags.format, Quiet: a.flags.quiet, Summary: a.flags.summary,
	}
	p.Color, p.Width = a.terminal()
	switch {
	case !slices.Contains(colors(), a.flags.color):
		return p, report.Unknown("value of --color", a.flags.color, colors())
	case !slices.Contains(report.Formats(), p.Format):
		return p, report.Unknown("format", p.Format, report.Formats())
	case p.Summary && p.Format != "text":
		return p, fmt.Errorf("--summary is a table of text; --format %s has all that it counts", p.Format)
	}
	return p, nil
}

func colors() []string { return []string{"auto", "always", "never"} }

// terminal reports whether standard output gets colours, on a terminal unless NO_COLOR (no-color.org) or TERM says no, and
// how many cells wide that is, 0 where it is not a terminal.
func (a *app) terminal() (colored bool, width int) {
	isTerminal := false
	if file, ok := a.stdout.(interface{ Fd() uintptr }); ok {
		var err error
		width, _, err = term.GetSize(int(file.Fd()))
		isTerminal = err == nil
	}
	if a.flags.color != "auto" {
		return a.flags.color == "always", width
	}
	return isTerminal && hook.Variable(a.environ, "NO_COLOR") == "" && hook.Variable(a.environ, "TERM") != "dumb", width
}
