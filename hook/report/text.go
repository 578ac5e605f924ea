package report

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"github.com/ddhook/ddhook/hook"
)

// Beyond these numbers of findings only the first lines of their blocks are printed.
const (
	mostBlocks       = 50 // in all
	mostBlocksOfFile = 20
)

// text prints the form for people: the findings first, since an editor may show the first line only. A check that
// failed has no summary unless it has findings: numbers would look like an all-clear.
func (p Printer) text(out *bytes.Buffer, r *hook.Report, failed bool) {
	if p.Summary && !failed {
		table(out, r)
		return
	}
	for _, done := range r.Repairs {
		if !p.Quiet && !r.Planned {
			fmt.Fprintf(out, "%s:%d: %s\n", printPath(done.Path), done.Line, Escape(done.Message))
		}
	}
	number := byFile(r.Findings)
	for _, f := range r.Findings {
		place := fmt.Sprintf("%s:%d:%d:", printPath(f.Path), f.Line, f.Column)
		fmt.Fprintf(out, "%s %s %s\n", p.paint(bold, place), Escape(f.Message+"; "+f.Fix), p.paint(dim, "["+f.Rule+"]"))
		if len(r.Findings) <= mostBlocks && number[f.Path] <= mostBlocksOfFile {
			p.snippet(out, f)
		}
	}
	line := outcome(r)
	if p.Quiet || line == "" || failed && len(r.Findings) == 0 {
		return
	}
	fmt.Fprintln(out, p.paint(bold, "ddhook: "+line))
	for _, step := range p.next(r) {
		fmt.Fprintf(out, "  %-14s%s\n", step[0]+":", Escape(step[1]))
	}
}

// table prints the numbers alone: how much of a tree complies.
func table(out *bytes.Buffer, r *hook.Report) {
	byRule := map[string]int{}
	for _, f := range r.Findings {
		byRule[f.Rule]++
	}
	row := func(name string, n int) { fmt.Fprintf(out, "%-20s %6d\n", name, n) }
	row("files", r.Files)
	row("compliant", r.Files-len(byFile(r.Findings)))
	for _, rule := range slices.Sorted(maps.Keys(byRule)) {
		row(rule, byRule[rule])
	}
	row("ignored", len(r.Ignored))
}

// Styles are SGR parameters of ECMA-48.
const (
	bold = "1"
	dim  = "2"
	red  = "1;31"
)

func (p Printer) paint(style, text string) string {
	if !p.Color {
		return text
	}
	return "\x1b[" + style + "m" + text + "\x1b[0m"
}
