package source

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"pgregory.net/rapid"
)

// TestMain has property tests try the same values each time, so that a change is blamed for what it broke alone;
// -rapid.seed=0 tries other ones.
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.seed", "1"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

func TestPositions(t *testing.T) {
	for _, c := range []struct {
		name  string
		data  string
		lines int
		at    int
		want  [2]int // line and column
	}{
		{"empty", "", 1, 0, [2]int{1, 1}},
		{"first byte", "ab\ncd", 2, 0, [2]int{1, 1}},
		{"line end", "ab\ncd", 2, 2, [2]int{1, 3}},
		{"second line", "ab\ncd", 2, 3, [2]int{2, 1}},
		{"just past the end", "ab\ncd", 2, 5, [2]int{2, 3}},
		{"past a last line end", "ab\n", 1, 3, [2]int{1, 4}},
		{"empty lines", "\n\n\n", 3, 2, [2]int{3, 1}},
		{"carriage return", "a\r\nb", 2, 3, [2]int{2, 1}},
		{"columns are bytes", "ä\n", 1, 2, [2]int{1, 3}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := NewFile([]byte(c.data))
			if f.Lines() != c.lines {
				t.Errorf("%d lines, want %d", f.Lines(), c.lines)
			}
			if line, column := f.Position(c.at); [2]int{line, column} != c.want {
				t.Errorf("got %d:%d, want %v", line, column, c.want)
			}
		})
	}
}

// FuzzLines: the lines follow one another, make up the whole file, and hold no line end but their last byte.
func FuzzLines(f *testing.F) {
	for _, data := range []string{"", "\n", "a", "a\n", "a\nb", "\n\na\r\n"} {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data string) {
		file := NewFile([]byte(data))
		var all strings.Builder
		for n := 1; n <= file.Lines(); n++ {
			span, line := file.LineSpan(n), file.Line(n)
			if i := strings.IndexByte(line, '\n'); i >= 0 && i != len(line)-1 {
				t.Fatalf("line %d is %q", n, line)
			}
			if span.Start != all.Len() || line == "" && data != "" {
				t.Fatalf("line %d at %v, %d bytes in", n, span, all.Len())
			}
			for at := span.Start; at < span.End; at++ {
				if line, column := file.Position(at); line != n || column != at-span.Start+1 {
					t.Fatalf("offset %d at %d:%d, want %d:%d", at, line, column, n, at-span.Start+1)
				}
			}
			all.WriteString(line)
		}
		if all.String() != data {
			t.Fatalf("lines make up %q of %q", all.String(), data)
		}
	})
}

// model is a text byte by byte, which is what a Text has to act like.
type model struct {
	bytes []byte
	spans []Span // of each byte
	end   int
}

func (m model) slice(i, j int) model {
	s := model{m.bytes[i:j], m.spans[i:j], m.offset(i)}
	if i < j {
		s.end = m.spans[j-1].End
	}
	return s
}

func (m model) offset(i int) int {
	if i < len(m.spans) {
		return m.spans[i].Start
	}
	return m.end
}

func (m model) add(other model) model {
	return model{append(slices.Clip(m.bytes), other.bytes...), append(slices.Clip(m.spans), other.spans...), other.end}
}

type pair struct {
	text  Text
	model model
}

// drawText makes a text and its model by the ways there are: a part of the file, a part of a text, several texts put
// together, and bytes that stand in the file in another form.
func drawText(t *rapid.T, file *File, depth int) pair {
	kind := rapid.IntRange(0, 3).Draw(t, "kind")
	switch {
	case kind == 1 && depth > 0:
		p := drawText(t, file, depth-1)
		i := rapid.IntRange(0, p.text.Len()).Draw(t, "i")
		j := rapid.IntRange(i, p.text.Len()).Draw(t, "j")
		return pair{p.text.Slice(i, j), p.model.slice(i, j)}
	case kind == 2 && depth > 0:
		var pieces []Text
		var m model
		for range rapid.IntRange(1, 4).Draw(t, "pieces") {
			p := drawText(t, file, depth-1)
			pieces, m = append(pieces, p.text), m.add(p.model)
		}
		var b Builder
		for _, piece := range pieces {
			b.Add(piece)
		}
		return pair{b.Text(), m}
	case kind == 3:
		span := drawSpan(t, file)
		s := rapid.StringMatching(`[xyz]{0,3}`).Draw(t, "s")
		var b Builder
		b.Add(At(s, span))
		return pair{b.Text(), model{[]byte(s), slices.Repeat([]Span{span}, len(s)), span.End}}
	}
	span := drawSpan(t, file)
	m := model{bytes: []byte(file.Data[span.Start:span.End]), end: span.End}
	for at := span.Start; at < span.End; at++ {
		m.spans = append(m.spans, Span{at, at + 1})
	}
	return pair{file.Text(span), m}
}

func drawSpan(t *rapid.T, file *File) Span {
	start := rapid.IntRange(0, len(file.Data)).Draw(t, "start")
	return Span{start, rapid.IntRange(start, len(file.Data)).Draw(t, "end")}
}

func TestTextIsItsBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		file := NewFile([]byte("0123456789abcdefghij"))
		p := drawText(t, file, 4)
		text, m := p.text, p.model
		if text.String() != string(m.bytes) || text.Len() != len(m.bytes) {
			t.Fatalf("%q, want %q", text, m.bytes)
		}
		for i := range text.Len() + 1 {
			if text.Offset(i) != m.offset(i) {
				t.Fatalf("byte %d of %q at %d, want %d", i, text, text.Offset(i), m.offset(i))
			}
			for j := i; j <= text.Len(); j++ {
				checkSpans(t, text, m, i, j)
			}
		}
	})
}

func checkSpans(t *rapid.T, text Text, m model, i, j int) {
	want := Span{m.offset(i), m.offset(i)}
	if i < j {
		want.End = max(want.Start, m.spans[j-1].End)
	}
	if got := text.Span(i, j); got != want {
		t.Fatalf("bytes %d to %d of %q at %v, want %v", i, j, text, got, want)
	}
	// The pieces hold the places of the bytes in their order: what follows without a gap may be one piece.
	pieces := text.Spans(i, j)
	for _, span := range m.spans[i:j] {
		for len(pieces) > 0 && (span.Start < pieces[0].Start || span.End > pieces[0].End) {
			pieces = pieces[1:]
		}
		if len(pieces) == 0 {
			t.Fatalf("bytes %d to %d of %q: %v is not in %v", i, j, text, span, text.Spans(i, j))
		}
	}
	for _, piece := range text.Spans(i, j) {
		for at := piece.Start; at < piece.End; at++ {
			if !slices.ContainsFunc(m.spans[i:j], func(s Span) bool { return s.Start <= at && at < s.End }) {
				t.Fatalf("bytes %d to %d of %q: no byte stands at %d of %v", i, j, text, at, text.Spans(i, j))
			}
		}
	}
}

// What is kept of a file does not keep all of it, and is not copied for each that keeps it.
func TestCopy(t *testing.T) {
	f := NewFile([]byte("a\r\nRUN x\r\n"))
	line := f.Copy(2)
	if line != "RUN x" || unsafe.StringData(line) == unsafe.StringData(f.Data[3:]) || unsafe.StringData(line) != unsafe.StringData(f.Copy(2)) {
		t.Errorf("got %q", line)
	}
	if text := Clip(f.Data); text != f.Data || unsafe.StringData(text) == unsafe.StringData(f.Data) {
		t.Errorf("got %q", text)
	}
}
