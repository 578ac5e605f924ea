package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/ddhook/ddhook/hook"
	"github.com/ddhook/ddhook/hook/report"
)

// flags are those that every command that checks something has.
type flags struct {
	dir            string
	format, color  string
	globs, exclude []string
	quiet, summary bool
}

func (a *app) addFlags(cmd *cobra.Command) *cobra.Command {
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&a.flags.format, "format", string(report.Text),
		"`FORM` of the report: "+strings.Join(report.Formats(), ", "))
	f.StringArrayVar(&a.flags.globs, "glob", nil,
		"check the files that match `GLOB`, not the configured ones (repeatable)")
	f.StringArrayVar(&a.flags.exclude, "exclude", nil, "do not check the files that match `GLOB` either (repeatable)")
	f.StringVar(&a.flags.color, "color", "auto", "colours: `WHEN` is "+strings.Join(colors(), ", "))
	f.BoolVar(&a.flags.quiet, "quiet", false, "print findings and errors only")
	a.addDir(cmd)
	return cmd
}

func (a *app) addDir(cmd *cobra.Command) {
	cmd.Flags().StringVarP(&a.flags.dir, "dir", "C", ".", "run as if started in `DIR`")
}

// options are the flags as the check takes them.
func (a *app) options(paths []string) hook.Options {
	return hook.Options{
		Dir: a.flags.dir, Environ: a.environ, Version: a.build,
		Globs: a.flags.globs, Exclude: a.flags.exclude, Paths: paths,
	}
}

func (a *app) printer() (report.Printer, error) {
	p := report.Printer{
		Out: a.stdout, Err: a.stderr, Version: a.build, Color: a.colored(), Quiet: a.flags.quiet, Summary: a.flags.summary,
		// A hook runs at the top, whatever folder the user is in; git says which (githooks(5), GIT_PREFIX of git(1)).
		Up: strings.Repeat("../", strings.Count(hook.Variable(a.environ, "GIT_PREFIX"), "/")),
	}
	if !slices.Contains(colors(), a.flags.color) {
		return p, report.Unknown("value of --color", a.flags.color, colors())
	}
	var err error
	p.Format, err = report.ParseFormat(a.flags.format)
	return p, err
}

func colors() []string { return []string{"auto", "always", "never"} }

// colored says whether standard output gets colours: on a terminal, unless NO_COLOR (no-color.org) or TERM says no.
func (a *app) colored() bool {
	if a.flags.color != "auto" {
		return a.flags.color == "always"
	}
	file, ok := a.stdout.(interface{ Fd() uintptr })
	return ok && hook.Variable(a.environ, "NO_COLOR") == "" && hook.Variable(a.environ, "TERM") != "dumb" && term.IsTerminal(int(file.Fd()))
}
