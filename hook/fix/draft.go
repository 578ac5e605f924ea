package fix

import (
	"errors"
	"sort"
	"strings"

	"github.com/ddhook/ddhook/hook/dockerfile"
	"github.com/ddhook/ddhook/hook/judge"
	"github.com/ddhook/ddhook/hook/rules"
	"github.com/ddhook/ddhook/hook/shell"
	"github.com/ddhook/ddhook/hook/source"
)

// draft is the file after some of its repairs, with all that is known about it.
type draft struct {
	judge.Verdict
	text source.Text // its bytes, with their places in the file as it was
}

func read(set *rules.Set, text source.Text) (*draft, error) {
	v, err := judge.Whole(set, []byte(text.String()))
	return &draft{v, text}, err
}

// id tells a violation from others in every draft: by its place in the file as it was, and its rule.
type id struct {
	at   int
	rule string
}

func (d *draft) idOf(v rules.Violation) id { return id{d.text.Offset(v.Span().Start), v.Rule} }

// proposal is how a violation could be repaired.
type proposal struct {
	id
	rules.Repair
	command     rules.Command
	instruction dockerfile.Instruction
	edits       []edit // in the order of the file
}

// edit puts text in the place of a span of a draft.
type edit struct {
	source.Span
	text string
}

// propose finds the edits for a violation.
func (d *draft) propose(v rules.Violation) (p proposal, err error) {
	p = proposal{id: d.idOf(v), command: v.Command, instruction: d.Instructions[v.Command.Instruction]}
	p.Repair, err = v.Repair(d.File)
	if d.Refused {
		err = errors.New("docker build cannot parse this file")
	}
	for _, u := range d.Unparsed {
		if inst := p.instruction.Span; err == nil && u.Span.Start < inst.End && inst.Start < u.Span.End {
			err = errors.New("its script cannot be parsed")
		}
	}
	if err == nil && p.Comment != "" {
		p.edits = d.comment(p.instruction, p.Comment)
	}
	if err == nil && p.TakeOut {
		err = d.takeOut(&p)
	}
	for _, e := range p.Edits {
		if err == nil {
			err = d.editWords(&p, e)
		}
	}
	return p, err
}

var errNotWritten = errors.New("it comes out of a variable")

// editWords makes bytes of an edit of words.
func (d *draft) editWords(p *proposal, e rules.Edit) error {
	first, last := max(0, e.At-1), e.At-1 // what is written before the new words
	if e.N > 0 {
		first, last = e.At, e.At+e.N-1
	}
	words := p.command.Words[first : last+1]
	for _, w := range words {
		if !d.isWritten(w) {
			return errNotWritten
		}
	}
	span := source.Span{Start: words[0].Span.Start, End: words[len(words)-1].Span.End}
	sep := " "
	run, i := runOf(p.instruction, span.Start)
	if run.Form == dockerfile.Exec && run.Argv[i].Span(0, run.Argv[i].Len()) == words[0].Span {
		if sep = `", "`; strings.HasPrefix(d.Source.Data[span.End:], `","`) {
			sep = `","`
		}
	}
	text := strings.Join(e.Words, sep)
	if e.N == 0 {
		span.Start, text = span.End, sep+text
	}
	if n := len(p.edits); span.Start > span.End || n > 0 && span.Start < p.edits[n-1].End {
		return errors.New("its words stand in another order in the file")
	}
	p.edits = append(p.edits, edit{span, text})
	return nil
}

// isWritten reports whether a word stands in the file as it is read, but for quotes: it does not come out of a variable.
func (d *draft) isWritten(w shell.Word) bool {
	return strings.NewReplacer("'", "", `"`, "", `\`, "").Replace(d.bytes(w.Span)) == w.Text
}

// edited returns the text with edits made.
func (d *draft) edited(edits []edit) source.Text {
	var parts [][]int
	for _, e := range edits {
		parts = append(parts, []int{e.Start, e.End})
	}
	next := -1
	return d.text.Replace(parts, func(string) string { next++; return edits[next].text })
}

// bytes returns what stands in a span.
func (d *draft) bytes(s source.Span) string { return d.Source.Data[s.Start:s.End] }

// comments are the comment lines in a span.
func (d *draft) comments(s source.Span) []dockerfile.Comment {
	at := func(offset int) int {
		return sort.Search(len(d.Comments), func(i int) bool { return d.Comments[i].Span.Start >= offset })
	}
	return d.Comments[at(s.Start):max(at(s.Start), at(s.End))]
}

// runOf returns the command line that a byte belongs to, and which of its words that is in.
func runOf(inst dockerfile.Instruction, at int) (dockerfile.Run, int) {
	for _, run := range inst.Runs {
		for i := len(run.Argv) - 1; i >= 0; i-- {
			if s := run.Argv[i].Span(0, run.Argv[i].Len()); s.Start <= at && at < s.End {
				return run, i
			}
		}
	}
	return dockerfile.Run{}, 0
}
