package fix

import (
	"errors"
	"regexp"
	"slices"
	"sort"
	"strings"
	"sync"

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

// Repair is how a violation is repaired, or could be.
type Repair struct {
	rules.Repair
	Line        int // 1-based, in the file as it was; only when it is done
	at          int // where the command is in the file as it was: with the rule it tells a violation from others in every draft
	rule        string
	command     rules.Command
	instruction dockerfile.Instruction
	edits       []edit // in the order of the file
}

type edit struct {
	source.Span
	text string
}

func (d *draft) propose(v rules.Violation) (p Repair, err error) {
	p = Repair{at: d.text.Offset(v.Span().Start), rule: v.Rule, command: v.Command, instruction: d.Instructions[v.Instruction]}
	p.Repair, err = v.Repair(d.File)
	inst := p.instruction.Span
	isIn := func(u source.Unparsed) bool { return u.Span.Start < inst.End && inst.Start < u.Span.End }
	switch {
	case d.Refused:
		return p, errors.New("docker build cannot parse this file")
	case err != nil:
		return p, err
	case slices.ContainsFunc(d.Unparsed, isIn):
		return p, errors.New("its script cannot be parsed")
	case p.Comment != "" && !d.NamesDecision():
		p.edits = []edit{d.comment(p.instruction, p.Comment)}
	}
	if p.TakeOut {
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
func (d *draft) editWords(p *Repair, e rules.Edit) error {
	first, last := max(0, e.At-1), e.At-1 // what is written before the new words
	if e.N > 0 {
		first, last = e.At, e.At+e.N-1
	}
	words := p.command.Words[first : last+1]
	if slices.ContainsFunc(words, d.isMade) {
		return errNotWritten
	}
	span := source.Span{Start: words[0].Span.Start, End: words[len(words)-1].Span.End}
	sep := " "
	argv, i := p.instruction.Argv, wordAt(p.instruction, span.Start)
	if p.instruction.Form == dockerfile.Exec && argv[i].Span(0, argv[i].Len()) == words[0].Span {
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

// isMade reports whether a word comes out of a variable: it does not stand in the file as it is read, but for quotes.
func (d *draft) isMade(w shell.Word) bool {
	return strings.NewReplacer("'", "", `"`, "", `\`, "").Replace(d.bytes(w.Span)) != w.Text
}

func (d *draft) edited(edits []edit) source.Text {
	var parts [][]int
	for _, e := range edits {
		parts = append(parts, []int{e.Start, e.End})
	}
	next := -1
	return d.text.Replace(parts, func(string) string { next++; return edits[next].text })
}

func (d *draft) bytes(s source.Span) string { return d.Source.Data[s.Start:s.End] }

func (d *draft) comments(s source.Span) []dockerfile.Comment {
	at := func(offset int) int {
		return sort.Search(len(d.Comments), func(i int) bool { return d.Comments[i].Span.Start >= offset })
	}
	return d.Comments[at(s.Start):max(at(s.Start), at(s.End))]
}

// wordAt returns the index of the last word of an instruction's command line that has a byte in it, or else of the first.
func wordAt(inst dockerfile.Instruction, at int) int {
	for i, word := range slices.Backward(inst.Argv) {
		if s := word.Span(0, word.Len()); s.Start <= at && at < s.End {
			return i
		}
	}
	return 0
}

// comment is the edit that puts in a comment above an instruction and the comments on it, which count for the next line.
func (d *draft) comment(inst dockerfile.Instruction, text string) edit {
	first := d.Source.LineOf(inst.Span.Start)
	line := d.Source.Line(first)
	indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
	end := "\n"
	if strings.HasSuffix(d.Source.Line(1), "\r\n") { // as the file has them, where it has both
		end = "\r\n"
	}
	at := d.lineStart(d.commentsAbove(first))
	return edit{source.Span{Start: at, End: at}, indent + "# " + text + end}
}

// commentsAbove returns the first of the comment lines that stand on a line; the line itself when there are none.
func (d *draft) commentsAbove(line int) int {
	for line > 1 && len(d.comments(d.Source.LineSpan(line-1))) > 0 {
		line--
	}
	return line
}

// lineStart is the offset of a line, after a byte order mark.
func (d *draft) lineStart(line int) int {
	return d.Source.LineSpan(line).End - len(strings.TrimPrefix(d.Source.Line(line), "\ufeff"))
}

// lines are an instruction's whole lines, with the comments that go with it and one of the blank lines around it.
func (d *draft) lines(inst source.Span) source.Span {
	first, last := d.Source.LineOf(inst.Start), d.Source.LineOf(inst.End-1)
	blank := func(line int) bool { return strings.TrimSpace(d.Source.Line(line)) == "" }
	alone := last == d.Source.Lines() || blank(last+1)
	if top := d.commentsAbove(first); alone && d.speaks(top, first) {
		first = top
	}
	for first > 1 && foreign().MatchString(d.Source.Line(first-1)) {
		first--
	}
	s := source.Span{Start: d.lineStart(first), End: d.Source.LineSpan(last).End}
	switch before := first == 1 || blank(first-1); {
	case !before:
	case last < d.Source.Lines() && blank(last+1):
		s.End = d.Source.LineSpan(last + 1).End
	case last == d.Source.Lines() && first > 1:
		s.Start = d.Source.LineSpan(first - 1).Start
	}
	return s
}

// speaks reports whether the comments between two lines are about a download and say nothing to ddhook.
func (d *draft) speaks(from, to int) bool {
	text := strings.ToLower(d.bytes(source.Span{Start: d.Source.LineSpan(from).Start, End: d.Source.LineSpan(to).Start}))
	has := func(word string) bool { return strings.Contains(text, word) }
	return slices.ContainsFunc([]string{"download", "dependenc", "deps", "module", "cache"}, has) &&
		!has("ddhook") && !has(strings.ToLower(d.Reference))
}

// foreign matches comments by which other tools ignore what is in the next line.
var foreign = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[ \t]*#[ \t]*(hadolint ignore|checkov:skip|trivy:ignore|kics-scan ignore|nosemgrep)`)
})
