package fix

import (
	"fmt"
	"sort"
	"strings"

	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/dockerfile"
	"github.com/ddhook/ddhook/hook/judge"
	"github.com/ddhook/ddhook/hook/shell"
	"github.com/ddhook/ddhook/hook/source"
)

// draft is the file after some of its repairs, with all that is known about it.
type draft struct {
	text      source.Text // its bytes, with their places in the file as it was
	src       *source.File
	file      *dockerfile.File
	verdict   judge.Verdict
	commands  [][]shell.Command // by instruction
	uses      []string          // see findUses; nil before it is asked for
	doubtful  map[int]bool      // instructions with a script that was scanned word by word
	reference string
}

// edit puts text in the place of a span of a draft.
type edit struct {
	source.Span
	text string
}

// read takes a text through all that a proof looks at.
func read(j judge.Judge, text source.Text) (*draft, error) {
	file, err := dockerfile.Parse(source.NewFile([]byte(text.String())), false)
	if err != nil {
		return nil, fmt.Errorf("read as a Dockerfile: %w", err)
	}
	d := &draft{text: text, src: file.Source, file: file, verdict: j.Parsed(file), reference: j.Reference}
	d.doubtful = map[int]bool{}
	d.commands = make([][]shell.Command, len(d.file.Instructions))
	b := new(budget.Budget)
	for i, inst := range d.file.Instructions {
		for _, run := range inst.Runs {
			commands, unparsed := judge.Commands(run, b)
			d.commands[i] = append(d.commands[i], commands...)
			d.doubtful[i] = d.doubtful[i] || run.Form == dockerfile.Scan || len(unparsed) > 0
		}
	}
	return d, nil
}

// edited gives the text with edits made, which are in its order and do not overlap.
func (d *draft) edited(edits []edit) source.Text {
	var b source.Builder
	at := 0
	for _, e := range edits {
		b.Add(d.text.Slice(at, e.Start))
		offset := d.text.Offset(e.Start)
		b.AddAt(e.text, source.Span{Start: offset, End: offset})
		at = e.End
	}
	b.Add(d.text.Slice(at, d.text.Len()))
	return b.Text()
}

// bytes gives what stands in a span.
func (d *draft) bytes(s source.Span) string { return d.src.Data[s.Start:s.End] }

// isWritten says that a word stands in the file as it is read, but for quotes: it does not come out of a variable.
func (d *draft) isWritten(text string, s source.Span) bool {
	unquoted := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`'"\`, r) {
			return -1
		}
		return r
	}, d.bytes(s))
	return unquoted == text
}

// comments are the comment lines in a span.
func (d *draft) comments(s source.Span) []dockerfile.Comment {
	at := func(offset int) int {
		return sort.Search(len(d.file.Comments), func(i int) bool { return d.file.Comments[i].Span.Start >= offset })
	}
	from := at(s.Start)
	return d.file.Comments[from:max(from, at(s.End))]
}

// runOf gives the command line that a byte belongs to, and which of its words that is in.
func (d *draft) runOf(instruction, at int) (run dockerfile.Run, word int, err error) {
	for _, run := range d.file.Instructions[instruction].Runs {
		for i := len(run.Argv) - 1; i >= 0; i-- {
			t := run.Argv[i]
			if s := t.Span(0, t.Len()); s.Start <= at && at < s.End {
				return run, i, nil
			}
		}
	}
	return run, 0, fmt.Errorf("its place in the instruction is not known")
}
