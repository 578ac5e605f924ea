package dockerfile

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/ddhook/ddhook/hook/source"
)

// Parse reads a Dockerfile. With scan it is read as if the parser refused it, which is how the other version of a
// file that was refused has to be read, or the two could not be compared. The only error is a file of more than
// [MaxSize] bytes; whatever else cannot be read as it should is in [File.Unparsed].
func Parse(src *source.File, scan bool) (*File, error) {
	if len(src.Data) > MaxSize {
		return nil, fmt.Errorf("the file has %d bytes, more than the %d that are read: split it", len(src.Data), MaxSize)
	}
	a := &analysis{reader: newReader(src), file: &File{Source: src}}
	a.stages = newStages(a.escape)
	switch {
	case a.empty():
	case scan:
		a.scanned()
	default:
		a.read()
	}
	a.stages.end(a.file.Instructions)
	a.file.Comments = a.comments
	a.file.Ignores = a.ignores()
	return a.file, nil
}

// analysis is one file being read.
type analysis struct {
	*reader
	stages *stages
	file   *File
}

// read goes by what the parser says, if it says anything.
func (a *analysis) read() {
	nodes, line, err := a.parse()
	if err != nil {
		a.file.Refused = true
		a.unparsed(a.src.LineSpan(line).Start, len(a.src.Data), "file", "that docker build cannot parse", err.Error())
		a.scanned()
		return
	}
	a.parsed(nodes)
}

func (a *analysis) unparsed(from, to int, noun, which, reason string) {
	u := source.Unparsed{Span: source.Span{Start: from, End: to}, At: from, Noun: noun, Which: which, Reason: reason}
	a.file.Unparsed = append(a.file.Unparsed, u)
}

// empty says that the file has no instruction. Docker builds nothing from that, so there is nothing to warn of.
func (a *analysis) empty() bool {
	if a.next(1) > a.src.Lines() {
		return true
	}
	a.comments = nil
	return false
}

// parse has BuildKit parse the file. With an error comes its line.
func (a *analysis) parse() ([]*parser.Node, int, error) {
	if line, err := a.hazard(); err != nil {
		return nil, line, err
	}
	result, err := parser.Parse(strings.NewReader(a.src.Data))
	if err != nil {
		return nil, a.place(result, err), err
	}
	return result.AST.Children, 0, nil
}

// maxDepth bounds what the parser does by recursion, ONBUILD behind ONBUILD and a variable's default inside
// another's: its stack would else grow with the file until the process dies.
const maxDepth = 200

// hazard finds an instruction that the parser must not be given. Heredocs are not told from instructions here: at
// worst, an instruction seems longer than it is.
func (a *analysis) hazard() (line int, err error) {
	probe := *a.reader
	var text []byte
	for n := probe.next(1); n <= probe.src.Lines(); n = probe.next(n) {
		text = text[:0]
		last := probe.pieces(n, func(s source.Span) { text = append(text, probe.text(s)...) })
		if countOnBuild(text) > maxDepth {
			return n, fmt.Errorf("more than %d times ONBUILD behind ONBUILD", maxDepth)
		}
		if bytes.Contains(text, []byte("<<")) {
			if err := lexable(string(text)); err != nil {
				return n, err
			}
		}
		n = last + 1
	}
	return 0, nil
}

// countOnBuild counts how often a text begins with ONBUILD.
func countOnBuild(text []byte) int {
	word := []byte("ONBUILD")
	for n := 0; ; n++ {
		text = bytes.TrimLeftFunc(text, unicode.IsSpace)
		if len(text) < len(word) || !bytes.EqualFold(text[:len(word)], word) {
			return n
		}
		text = text[len(word):]
	}
}

// place is the line that the parser refuses. Of a line that is too long it knows only where it stopped, and it gives
// a result together with the error.
func (a *analysis) place(result *parser.Result, err error) int {
	if result != nil {
		for n := 1; n <= a.src.Lines(); n++ {
			if s := a.src.LineSpan(n); s.End-s.Start >= maxLine {
				return n
			}
		}
	}
	var at *parser.LocationError
	if errors.As(err, &at) && len(at.Locations) > 0 && len(at.Locations[0]) > 0 {
		return max(1, at.Locations[0][0].Start.Line)
	}
	return 1
}

// parsed takes over what the parser found, instruction by instruction.
func (a *analysis) parsed(nodes []*parser.Node) {
	n := 1
	for _, node := range nodes {
		for ; n < node.StartLine; n++ {
			a.skippable(n)
		}
		s := a.statement(node.StartLine)
		if s.text.String() != node.Original || !a.attach(&s, node.Heredocs) || s.last != node.EndLine {
			a.unparsed(s.start, a.line(node.EndLine).End, "instruction", "that docker build reads in another way", "")
			s.last, node = node.EndLine, nil
		}
		a.add(s, node)
		n = s.last + 1
	}
	a.next(n)
}

// scanned reads a file that the parser refuses.
func (a *analysis) scanned() {
	misses := 0
	for n := a.next(1); n <= a.src.Lines(); n = a.next(n) {
		s := a.statement(n)
		if misses < maxMisses && s.takesHeredocs() && !a.attach(&s, findHeredocs(s.text.String())) {
			misses++
		}
		a.add(s, nil)
		n = s.last + 1
	}
}

// maxLine is the length of a line, in bytes with its end, that parser.Parse refuses.
const maxLine = bufio.MaxScanTokenSize

// maxMisses bounds how often a heredoc's end is looked for in vain: each time takes the rest of the file.
const maxMisses = 100
