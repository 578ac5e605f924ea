package dockerfile

import (
	"errors"
	"fmt"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/source"
)

// Parse reads a Dockerfile. With scan it is read as if the parser refused it, as the other version of a refused file has to
// be, or the two could not be compared. The work counts in b. An instruction that Docker does not know is scanned from its
// first word when isProgram reports that this is a program which some rule is about; nil stands for none. The only error is
// a file of more than [budget.MaxFile] bytes; whatever else cannot be read as it should is in [File.Unparsed].
func Parse(src *source.File, scan bool, b *budget.Budget, isProgram func(word string) bool) (*File, error) {
	if len(src.Data) > budget.MaxFile {
		return nil, budget.ErrTooLarge
	}
	r := newReader(src)
	a := &analysis{reader: r, stages: newStages(r.escape, b), isProgram: isProgram}
	n := a.next(1)
	if n <= src.Lines() {
		a.parse()
	}
	if scan {
		a.nodes = nil
	}
	for ; n <= src.Lines(); n = a.next(n) {
		s := a.statement(n)
		a.add(s, a.nodes[n])
		n = s.last + 1
	}
	a.Ignores = a.ignores()
	return a.File, nil
}

// analysis is one file being read.
type analysis struct {
	*reader
	*stages
	nodes     map[int]*parser.Node // what the parser says, by the line where an instruction begins; none when it refuses
	isProgram func(word string) bool
}

// parse has BuildKit parse the file.
func (a *analysis) parse() {
	a.nodes = map[int]*parser.Node{}
	line, err := 0, a.unfit()
	if err == nil {
		var result *parser.Result
		result, err = parser.Parse(strings.NewReader(strings.ToValidUTF8(a.Source.Data, "?"))) // it would print errors
		if at := (*parser.LocationError)(nil); errors.As(err, &at) {
			line = at.Locations[0][0].Start.Line
		}
		if result != nil {
			line++ // of one that is too long, after the one that it has come to
			for _, node := range result.AST.Children {
				a.nodes[node.StartLine] = node
			}
		}
	}
	if err != nil {
		a.Refused, a.nodes = true, nil
		start := a.Source.LineSpan(min(max(1, line), a.Source.Lines())).Start
		a.unparsed(start, len(a.Source.Data), "file", "that docker build cannot parse", err.Error())
	}
}

// unfit says why a file is not to be parsed, nil when it is.
func (a *analysis) unfit() error {
	switch {
	case !a.Step(4 * a.Source.Lines()): // a line may be an instruction, which costs so much more than a command
		return fmt.Errorf("it has %d lines, more than are followed", a.Source.Lines())
	case strings.Contains(a.Source.Data, "\x00"):
		return errors.New("it has null bytes, as UTF-16 has")
	case strings.Count(strings.ToUpper(a.Source.Data), "ONBUILD") > maxRecursion,
		strings.Contains(a.Source.Data, "<<") && strings.Count(a.Source.Data, "${") > maxRecursion:
		return errors.New("it may be nested deeper than is followed")
	}
	return nil
}

// maxRecursion is how often BuildKit may call itself. It does for ONBUILD after ONBUILD, and in the line of a heredoc for
// ${...} in ${...}: its stack would else grow with the file until the process dies.
const maxRecursion = 10 * budget.MaxNesting

func (a *analysis) unparsed(from, to int, noun, which, reason string) {
	u := source.Unparsed{Span: source.Span{Start: from, End: to}, At: from, Noun: noun, Which: which, Reason: reason}
	a.Unparsed = append(a.Unparsed, u)
}
