// Package report prints the outcome of a check, a file per format. The sentences that all formats share, and what a user
// is told to type, are in words.go.
package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/ddhook/ddhook/hook"
	"github.com/ddhook/ddhook/hook/nearest"
)

// Format is a form of report.
type Format string

// The formats.
const (
	Text   Format = "text"   // for people
	JSON   Format = "json"   // ddhook's own, stable
	SARIF  Format = "sarif"  // 2.1.0, for code scanning
	GitHub Format = "github" // annotations, for a log of GitHub Actions
)

// Formats gives the names of all formats.
func Formats() []string { return []string{string(Text), string(JSON), string(SARIF), string(GitHub)} }

// ParseFormat gives the format of a name.
func ParseFormat(name string) (Format, error) {
	for _, known := range Formats() {
		if name == known {
			return Format(name), nil
		}
	}
	return "", Unknown("format", name, Formats())
}

// Unknown is the error for a name that is none of known.
func Unknown(what, name string, known []string) error {
	if near := nearest.Name(name, known); near != "" {
		return fmt.Errorf("unknown %s %q: did you mean %q?", what, name, near)
	}
	return fmt.Errorf("unknown %s %q: known are %s", what, name, strings.Join(known, ", "))
}

// Printer prints reports.
type Printer struct {
	Out     io.Writer // the report
	Err     io.Writer // warnings, hints, and what went wrong
	Format  Format
	Color   bool   // text is coloured
	Quiet   bool   // findings and errors only
	Summary bool   // text is a table of numbers in place of the findings
	Up      string // what to type before a path besides: "../" for each folder that the user is below the command's folder
	Version string // of this program
	Program string // what runs it from a command line; "" is ddhook
}

// Print prints a report and, where the check could not be finished, why. The error says that it could not be written;
// what has been printed then is not whole.
func (p Printer) Print(r *hook.Report, failure error) error {
	var out bytes.Buffer
	if err := p.format(&out, r, problems(failure)); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	if _, err := out.WriteTo(p.Out); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	if !p.Quiet {
		p.asides(r)
	}
	Problem(p.Err, failure)
	return nil
}

func (p Printer) format(out *bytes.Buffer, r *hook.Report, failures []string) error {
	switch p.Format {
	case JSON:
		return writeJSON(out, r, failures)
	case SARIF:
		return writeSARIF(out, r, failures, p.Version)
	case GitHub:
		writeGitHub(out, r)
	default:
		p.text(out, r, len(failures) > 0)
	}
	return nil
}

// problems takes an error apart into those that it joins.
func problems(err error) []string {
	if err == nil {
		return nil
	}
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok || !strings.Contains(err.Error(), "\n") {
		return []string{err.Error()}
	}
	var all []string
	for _, e := range joined.Unwrap() {
		all = append(all, problems(e)...)
	}
	return all
}
