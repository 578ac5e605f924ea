package fix

import (
	"strings"

	"github.com/ddhook/ddhook/hook/source"
)

// comment is the edit that puts in a comment above an instruction; none when one that names the decision is in the file
// already. It stands above the comments that stand on the instruction: those of other tools count for the next line only.
func (d *draft) comment(instruction int, text string) []edit {
	for _, c := range d.Comments {
		if strings.Contains(c.Text, d.Reference) {
			return nil
		}
	}
	first := d.Source.LineOf(d.Instructions[instruction].Span.Start)
	indent := d.Source.Line(first)
	indent = indent[:len(indent)-len(strings.TrimLeft(indent, " \t"))]
	line := first
	for line > 1 && len(d.comments(d.Source.LineSpan(line-1))) > 0 {
		line--
	}
	at := d.lineStart(line)
	return []edit{{source.Span{Start: at, End: at}, indent + "# " + text + d.lineEnd(first)}}
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

// lineEnd is how a line ends, or the one before when it is the last and does not end.
func (d *draft) lineEnd(line int) string {
	text := d.Source.Line(line)
	if !strings.HasSuffix(text, "\n") && line > 1 {
		text = d.Source.Line(line - 1)
	}
	if strings.HasSuffix(text, "\r\n") {
		return "\r\n"
	}
	return "\n"
}
