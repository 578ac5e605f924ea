package report

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/ddhook/ddhook/hook"
)

// writeGitHub prints workflow commands (docs.github.com, "Workflow commands for GitHub Actions"), annotations of a pull
// request. The log shows only their text, so it has the place too. Columns are left out where a command spans lines.
func writeGitHub(out *bytes.Buffer, r *hook.Report, failures []string) {
	for _, f := range r.Findings {
		columns := ""
		if f.Line == f.EndLine {
			columns = fmt.Sprintf(",col=%d,endColumn=%d", f.Column, f.EndColumn)
		}
		fmt.Fprintf(out, "::error file=%s,line=%d,endLine=%d%s,title=%s::%s\n",
			githubProperty(f.Path), f.Line, f.EndLine, columns, githubProperty(f.Rule),
			githubText(fmt.Sprintf("%s:%d:%d: %s [%s]", f.Path, f.Line, f.Column, whole(f), f.Rule)))
	}
	for _, w := range r.Warnings {
		properties := ""
		if w.Path != "" {
			properties = fmt.Sprintf(" file=%s,line=%d", githubProperty(w.Path), max(w.Line, 1))
		}
		fmt.Fprintf(out, "::warning%s::%s\n", properties, githubText(place(w.Path, w.Line)+w.Message))
	}
	for _, message := range failures {
		fmt.Fprintf(out, "::error::%s\n", githubText(message))
	}
}

func githubText(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func githubProperty(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(githubText(s))
}
