// Package source ties every byte that is judged to its place in a file.
//
// A [Text] is what a later step reads: a line with its continuations joined, a heredoc, a string of an exec form with
// its escapes decoded, the script after `sh -c`. It carries a map back to the file's byte offsets, so that a command
// found four levels deep is still reported at the exact byte where its author typed it.
package source

import (
	"sort"
	"strings"
)

// Span is a half-open range of byte offsets in a file: Start is the first byte, End is just past the last.
type Span struct{ Start, End int }

// Position is a place in a file as people and editors count: Line and Column are 1-based, Column counts bytes.
type Position struct{ Line, Column int }

// File is the content of one file with an index of its lines. A line ends after its "\n"; a last line without one is
// a line too, and an empty file has one empty line.
type File struct {
	Data   string
	starts []int // offset of each line's first byte
}

// NewFile indexes data.
func NewFile(data []byte) *File {
	f := &File{Data: string(data), starts: []int{0}}
	for i := range len(f.Data) {
		if f.Data[i] == '\n' && i+1 < len(f.Data) {
			f.starts = append(f.starts, i+1)
		}
	}
	return f
}

// maxClip is more than a text in a message needs, in bytes: a file may have very many of them.
const maxClip = 300

// Clip returns a text that is to be told, without the end of one that is too long.
func Clip(text string) string {
	if len(text) <= maxClip {
		return text
	}
	return strings.ToValidUTF8(text[:maxClip], "") + "..."
}

// Lines returns the number of lines.
func (f *File) Lines() int { return len(f.starts) }

// LineOf returns the 1-based line that holds the byte at offset; an offset past the end belongs to the last line.
func (f *File) LineOf(offset int) int {
	return sort.Search(len(f.starts), func(i int) bool { return f.starts[i] > offset })
}

// Position returns the line and column of the byte at offset.
func (f *File) Position(offset int) Position {
	line := f.LineOf(offset)
	return Position{Line: line, Column: offset - f.starts[line-1] + 1}
}

// LineSpan returns the extent of the 1-based line, with its line end.
func (f *File) LineSpan(line int) Span {
	end := len(f.Data)
	if line < len(f.starts) {
		end = f.starts[line]
	}
	return Span{f.starts[line-1], end}
}

// Line returns the 1-based line with its line end.
func (f *File) Line(line int) string {
	s := f.LineSpan(line)
	return f.Data[s.Start:s.End]
}

// Text returns the part of the file in span, byte for byte.
func (f *File) Text(span Span) Text {
	return Text{s: f.Data[span.Start:span.End], segs: []segment{{file: span}}, end: span.End}
}

// Unparsed is a part of a file that could not be parsed, and was scanned word by word instead.
type Unparsed struct {
	Span   Span   // the part
	At     int    // the place to show, in it
	Noun   string // what it is, in the singular: "script"
	Which  string // the rest of it: "in powershell"
	Reason string // why, where that is not plain from Which; "" otherwise
}
