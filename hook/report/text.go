package report

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"github.com/ddhook/ddhook/hook"
)

// text prints the form for people: the findings first, since an editor may show the first line only. A check that
// failed has no summary unless it has findings: numbers would look like an all-clear.
func (p Printer) text(out *bytes.Buffer, r *hook.Report, failed bool) {
	if p.Summary && !failed {
		table(out, r)
		return
	}
	for _, done := range r.Repairs {
		if !p.Quiet {
			fmt.Fprintf(out, "%s:%d: %s\n", printPath(done.Path), done.Line, Escape(done.Message))
		}
	}
	for _, f := range r.Findings {
		p.finding(out, f)
	}
	if p.Quiet || len(r.Findings) == 0 && (failed || comparing(r) && len(r.Existing)+len(r.Warnings) == 0) {
		return
	}
	fmt.Fprintln(out, p.paint(bold, summary(r)))
	if len(r.Findings) > 0 {
		for _, step := range p.next(r) {
			fmt.Fprintf(out, "  %-14s%s\n", step[0]+":", Escape(step[1]))
		}
	}
}

func (p Printer) finding(out *bytes.Buffer, f hook.Finding) {
	place := fmt.Sprintf("%s:%d:%d:", printPath(f.Path), f.Line, f.Column)
	fmt.Fprintf(out, "%s %s %s\n", p.paint(bold, place), Escape(headline(f)), p.paint(dim, "["+f.Rule+"]"))
	p.snippet(out, f)
	for _, line := range [][2]string{{"repair", f.Fix}, {"note", f.Note}} {
		if line[1] != "" {
			fmt.Fprintf(out, "%s= %s: %s\n", p.margin(f, ""), p.paint(bold, line[0]), Escape(line[1]))
		}
	}
	fmt.Fprintln(out)
}

// table prints the numbers alone: how much of a tree complies.
func table(out *bytes.Buffer, r *hook.Report) {
	wrong := map[string]bool{}
	byRule := map[string]int{}
	for _, f := range r.Findings {
		wrong[f.Path] = true
		byRule[f.Rule]++
	}
	row := func(name string, n int) { fmt.Fprintf(out, "%-20s %6d\n", name, n) }
	row("files", r.Files)
	row("compliant", r.Files-len(wrong))
	for _, rule := range slices.Sorted(maps.Keys(byRule)) {
		row(rule, byRule[rule])
	}
	row("ignored", len(r.Ignored))
}

// style is an SGR parameter of ECMA-48.
type style string

const (
	bold style = "1"
	dim  style = "2"
	red  style = "1;31"
)

func (p Printer) paint(s style, text string) string {
	if !p.Color {
		return text
	}
	return "\x1b[" + string(s) + "m" + text + "\x1b[0m"
}
