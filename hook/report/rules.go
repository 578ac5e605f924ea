package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/ddhook/ddhook/hook/rules"
)

// Rules lists rules, one a line.
func Rules(w io.Writer, all []rules.Rule) error {
	var out bytes.Buffer
	for _, r := range all {
		fmt.Fprintf(&out, "%-20s %-4s %s\n", r.Name, onOff(r.Default), r.Summary)
	}
	out.WriteString("\nrules go on and off in .ddhook.yaml; `ddhook rules RULE` explains one\n")
	_, err := w.Write(out.Bytes())
	return err
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

// Rule explains a rule: why, wrong, right, caveats, and how to silence it.
func Rule(w io.Writer, r rules.Rule) error {
	var out bytes.Buffer
	fmt.Fprintf(&out, "%s: %s\n\n%s\n", r.Name, r.Summary, fold(r.Why, ""))
	fmt.Fprintf(&out, "\nwrong:\n\n%s\nright:\n\n%s", indent(r.Wrong[0].Text), indent(r.Right[0].Text))
	if len(r.Caveats) > 0 {
		out.WriteString("\nto know:\n\n")
		for _, c := range r.Caveats {
			fmt.Fprintf(&out, "  - %s\n", fold(c, "    "))
		}
	}
	fmt.Fprintf(&out, "\nto allow one instruction, write above it:\n\n    # ddhook:ignore %s -- your reason\n", r.Name)
	fmt.Fprintf(&out, "\nto turn it %s, write in .ddhook.yaml:\n\n    rules:\n      %s: %[1]s\n", onOff(!r.Default), r.Name)
	_, err := w.Write(out.Bytes())
	return err
}

func indent(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString("    " + line)
	}
	return b.String()
}

// fold breaks text into lines of at most 80 letters, those after the first behind prefix.
func fold(text, prefix string) string {
	const width = 80
	var b strings.Builder
	column := len(prefix)
	for i, word := range strings.Fields(text) {
		switch {
		case i > 0 && column+1+len(word) > width:
			b.WriteString("\n" + prefix)
			column = len(prefix)
		case i > 0:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += len(word)
	}
	return b.String()
}
