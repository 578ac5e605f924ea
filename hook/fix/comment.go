package fix

import (
	"strings"

	"github.com/ddhook/ddhook/hook/dockerfile"
	"github.com/ddhook/ddhook/hook/source"
)

// comment is the edit that puts in a comment above an instruction; none when one that names the decision is in the file
// already. It stands above the comments that stand on the instruction: those of other tools count for the next line only.
func (d *draft) comment(inst dockerfile.Instruction, text string) []edit {
	for _, c := range d.Comments {
		if strings.Contains(c.Text, d.Reference) {
			return nil
		}
	}
	first := d.Source.LineOf(inst.Span.Start)
	line := d.Source.Line(first)
	indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
	end := "\n"
	if first > 1 {
		line = d.Source.Line(first - 1) // the first may be the last, which does not end
	}
	if strings.HasSuffix(line, "\r\n") {
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
	const mark = "\ufeff"
	start := d.Source.LineSpan(line).Start
	if line == 1 && strings.HasPrefix(d.Source.Data, mark) {
		start += len(mark)
	}
	return start
}
