// Package report prints the outcome of a check, a file per format. What all share, and what a user is told, is in words.go.
package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/ddhook/ddhook/hook"
	"github.com/ddhook/ddhook/hook/suggest"
)

// Formats returns the names of all formats: for people; ddhook's own JSON, which is stable; SARIF 2.1.0, for code scanning;
// annotations in a log of GitHub Actions; a Code Quality report of GitLab.
func Formats() []string { return []string{"text", "json", "sarif", "github", "gitlab"} }

// Unknown is the error for a name that is not one of known.
func Unknown(what, name string, known []string) error {
	if near := suggest.Name(name, known); near != "" {
		return fmt.Errorf("no such %s %q: did you mean %q?", what, name, near)
	}
	return fmt.Errorf("no such %s %q: known are %s", what, name, strings.Join(known, ", "))
}

// Printer prints reports.
type Printer struct {
	Out     io.Writer // the report
	Err     io.Writer // warnings, hints, and what went wrong
	Format  string    // one of [Formats]
	Color   bool      // text is coloured
	Width   int       // of the terminal, in cells; 0 where there is none
	Quiet   bool      // findings and errors only
	Summary bool      // text is a table of numbers in place of the findings
	Version string    // of this program
	Program string    // what runs it from a command line, as it is typed; "" is ddhook
}

// Print prints a report and, where the check could not be finished, why. With an error, what has been printed is not whole.
func (p Printer) Print(r *hook.Report, failure error) error {
	var out bytes.Buffer
	err := p.format(&out, r, problems(failure))
	if err == nil {
		_, err = out.WriteTo(p.Out)
	}
	if err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	if !p.Quiet {
		p.advise(r)
	}
	Problem(p.Err, failure)
	return nil
}

func (p Printer) format(out *bytes.Buffer, r *hook.Report, failures []string) error {
	switch p.Format {
	case "json":
		return writeJSON(out, r, failures)
	case "sarif":
		return writeSARIF(out, r, failures, p.Version)
	case "github":
		writeGitHub(out, r, failures)
	case "gitlab":
		return writeGitLab(out, r)
	default:
		p.text(out, r, len(failures) > 0)
	}
	return nil
}

// problems returns the messages of an error, of each that it joins one; the same message only once.
func problems(err error) (all []string) {
	joined, ok := err.(interface{ Unwrap() []error })
	switch {
	case err == nil:
		return nil
	case !ok || !strings.Contains(err.Error(), "\n"):
		return []string{err.Error()}
	}
	seen := map[string]bool{}
	for _, e := range joined.Unwrap() {
		for _, message := range problems(e) {
			if !seen[message] {
				seen[message], all = true, append(all, message)
			}
		}
	}
	return all
}
