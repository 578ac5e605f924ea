package report

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/ddhook/ddhook/hook"
)

// How much of a command is shown, in lines and in bytes of one line: enough to find the place again.
const (
	maxLines = 6
	maxWidth = 120
)

// snippet prints the lines of the command, and under the first of them carets below the command. A tab is repeated
// below, so that the carets stand where they should whatever the width of a tab is.
func (p Printer) snippet(out *bytes.Buffer, f hook.Finding) {
	for i, line := range f.Source {
		if i == maxLines-1 && len(f.Source) > maxLines {
			fmt.Fprintf(out, "%s...\n", p.margin(f, ""))
			return
		}
		start, end := 0, len(line)
		if i == 0 {
			start = min(f.Column-1, len(line))
		}
		if i == len(f.Source)-1 {
			end = max(start, min(f.EndColumn-1, len(line)))
		}
		before, marked, after := clip(line, start, end)
		shown := strings.TrimRight(Escape(before)+Escape(marked)+Escape(after), " \t")
		fmt.Fprintf(out, "%s%s\n", p.margin(f, strconv.Itoa(f.Line+i)), shown)
		if i == 0 {
			marked = strings.TrimRight(marked, " \t\\")
			carets := strings.Repeat("^", max(1, cells(Escape(marked))))
			fmt.Fprintf(out, "%s%s%s\n", p.margin(f, ""), blank(Escape(before)), p.paint(red, carets))
		}
	}
}

// margin is what stands left of a source line.
func (p Printer) margin(f hook.Finding, number string) string {
	width := len(strconv.Itoa(f.Line + len(f.Source)))
	return p.paint(dim, fmt.Sprintf("%*s | ", width+2, number))
}

// clip takes what can be shown of a line around the bytes start to end, with "..." for what is left out.
func clip(line string, start, end int) (before, marked, after string) {
	before, marked, after = line[:start], line[start:end], line[end:]
	if len(line) <= maxWidth {
		return before, marked, after
	}
	if len(before) > maxWidth/3 {
		before = "..." + before[boundary(before, len(before)-maxWidth/3):]
	}
	if len(marked) > maxWidth {
		return before, marked[:boundary(marked, maxWidth)], "..."
	}
	if room := max(maxWidth/3, maxWidth-len(before)-len(marked)); len(after) > room {
		after = after[:boundary(after, room)] + "..."
	}
	return before, marked, after
}

// boundary is the first index at or after i where a character begins.
func boundary(s string, i int) int {
	for i < len(s) && !utf8.RuneStart(s[i]) {
		i++
	}
	return i
}

func cells(s string) int { return utf8.RuneCountInString(s) }

// blank is as wide as s and shows nothing.
func blank(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' {
			return r
		}
		return ' '
	}, s)
}
