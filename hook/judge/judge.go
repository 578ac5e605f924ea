// Package judge takes one version of one file through the whole pipeline: instructions, commands, go commands, rules.
package judge

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/dockerfile"
	"github.com/ddhook/ddhook/hook/gocmd"
	"github.com/ddhook/ddhook/hook/rules"
	"github.com/ddhook/ddhook/hook/shell"
	"github.com/ddhook/ddhook/hook/source"
)

// Judge knows the rules that are on and the decision that they are to name.
type Judge struct {
	Rules     []rules.Rule
	Reference string
}

// Verdict is what there is to say about one version of one file.
type Verdict struct {
	Source     *source.File
	Calls      []rules.Call      // the go commands, in the order of the file
	Violations []rules.Violation // in the order of the file, one a place and rule, without the ignored ones
	Ignored    []Ignored         // the same
	Warnings   []Warning
	Refused    bool // the file could not be parsed as a Dockerfile and was scanned word by word
}

// Ignored is a violation that a `ddhook:ignore` comment silences.
type Ignored struct {
	rules.Violation
	Reason string
}

// File judges a file. With scan it is not parsed but scanned word by word, as the other version of it had to be. A file
// of more than [dockerfile.MaxSize] bytes is an error.
func (j Judge) File(data []byte, scan bool) (Verdict, error) {
	parsed, err := dockerfile.Parse(source.NewFile(data), scan)
	if err != nil {
		return Verdict{}, fmt.Errorf("read as a Dockerfile: %w", err)
	}
	return j.Parsed(parsed), nil
}

// Parsed judges a file that is parsed already.
func (j Judge) Parsed(parsed *dockerfile.File) Verdict {
	v := Verdict{Source: parsed.Source, Refused: parsed.Refused}
	unparsed := slices.Clone(parsed.Unparsed)
	v.Calls = calls(parsed, &unparsed)
	v.warnUnparsed(unparsed)
	f := &rules.File{File: parsed, Calls: v.Calls, Reference: j.Reference}
	v.silence(parsed, j.violations(f), j.on)
	slices.SortStableFunc(v.Warnings, func(a, b Warning) int { return cmp.Compare(a.Line, b.Line) })
	return v
}

func (j Judge) on(rule string) bool {
	return slices.ContainsFunc(j.Rules, func(r rules.Rule) bool { return r.Name == rule })
}

// calls finds the go commands in a file, in its order, and adds what could not be parsed to unparsed.
func calls(f *dockerfile.File, unparsed *[]source.Unparsed) []rules.Call {
	var calls []rules.Call
	b := new(budget.Budget)
	for i, inst := range f.Instructions {
		for _, run := range inst.Runs {
			commands, more := Commands(run, b)
			*unparsed = append(*unparsed, more...)
			for _, c := range commands {
				if call, ok := gocmd.Parse(c); ok {
					calls = append(calls, rules.Call{Call: call, Instruction: i})
				}
			}
		}
	}
	slices.SortStableFunc(calls, func(a, b rules.Call) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	return calls
}

// Commands gives the commands that run has a shell run, whatever program they are.
func Commands(run dockerfile.Run, b *budget.Budget) ([]shell.Command, []source.Unparsed) {
	if run.Form == dockerfile.Scan {
		return shell.Scan(run.Argv[0], b), nil
	}
	return shell.Run(shell.Line{Argv: run.Argv, Script: run.Form == dockerfile.Shell, Env: run.Env}, b)
}

// violations asks every rule. A place that is run several times (a loop, a function) counts once.
func (j Judge) violations(f *rules.File) []rules.Violation {
	type place struct {
		rule  string
		start int
	}
	seen := map[place]bool{}
	var all []rules.Violation
	for _, r := range j.Rules {
		for _, v := range r.Check(f) {
			v.Rule = r.Name
			if p := (place{v.Rule, v.Span().Start}); !seen[p] {
				seen[p] = true
				all = append(all, v)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b rules.Violation) int { return cmp.Compare(a.Span().Start, b.Span().Start) })
	return all
}
