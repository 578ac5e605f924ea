// Package compare tells what a new version of a file adds: it takes the verdicts on both versions and maps one onto the
// other through git's line diff. No text of commands is compared; positions decide.
package compare

import (
	"sort"
	"strings"

	"github.com/ddhook/ddhook/hook/env"
	"github.com/ddhook/ddhook/hook/judge"
	"github.com/ddhook/ddhook/hook/rules"
	"github.com/ddhook/ddhook/hook/source"
)

// File is a changed file, its versions judged.
type File struct {
	Path   string
	OnDisk string // where it lies on disk; "" where it need not
	Now    judge.Verdict
	Olds   []Old // what Now is compared with, one per parent; none when all of it is new
}

// Old is an older version of a file.
type Old struct {
	judge.Verdict
	Lines           Lines            // see [MapLines]
	broken, ignored map[string][]int // lines by rule: where it was broken, and where a comment silenced that
}

// Result splits the violations of a new version, each part in the order of the file.
type Result struct {
	Introduced []Introduced
	Existing   []rules.Violation
}

// Introduced is a violation that is new.
type Introduced struct {
	rules.Violation
	Cause      Cause
	Before     string // for Elsewhere: the command that its line ran before, "" when it ran none
	WasIgnored bool   // for Elsewhere: it was in violation before, and a comment silenced it
}

// Cause says what made a violation new.
type Cause int

const (
	Added     Cause = iota // a line of its command is new, and the command was not there or in order before
	Edited                 // a line of its command was changed, and the command was in violation before
	Elsewhere              // all its lines are as they were: something else in the file made it a violation
)

// Compare splits the violations of the new version. One is existing when it is so against any old version.
func (f File) Compare() Result {
	var r Result
	for _, v := range f.Now.Violations {
		intro, existing := Introduced{Violation: v}, false
		for _, old := range f.Olds {
			var found bool
			intro, found = since(old, f.Now.Source, v)
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

// since compares one violation with one old version.
func since(old Old, now *source.File, v rules.Violation) (intro Introduced, existing bool) {
	intro.Violation = v
	if v.WholeFile {
		return intro, len(old.broken[v.Rule]) > 0
	}
	before, kept := old.Lines.before(now.LineOf(v.Span().Start))
	wasWrong := before.hasAny(old.broken[v.Rule])
	switch changed := !kept || old.Lines.touch(now, v.Command.Spans); {
	case wasWrong && !changed:
		return intro, true
	case wasWrong:
		intro.Cause = Edited
	case !changed:
		intro.Cause = Elsewhere
		intro.Before = old.commandAt(before.from, v.Command.Program)
		intro.WasIgnored = before.hasAny(old.ignored[v.Rule])
	}
	return intro, false
}

// touch reports whether any line of the spans is an added line.
func (l Lines) touch(now *source.File, spans []source.Span) bool {
	for _, s := range spans {
		for line := now.LineOf(s.Start); line <= now.LineOf(max(s.Start, s.End-1)); line++ {
			if _, kept := l.before(line); !kept {
				return true
			}
		}
	}
	return false
}

// index sorts the lines of violations by their rules.
func (old *Old) index() {
	old.broken, old.ignored = map[string][]int{}, map[string][]int{}
	for _, v := range old.Violations {
		old.broken[v.Rule] = append(old.broken[v.Rule], old.Source.LineOf(v.Span().Start))
	}
	for _, v := range old.Ignored {
		old.ignored[v.Rule] = append(old.ignored[v.Rule], old.Source.LineOf(v.Span().Start))
	}
}

// hasAny reports whether one of some lines, which are in order, is in the run.
func (r run) hasAny(lines []int) bool {
	i := sort.SearchInts(lines, r.from)
	return i < len(lines) && lines[i] < r.to
}

// commandAt returns the command of a program at a line as it would have run, with "?" for what is unknown.
func (old Old) commandAt(line int, program string) string {
	all := old.Commands
	lineOf := func(i int) int { return old.Source.LineOf(all[i].Span().Start) }
	i := sort.Search(len(all), func(i int) bool { return lineOf(i) >= line })
	for ; i < len(all) && lineOf(i) == line; i++ {
		if c := all[i]; c.Program == program {
			var words []string
			for _, w := range c.Words[:min(len(c.Words), 50)] { // it is told cut short
				words = append(words, strings.ReplaceAll(source.Clip(w.Text), env.Placeholder, "?"))
			}
			return source.Clip(strings.Join(words, " "))
		}
	}
	return ""
}
