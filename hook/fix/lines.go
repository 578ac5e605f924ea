package fix

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/ddhook/ddhook/hook/dockerfile"
	"github.com/ddhook/ddhook/hook/source"
)

// comment is the edit that puts in a comment above an instruction; none when one that names the decision is in the file
// already. It stands above the comments that stand on the instruction: those of other tools count for the next line only.
func (d *draft) comment(inst dockerfile.Instruction, text string) []edit {
	if d.NamesDecision() {
		return nil
	}
	first := d.Source.LineOf(inst.Span.Start)
	line := d.Source.Line(first)
	indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
	end := "\n"
	if strings.HasSuffix(d.Source.Line(1), "\r\n") { // as the file has them, where it has both
		end = "\r\n"
	}
	at := d.lineStart(d.commentsAbove(first))
	return []edit{{source.Span{Start: at, End: at}, indent + "# " + text + end}}
}

// commentsAbove returns the first of the comment lines that stand on a line; the line itself when there are none.
func (d *draft) commentsAbove(line int) int {
	for line > 1 && len(d.comments(d.Source.LineSpan(line-1))) > 0 {
		line--
	}
	return line
}

// lineStart is the offset of a line, after a byte order mark.
func (d *draft) lineStart(line int) int {
	return d.Source.LineSpan(line).End - len(strings.TrimPrefix(d.Source.Line(line), "\ufeff"))
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
	for first > 1 && foreign().MatchString(d.Source.Line(first-1)) {
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

// foreign matches comments by which other tools ignore what is in the next line.
var foreign = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[ \t]*#[ \t]*(hadolint ignore|checkov:skip|trivy:ignore|kics-scan ignore|nosemgrep)`)
})
