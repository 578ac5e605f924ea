package report

import (
	"bytes"
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"github.com/ddhook/ddhook/hook"
)

const (
	mostLines    = 6   // of a command are shown: enough to find the place again
	defaultWidth = 120 // in cells, where there is no terminal
	leastWidth   = 40
	ellipsis     = "..."
)

// snippet prints the lines of the command, and under the first of them carets below the command. A tab is repeated
// below, so that the carets stand where they should whatever the width of a tab is.
func (p Printer) snippet(out *bytes.Buffer, f hook.Finding) {
	shown := f.Source
	if len(shown) > mostLines {
		shown = shown[:mostLines-1]
	}
	digits := len(strconv.Itoa(f.Line + max(0, len(shown)-1)))
	line := func(number, text string) {
		fmt.Fprintf(out, "%s%s\n", p.paint(dim, fmt.Sprintf("%*s | ", digits+2, number)), text)
	}
	room := max(leastWidth, cmp.Or(p.Width, defaultWidth)) - digits - len("   | ")
	for i, source := range shown {
		start, end := 0, len(source)
		if i == 0 {
			start = min(f.Column-1, end)
		}
		if i == len(f.Source)-1 {
			end = max(start, min(f.EndColumn-1, end))
		}
		before, marked, after := clip(source, start, end, room)
		line(strconv.Itoa(f.Line+i), strings.TrimRight(Escape(before)+Escape(marked)+Escape(after), " \t"))
		if i == 0 {
			carets := cmp.Or(below(strings.TrimRight(marked, " \t\\"), "^"), "^")
			line("", below(before, " ")+p.paint(red, carets))
		}
	}
	if len(shown) < len(f.Source) {
		line("", ellipsis)
	}
	if f.Note != "" {
		line("", "= "+p.paint(bold, "note")+": "+Escape(f.Note))
	}
}

// clip takes what fits into room cells of a line around its bytes start to end, with "..." for what is left out.
func clip(line string, start, end, room int) (before, marked, after string) {
	first, last := max(0, start-utf8.UTFMax*room), min(len(line), start+utf8.UTFMax*room)
	before, rest, whole := line[first:start], line[start:last], end-start
	left := max(room/3, room-cells(rest))
	if n := cells(before); first > 0 || n > left {
		for n > left-len(ellipsis) {
			_, size := utf8.DecodeRuneInString(before)
			n -= cells(before[:size])
			before = before[size:]
		}
		before = ellipsis + before
	}
	room -= cells(before)
	if n := cells(rest); last < len(line) || n > room {
		for n > room-len(ellipsis) {
			_, size := utf8.DecodeLastRuneInString(rest)
			n -= cells(rest[len(rest)-size:])
			rest = rest[:len(rest)-size]
		}
		whole = min(whole, len(rest))
		rest += ellipsis
	}
	return before, rest[:whole], rest[whole:]
}

// cells is how many cells of a terminal a text takes when it is printed by [Escape]; for a tab, at most.
func cells(s string) (n int) {
	for _, r := range Escape(s) {
		kind := width.LookupRune(r).Kind()
		switch {
		case r == '\t':
			n += 8
		case unicode.In(r, unicode.Mn, unicode.Me): // it stands on the one before
		case kind == width.EastAsianWide || kind == width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}

// below is as wide as a text: marks, and tabs below its tabs.
func below(s, mark string) string {
	parts := strings.Split(s, "\t")
	for i, part := range parts {
		parts[i] = strings.Repeat(mark, cells(part))
	}
	return strings.Join(parts, "\t")
}
