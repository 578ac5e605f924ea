package report

import (
	"bytes"
	"encoding/json"

	"github.com/ddhook/ddhook/hook"
)

// The keys of version 1. They are promised: a key that changes or goes needs another version.
type jsonReport struct {
	Version  int           `json:"version"`
	Mode     string        `json:"mode"`
	Files    int           `json:"files"`
	Findings []jsonFinding `json:"findings"`
	Existing int           `json:"existing"`
	Ignored  []jsonIgnored `json:"ignored"`
	Warnings []jsonWarning `json:"warnings"`
}

type jsonFinding struct {
	Rule      string `json:"rule"`
	Path      string `json:"path"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"end_line"`
	EndColumn int    `json:"end_column"`
	Command   string `json:"command"`
	Message   string `json:"message"`
	Fix       string `json:"fix"`
}

type jsonIgnored struct {
	jsonFinding
	Reason string `json:"reason"`
}

type jsonWarning struct {
	Path    string `json:"path"`
	Line    int    `json:"line"`
	Message string `json:"message"`
}

func writeJSON(out *bytes.Buffer, r *hook.Report, failures []string) error {
	// Lists that are empty are [] and not null.
	report := jsonReport{
		Version: 1, Mode: r.Mode, Files: r.Files, Findings: []jsonFinding{},
		Existing: len(r.Existing), Ignored: []jsonIgnored{}, Warnings: []jsonWarning{},
	}
	for _, f := range r.Findings {
		report.Findings = append(report.Findings, toJSON(f))
	}
	for _, f := range r.Ignored {
		report.Ignored = append(report.Ignored, jsonIgnored{toJSON(f), f.Reason})
	}
	for _, w := range r.Warnings {
		report.Warnings = append(report.Warnings, jsonWarning{w.Path, w.Line, w.Message})
	}
	for _, message := range failures {
		report.Warnings = append(report.Warnings, jsonWarning{Message: message})
	}
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(report)
}

func toJSON(f hook.Finding) jsonFinding {
	return jsonFinding{f.Rule, f.Path, f.Line, f.Column, f.EndLine, f.EndColumn, f.Command, full(f), f.Fix}
}
