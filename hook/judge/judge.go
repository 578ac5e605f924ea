// Package judge takes one version of one file through the whole pipeline: instructions, commands, rules.
package judge

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/dockerfile"
	"github.com/ddhook/ddhook/hook/rules"
	"github.com/ddhook/ddhook/hook/shell"
	"github.com/ddhook/ddhook/hook/source"
)

// Verdict is what there is to say about one version of one file.
type Verdict struct {
	*rules.File
	Violations []rules.Violation // in the order of the file, one a place and rule, as all of them are
	Ignored    []rules.Violation // those that a `ddhook:ignore` comment silences
	Warnings   []Warning
	Used       float64 // what part of the work was done that is allowed for a file; above 1, some of it is only scanned
}

// File judges a file by the rules of a set. With scan it is not parsed but scanned word by word, as the other version of
// it had to be. The error is that of [dockerfile.Parse] or of [rules.Set.Check], or [budget.ErrTooMuch]. Of the commands in
// it, the verdict has those of the programs that rules are about, and of the file no more than its text: very many may be kept.
func File(set *rules.Set, data []byte, scan bool) (Verdict, error) {
	return file(set, data, scan, new(budget.Budget), false)
}

// Whole is File with all of the file and all commands in the verdict, unless some of the file is only scanned.
func Whole(set *rules.Set, data []byte) (Verdict, error) {
	return file(set, data, false, new(budget.Budget), true)
}

func file(set *rules.Set, data []byte, scan bool, b *budget.Budget, all bool) (Verdict, error) {
	isProgram := func(word string) bool { return set.IsAbout(shell.Program(word)) || shell.Runs(shell.Program(word)) }
	b.Bytes(len(data))
	parsed, err := dockerfile.Parse(source.NewFile(data), scan, b, isProgram)
	if err != nil {
		return Verdict{}, fmt.Errorf("read as a Dockerfile: %w", err)
	}
	v := Verdict{File: &rules.File{File: parsed, Reference: set.Reference}}
	v.findCommands(b, set.Variables, func(program string) bool {
		return all && !parsed.Refused && !b.Scanning() || set.IsAbout(program)
	})
	found, err := set.Check(v.File, b)
	if err == nil && (b.Scanning() && b.Spent() || b.Left() && len(found) == 0) {
		err = budget.ErrTooMuch
	}
	if err != nil {
		return Verdict{}, err
	}
	v.warn(slices.Concat(v.unparsed(set), v.silence(set, found)))
	if v.Used = b.Used(); !all {
		v.Instructions, v.Comments, v.Ignores = nil, nil, nil
	}
	return v, nil
}

// findCommands finds the commands of the wanted programs, in the order of the file.
func (v *Verdict) findCommands(b *budget.Budget, variables []string, wanted func(program string) bool) {
	for i, inst := range v.Instructions {
		var found []shell.Command
		var unparsed []source.Unparsed
		switch {
		case len(inst.Argv) == 0:
		case inst.Form == dockerfile.Scan:
			found = shell.Scan(inst.Argv[0], b, wanted)
		default:
			found, unparsed = shell.Run(shell.Line{
				Argv: inst.Argv, Script: inst.Form == dockerfile.Shell, Env: inst.Env, Watch: variables, Wanted: wanted,
			}, b)
		}
		v.Unparsed = append(v.Unparsed, unparsed...)
		for _, c := range found {
			v.Commands = append(v.Commands, rules.Command{Command: c, Instruction: i, Keyword: inst.Keyword})
		}
	}
	slices.SortStableFunc(v.Commands, func(a, b rules.Command) int { return cmp.Compare(a.Span().Start, b.Span().Start) })
}

// Examples tries the examples of all rules of a set, also of those that are off, and returns an error for each that is not
// as it says. It begins with the place of the example in the settings, which are at path.
func Examples(set *rules.Set, path string) (wrong []error) {
	var b budget.Budget // one for all of them: they are as much as a file
	for _, r := range set.Rules {
		r = r.Explained()
		only := set.Only(r.Name) // or it would cost so much more as there are rules
		for i, e := range slices.Concat(r.Wrong, r.Right) {
			complaint := "does not break it; correct the patterns, or put it below right"
			if i >= len(r.Wrong) {
				complaint = "breaks it; correct the patterns, or put it below wrong"
			}
			v, err := file(only, []byte(e.Dockerfile()), false, &b, false) // what cannot be read breaks nothing
			if b.Spent() || b.Scanning() {
				return append(wrong, fmt.Errorf("%s: its examples take too much work; shorten those of rule %s", path, r.Name))
			}
			if breaks := err == nil && len(v.Violations) > 0; breaks == (i < len(r.Wrong)) {
				continue
			}
			line, _, _ := strings.Cut(strings.TrimSpace(e.Text), "\n")
			wrong = append(wrong, fmt.Errorf("%s:%d:%d: rule %s: the example %q %s", path, e.Line, e.Column, r.Name, line, complaint))
		}
	}
	return wrong
}
