package fix

import (
	"errors"
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/rules"
	"github.com/ddhook/ddhook/hook/shell"
	"github.com/ddhook/ddhook/hook/source"
)

// takeOut takes the command out: its instruction when nothing else in it does anything, or else its part of a script.
func (d *draft) takeOut(p *proposal) error {
	for _, w := range p.command.Words {
		if !w.Optional && !d.isWritten(w) {
			return errNotWritten
		}
	}
	inst := p.instruction
	switch {
	case inst.Keyword != "RUN" || inst.OnBuild:
		return errors.New("it is run when the container starts, or in another build")
	case d.isIdle(p.command, inst.Span):
		p.edits = []edit{{Span: d.lines(inst.Span)}}
		return nil
	}
	run, i := runOf(inst, p.command.Span().Start)
	if i < len(run.Argv)-1 || i == 0 {
		return errors.New("another program is given it as words")
	}
	parts, err := d.cut(run, p.command)
	for _, part := range parts {
		p.edits = append(p.edits, edit{Span: part})
	}
	return err
}

// idle are commands that do nothing by themselves that outlives the shell.
const idle = "cd echo set export true :"

// isIdle reports whether nothing in a span does anything but one command and those that run it.
func (d *draft) isIdle(c rules.Command, span source.Span) bool {
	at := c.Span().Start
	for _, other := range d.File.Commands {
		s := other.Span()
		isIn := span.Start <= s.Start && s.Start < span.End
		runsIt := s.Start == at || shell.OnlyRuns(other.Program) && s.Start < at && at < s.End
		if isIn && !runsIt && !slices.Contains(strings.Fields(idle), other.Program) {
			return false
		}
	}
	return !strings.ContainsAny(d.bytes(span), ">!") // a file that a redirection makes, an end that is turned round
}

// lines are the whole lines of an instruction, with the comments above that go with it, and with one of two blank lines
// that would follow each other.
func (d *draft) lines(inst source.Span) source.Span {
	first, last := d.Source.LineOf(inst.Start), d.Source.LineOf(inst.End-1)
	blank := func(line int) bool { return strings.TrimSpace(d.Source.Line(line)) == "" }
	alone := last == d.Source.Lines() || blank(last+1)
	if top := d.commentsAbove(first); alone && d.speaks(top, first) {
		first = top
	}
	for first > 1 && d.isForeign(first-1) {
		first--
	}
	s := source.Span{Start: d.lineStart(first), End: d.Source.LineSpan(last).End}
	switch before := first == 1 || blank(first-1); {
	case !before:
	case last < d.Source.Lines() && blank(last+1):
		s.End = d.Source.LineSpan(last + 1).End
	case last == d.Source.Lines() && first > 1:
		s.Start = d.Source.LineSpan(first - 1).Start
	}
	return s
}

// speaks reports whether the comments between two lines are about a download and say nothing to ddhook.
func (d *draft) speaks(from, to int) bool {
	text := strings.ToLower(d.bytes(source.Span{Start: d.Source.LineSpan(from).Start, End: d.Source.LineSpan(to).Start}))
	has := func(word string) bool { return strings.Contains(text, word) }
	return slices.ContainsFunc([]string{"download", "dependenc", "deps", "module", "cache"}, has) &&
		!has("ddhook") && !has(strings.ToLower(d.Reference))
}

// foreign are the beginnings of comments by which other tools ignore what is in the next line.
var foreign = []string{"hadolint ignore", "checkov:skip", "trivy:ignore", "kics-scan ignore", "nosemgrep"}

func (d *draft) isForeign(line int) bool {
	comments := d.comments(d.Source.LineSpan(line))
	return len(comments) > 0 && slices.ContainsFunc(foreign, func(sign string) bool { return strings.HasPrefix(comments[0].Text, sign) })
}
