// Package compare tells what a new version of a file adds: it takes the verdicts on both versions and maps one onto the
// other through git's line diff. No text of commands is compared; positions decide.
package compare

import (
	"slices"
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
	Lines Lines // see [MapLines]
	part  part  // the last one that was asked for
}

// part is what stands in some lines of an old version.
type part struct {
	lines   run
	wrong   map[string]bool   // the rules that are broken there
	ignored map[string]bool   // those whose violations a comment silences
	ran     map[string]string // by the program: its first command as it would have run, with "?" for what is unknown
}

// Existing reports whether a violation of the new version is an existing one, which it is when it is so against any old
// version, and otherwise says why it is new, where its author could ask. It is to be asked in the order of the file.
func (f File) Existing(v rules.Violation) (existing bool, note string) {
	for i := range f.Olds {
		if existing, note = f.Olds[i].has(v, f.Now.Source); existing {
			return true, ""
		}
	}
	return false, note
}

func (old *Old) has(v rules.Violation, now *source.File) (existing bool, note string) {
	if v.WholeFile {
		isOfRule := func(found rules.Violation) bool { return found.Rule == v.Rule }
		return slices.ContainsFunc(old.Violations, isOfRule), ""
	}
	before, kept := old.Lines.before(now.LineOf(v.Span().Start))
	if old.part.lines != before { // what stands at one place comes together
		old.part = old.partOf(before)
	}
	changed := !kept || old.Lines.touch(now, v.Command.Spans)
	ran := old.part.ran[v.Command.Program]
	switch {
	case old.part.wrong[v.Rule]:
		return !changed, "you changed this command; it was in violation before"
	case changed:
		return false, ""
	case old.part.ignored[v.Rule]:
		return false, "this command is unchanged; a ddhook:ignore comment silenced it before"
	case ran != "":
		return false, "this command is unchanged; what it runs was: " + ran
	}
	return false, "this line is unchanged; what stands around it made it a command"
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

func (old *Old) partOf(lines run) part {
	p := part{lines, map[string]bool{}, map[string]bool{}, map[string]string{}}
	for _, v := range within(lines, old.Violations, old.Source) {
		p.wrong[v.Rule] = true
	}
	for _, v := range within(lines, old.Ignored, old.Source) {
		p.ignored[v.Rule] = true
	}
	for _, c := range within(lines, old.Commands, old.Source) {
		if p.ran[c.Program] == "" {
			p.ran[c.Program] = asRun(c)
		}
	}
	return p
}

// within returns those of some places, which are in the order of the file, that begin in a run of its lines.
func within[T interface{ Span() source.Span }](lines run, places []T, file *source.File) []T {
	upTo := func(line int) int {
		return sort.Search(len(places), func(i int) bool { return file.LineOf(places[i].Span().Start) >= line })
	}
	return places[upTo(lines.from):upTo(lines.to)]
}

func asRun(c rules.Command) string {
	var words []string
	for _, w := range c.Words[:min(len(c.Words), 50)] { // it is told cut short
		words = append(words, strings.ReplaceAll(source.Clip(w.Text), env.Placeholder, "?"))
	}
	return source.Clip(strings.Join(words, " "))
}
