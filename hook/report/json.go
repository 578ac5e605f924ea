package report

import (
	"bytes"
	"encoding/json"

	"github.com/ddhook/ddhook/hook"
)

// jsonReport has the keys of version 1, as [hook.Finding] has. They are promised: to change one needs another version.
type jsonReport struct {
	Version  int            `json:"version"`
	Mode     string         `json:"mode"`
	Files    int            `json:"files"`
	Findings []hook.Finding `json:"findings"`
	Existing int            `json:"existing"`
	Ignored  []hook.Finding `json:"ignored"`
	Warnings []hook.Remark  `json:"warnings"`
}

func writeJSON(out *bytes.Buffer, r *hook.Report, failures []string) error {
	report := jsonReport{ // in which empty lists are [] and not null
		Version: 1, Mode: r.Mode, Files: r.Files, Findings: append([]hook.Finding{}, r.Findings...),
		Existing: len(r.Existing), Ignored: append([]hook.Finding{}, r.Ignored...),
		Warnings: append([]hook.Remark{}, r.Warnings...),
	}
	for i, f := range report.Findings {
		report.Findings[i].Message = full(f)
	}
	for _, message := range failures {
		report.Warnings = append(report.Warnings, hook.Remark{Message: message})
	}
	return encode(out, report)
}

func encode(out *bytes.Buffer, value any) error {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}
