package report

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/ddhook/ddhook/hook"
)

// writeGitHub prints workflow commands (docs.github.com, "Workflow commands for GitHub Actions"), which become
// annotations of a pull request. Columns are left out where a command spans lines: GitHub does not take them there.
func writeGitHub(out *bytes.Buffer, r *hook.Report) {
	for _, f := range r.Findings {
		place := fmt.Sprintf("line=%d,endLine=%d", f.Line, f.EndLine)
		if f.Line == f.EndLine {
			place += fmt.Sprintf(",col=%d,endColumn=%d", f.Column, f.EndColumn)
		}
		fmt.Fprintf(out, "::error file=%s,%s,title=%s::%s\n",
			githubProperty(f.Path), place, githubProperty(f.Rule), githubData(full(f)+"; "+f.Fix))
	}
	for _, w := range r.Warnings {
		place := ""
		if w.Path != "" {
			place = " file=" + githubProperty(w.Path)
		}
		if w.Path != "" && w.Line > 0 {
			place += fmt.Sprintf(",line=%d", w.Line)
		}
		fmt.Fprintf(out, "::warning%s::%s\n", place, githubData(w.Message))
	}
}

func githubData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func githubProperty(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(githubData(s))
}
