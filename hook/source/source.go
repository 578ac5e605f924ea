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

// File is the content of one file with an index of its lines. A last line without "\n" is one too; an empty file has one.
type File struct {
	Data   string
	starts []int          // offset of each line's first byte
	copies map[int]string // see [File.Copy]
}

// NewFile indexes data.
func NewFile(data []byte) *File {
	f := &File{Data: string(data), starts: []int{0}, copies: map[int]string{}}
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
		return strings.Clone(text) // or a part of a file would keep all of it in memory
	}
	return strings.ToValidUTF8(text[:maxClip], "") + "..."
}

// Lines returns the number of lines.
func (f *File) Lines() int { return len(f.starts) }

// LineOf returns the 1-based line that holds the byte at offset; an offset past the end belongs to the last line.
func (f *File) LineOf(offset int) int {
	return sort.Search(len(f.starts), func(i int) bool { return f.starts[i] > offset })
}

// Position returns the line and column of the byte at offset as editors count: both are 1-based, columns are bytes.
func (f *File) Position(offset int) (line, column int) {
	line = f.LineOf(offset)
	return line, offset - f.starts[line-1] + 1
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

// Copy returns the 1-based line without its end, for who keeps it: in memory of its own, which all who ask for it share.
func (f *File) Copy(line int) string {
	if _, isThere := f.copies[line]; !isThere {
		f.copies[line] = strings.Clone(strings.TrimRight(f.Line(line), "\r\n"))
	}
	return f.copies[line]
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

// Text is a string whose every byte knows where in the file it came from. It does not change; slices of it share its memory.
type Text struct {
	s    string
	segs []segment // ascending by at; the first begins at or before 0 of s
	base int       // what to add to an index of s before it is looked up in segs
	end  int       // the file offset just past the text, which is all an empty text knows
}

// segment maps the bytes of a text from at up to the next segment. A literal segment maps byte for byte: byte i stands
// at file.Start + i. In another one (an expanded variable, a decoded escape) every byte stands for the whole of file.
type segment struct {
	at    int
	file  Span
	whole bool
}

// At returns a text that does not stand in the file like that; all of it stands for span.
func At(s string, span Span) Text {
	return Text{s: s, segs: []segment{{file: span, whole: true}}, end: span.End}
}

// String returns the text itself.
func (t Text) String() string { return t.s }

// Len returns the length in bytes.
func (t Text) Len() int { return len(t.s) }

// Slice returns the part of the text from byte i up to byte j.
func (t Text) Slice(i, j int) Text {
	if i == j {
		return Text{end: t.Offset(i)}
	}
	first, last := t.seg(i), t.seg(j-1)
	return Text{s: t.s[i:j], segs: t.segs[first : last+1], base: t.base + i, end: t.byteSpan(j - 1).End}
}

// Offset returns the file offset of byte i; for i == Len it is the place just past the last byte.
func (t Text) Offset(i int) int {
	if i >= len(t.s) {
		return t.end
	}
	return t.byteSpan(i).Start
}

// Span returns the range of the file from the first to the last of the bytes i up to j. Its end is never before its start,
// even when the bytes were brought together from several places.
func (t Text) Span(i, j int) Span {
	start := t.Offset(i)
	if i >= j {
		return Span{start, start}
	}
	return Span{start, max(start, t.byteSpan(j-1).End)}
}

// Spans returns the pieces of the file that the bytes i up to j were taken from, in the order of the text. What lies
// between two pieces (a continuation sign, a comment line) is not in them.
func (t Text) Spans(i, j int) []Span {
	var spans []Span
	for i < j {
		stop := j
		if next := t.seg(i) + 1; next < len(t.segs) {
			stop = min(j, t.segs[next].at-t.base)
		}
		spans = append(spans, Span{t.byteSpan(i).Start, t.byteSpan(stop - 1).End})
		i = stop
	}
	return spans
}

// Pieces returns how many parts the text is made of that stand by themselves in the file.
func (t Text) Pieces() int { return len(t.segs) }

// seg returns the index of the segment that holds byte i.
func (t Text) seg(i int) int {
	at := t.base + i
	return sort.Search(len(t.segs), func(k int) bool { return t.segs[k].at > at }) - 1
}

func (t Text) byteSpan(i int) Span {
	g := t.segs[t.seg(i)]
	if g.whole {
		return g.file
	}
	at := g.file.Start + t.base + i
	return Span{at, at + 1}
}

// Builder puts a Text together. The zero value is ready to use.
type Builder struct {
	s    strings.Builder
	segs []segment
	end  int
}

// Add appends a piece with its own places.
func (b *Builder) Add(t Text) {
	at := b.s.Len()
	for k := t.seg(0); len(t.s) > 0 && k < len(t.segs) && t.segs[k].at < t.base+len(t.s); k++ {
		g := t.segs[k]
		g.at = max(at, at+g.at-t.base)
		if !g.whole {
			g.file.Start += t.base - at
		}
		goesOn := func(last segment) bool { return !g.whole && !last.whole && last.file.Start == g.file.Start }
		if n := len(b.segs); n == 0 || !goesOn(b.segs[n-1]) {
			b.segs = append(b.segs, g)
		}
	}
	b.s.WriteString(t.s)
	b.end = t.end
}

// Replace returns the text with parts replaced, see [regexp.Regexp.FindAllStringIndex]. What is new stands for all of one.
func (t Text) Replace(parts [][]int, with func(part string) string) Text {
	b := Builder{segs: make([]segment, 0, len(t.segs)+len(parts))}
	from := 0
	for _, p := range parts {
		b.Add(t.Slice(from, p[0]))
		b.Add(At(with(t.s[p[0]:p[1]]), t.Span(p[0], p[1])))
		from = p[1]
	}
	b.Add(t.Slice(from, t.Len()))
	return b.Text()
}

// Text returns what was put together. The builder is not to be used afterwards.
func (b *Builder) Text() Text { return Text{s: b.s.String(), segs: b.segs, end: b.end} }
