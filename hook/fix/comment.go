package fix

import (
	"strings"

	"github.com/ddhook/ddhook/hook/rules"
	"github.com/ddhook/ddhook/hook/source"
)

// putComment puts the comment above the build that a violation of the whole file is shown at.
func (d *draft) putComment(v rules.Violation) (proposal, error) {
	return proposal{
		Repair: Repair{What: "a comment put in that names " + d.reference},
		edits:  d.comment(v.Call.Instruction),
	}, nil
}

// comment is the edit that puts in a comment which says why the flag is there; none when one that names the decision
// is there already, above the instruction or among its lines.
func (d *draft) comment(instruction int) []edit {
	from, inst := 0, d.file.Instructions[instruction]
	if instruction > 0 {
		from = d.file.Instructions[instruction-1].Span.End
	}
	for _, c := range d.comments(source.Span{Start: from, End: inst.Span.End}) {
		if strings.Contains(c.Text, d.reference) {
			return nil
		}
	}
	line := d.src.LineOf(inst.Span.Start)
	at := d.lineStart(line)
	text := d.bytes(source.Span{Start: at, End: d.src.LineSpan(line).End})
	indent := text[:len(text)-len(strings.TrimLeft(text, " \t"))]
	text = indent + "# -mod=mod: the build downloads the modules it needs (" + d.reference + ")" + d.lineEnd(line)
	return []edit{{source.Span{Start: at, End: at}, text}}
}

// lineStart is the offset of a line, behind a byte order mark.
func (d *draft) lineStart(line int) int {
	const mark = "\ufeff"
	start := d.src.LineSpan(line).Start
	if line == 1 && strings.HasPrefix(d.src.Data, mark) {
		start += len(mark)
	}
	return start
}

// lineEnd is how a line ends, or the one before when it is the last and does not end.
func (d *draft) lineEnd(line int) string {
	text := d.src.Line(line)
	if !strings.HasSuffix(text, "\n") && line > 1 {
		text = d.src.Line(line - 1)
	}
	if strings.HasSuffix(text, "\r\n") {
		return "\r\n"
	}
	return "\n"
}
