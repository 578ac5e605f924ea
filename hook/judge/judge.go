// Package judge takes one file through the whole pipeline: instructions, commands, go commands, rules.
package judge

import (
	"github.com/ddhook/ddhook/hook/rules"
	"github.com/ddhook/ddhook/hook/source"
)

// Verdict is what there is to say about one version of one file.
type Verdict struct {
	Source     *source.File
	Violations []rules.Violation // in the order of the file, one a place and rule, without the ignored ones
	Ignored    []Ignored
	Warnings   []Warning
	Refused    bool // the file could not be parsed as a Dockerfile and was scanned word by word
}

// Ignored is a violation that a `ddhook:ignore` comment silences.
type Ignored struct {
	rules.Violation
	Reason string
}

// Warning is something a person has to know about how the file was read.
type Warning struct {
	Line    int // 1-based
	Message string
}
