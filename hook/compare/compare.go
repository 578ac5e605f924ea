// Package compare tells what a new version of a file adds: it takes the verdicts on both versions and maps one onto the
// other through the line diff. No text of commands is compared; positions decide.
package compare

import (
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/env"
	"github.com/ddhook/ddhook/hook/judge"
	"github.com/ddhook/ddhook/hook/rules"
	"github.com/ddhook/ddhook/hook/source"
)

// Result splits the violations of a new version, each part in the order of the file.
type Result struct {
	Introduced []Introduced
	Existing   []rules.Violation
}

// Introduced is a violation that is new.
type Introduced struct {
	rules.Violation
	Cause      Cause
	Before     string // for Remote: the command that its line ran before, "" when it ran none
	WasIgnored bool   // for Remote: it was in violation before, and a comment silenced it
}

// Cause says what made a violation new.
type Cause int

// The causes, the plainest first.
const (
	Added  Cause = iota // a line of its command is new, and the command was not there or in order before
	Edited              // a line of its command was changed, and the command was in violation before
	Remote              // all its lines are as they were: something else in the file made it a violation
)

// Against compares a verdict with those on the older versions, one per parent. A violation is existing when it is so
// against any of them; without older versions all are introduced.
func Against(olds []judge.Verdict, now judge.Verdict) Result {
	var maps []lineMap
	for _, old := range olds {
		maps = append(maps, diffLines(old.Source, now.Source))
	}
	var r Result
	for _, v := range now.Violations {
		intro, existing := Introduced{Violation: v}, false
		for i, old := range olds {
			var found bool
			intro, found = since(old, maps[i], now.Source, v)
			existing = existing || found
		}
		if existing {
			r.Existing = append(r.Existing, v)
		} else {
			r.Introduced = append(r.Introduced, intro)
		}
	}
	return r
}

// since compares one violation with one older version.
func since(old judge.Verdict, m lineMap, now *source.File, v rules.Violation) (intro Introduced, existing bool) {
	intro.Violation = v
	if v.WholeFile {
		return intro, at(old, old.Violations, v.Rule, 1, m.oldLines+1)
	}
	line := now.LineOf(v.Span().Start)
	before, kept := m.was(line)
	from, to := before, before+1
	if !kept {
		from, to = m.replaced(line)
	}
	wasWrong := at(old, old.Violations, v.Rule, from, to)
	switch changed := !kept || touched(m, now, v.Call.Command.Spans); {
	case wasWrong && !changed:
		return intro, true
	case wasWrong:
		intro.Cause = Edited
	case !changed:
		intro.Cause = Remote
		intro.Before = commandAt(old, before)
		intro.WasIgnored = ignoredAt(old, v.Rule, before)
	}
	return intro, false
}

// touched says whether any line of the spans is an added line.
func touched(m lineMap, now *source.File, spans []source.Span) bool {
	for _, s := range spans {
		for line := now.LineOf(s.Start); line <= now.LineOf(max(s.Start, s.End-1)); line++ {
			if _, kept := m.was(line); !kept {
				return true
			}
		}
	}
	return false
}

// at says whether there is a violation of a rule at one of the lines from one up to another.
func at(v judge.Verdict, violations []rules.Violation, rule string, from, to int) bool {
	return slices.ContainsFunc(violations, func(found rules.Violation) bool {
		line := v.Source.LineOf(found.Span().Start)
		return found.Rule == rule && from <= line && line < to
	})
}

func ignoredAt(v judge.Verdict, rule string, line int) bool {
	return slices.ContainsFunc(v.Ignored, func(ig judge.Ignored) bool {
		return at(v, []rules.Violation{ig.Violation}, rule, line, line+1)
	})
}

// commandAt gives the go command at a line as it would have run, with "?" for what nobody knows.
func commandAt(v judge.Verdict, line int) string {
	for _, c := range v.Calls {
		if v.Source.LineOf(c.Span.Start) == line {
			var words []string
			for _, w := range c.Command.Words {
				words = append(words, strings.ReplaceAll(w.Text, env.Placeholder, "?"))
			}
			return strings.Join(words, " ")
		}
	}
	return ""
}
