package fix

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/ddhook/ddhook/hook/rules"
	"github.com/ddhook/ddhook/hook/shell"
)

// attempt makes a batch of repairs, and keeps it when it is proven.
func (w *work) attempt(batch []proposal) error {
	edits, err := together(batch)
	if err != nil {
		return err
	}
	next, err := read(w.set, w.draft.edited(edits))
	if err == nil {
		err = w.draft.prove(batch, edits, next)
	}
	if err == nil {
		w.draft, w.done = next, append(w.done, batch...)
	}
	return err
}

// together brings the edits of a batch into the order of the file. The comment that several repairs want is put in once.
func together(batch []proposal) (all []edit, err error) {
	commented := false
	for _, p := range batch {
		edits := p.edits
		if isComment := p.Comment != "" && len(edits) > 0 && strings.Contains(edits[0].text, p.Comment); isComment && commented {
			edits = edits[1:]
		} else {
			commented = commented || isComment
		}
		all = append(all, edits...)
	}
	slices.SortStableFunc(all, func(a, b edit) int { return cmp.Compare(a.Start, b.Start) })
	for i := 1; i < len(all); i++ {
		if all[i].Start < all[i-1].End {
			return nil, errors.New("its repair would overlap another")
		}
	}
	return all, nil
}

// prove says why next is not the draft with a batch of violations repaired by edits, and nothing else changed; nil when
// it is. Places are compared as those of the file as it was, which both drafts know.
func (d *draft) prove(batch []proposal, edits []edit, next *draft) error {
	touched := d.touched(edits)
	switch {
	case len(next.Instructions) == 0:
		return errors.New("nothing would be left of the file")
	case next.Refused:
		return errors.New("its repair would be read in another way by some shell")
	case !slices.Equal(d.instructions(touched), next.instructions(touched)):
		return errors.New("its repair would change the instructions")
	case !slices.Equal(d.annotations(touched), next.annotations(touched)):
		return errors.New("its repair would change the comments, or what they and warnings are about")
	case !slices.Equal(d.commands(batch, touched, false), next.commands(batch, touched, true)):
		return errors.New("its repair would change other commands")
	case !slices.Equal(d.violations(batch), next.violations(nil)):
		return errors.New("its repair would not help")
	}
	return nil
}

// touched tells places, in the file as it was, that edits of this draft put in or take out.
func (d *draft) touched(edits []edit) func(at int) bool {
	return func(at int) bool {
		i := sort.Search(len(edits), func(i int) bool { return d.text.Offset(edits[i].Start) > at }) - 1
		return i >= 0 && (at < d.text.Offset(edits[i].End) || at == d.text.Offset(edits[i].Start) && edits[i].text != "")
	}
}

// instructions are the instructions but those at some places.
func (d *draft) instructions(but func(at int) bool) (all []string) {
	for _, inst := range d.Instructions {
		if at := d.text.Offset(inst.Span.Start); !but(at) {
			all = append(all, fmt.Sprint(at, inst.Keyword, inst.OnBuild))
		}
	}
	return all
}

// annotations are the comments but those at some places, the warnings, and what comments silence.
func (d *draft) annotations(but func(at int) bool) (all []string) {
	for _, c := range d.Comments {
		if at := d.text.Offset(c.Span.Start); !but(at) {
			all = append(all, fmt.Sprint(at, c.Text))
		}
	}
	for _, w := range d.Warnings {
		all = append(all, w.Message)
	}
	for _, ig := range d.Ignored {
		all = append(all, fmt.Sprint(d.text.Offset(ig.Span().Start), ig.Rule, ig.Reason))
	}
	return all
}

// violations are the violations but those that are repaired. One of the whole file may move.
func (d *draft) violations(repaired []proposal) (all []string) {
	gone := map[id]bool{}
	for _, p := range repaired {
		gone[p.id] = true
	}
	for _, v := range d.Violations {
		switch {
		case gone[d.idOf(v)]:
		case v.WholeFile:
			all = append(all, v.Rule)
		default:
			all = append(all, fmt.Sprint(d.idOf(v), v.Message))
		}
	}
	slices.Sort(all)
	return all
}

// commands are the commands with all that they are run with, as they are to be after a batch of repairs: without those at
// places that are touched, with the words that are put in. Of a command that runs a repaired one, only the words before
// that count.
func (d *draft) commands(batch []proposal, touched func(at int) bool, done bool) (all []string) {
	repairs := map[int]proposal{}
	for _, p := range batch {
		repairs[p.at] = p
	}
	for _, c := range d.File.Commands {
		at := d.text.Offset(c.Span().Start)
		if touched(at) {
			continue
		}
		words := texts(c)
		if p, ok := repairs[at]; ok && !done {
			for _, e := range slices.Backward(p.Edits) {
				words = slices.Replace(words, min(e.At, len(words)), min(e.At+e.N, len(words)), e.Words...)
			}
		} else if !ok && shell.Runs(c.Program) {
			words = words[:d.runs(c, batch)]
		}
		all = append(all, fmt.Sprintf("%d %q %q", at, words, assigns(c)))
	}
	return slices.Compact(all)
}

// runs returns the index of the first word of a command in which a repaired one stands, or how many words there are.
func (d *draft) runs(c rules.Command, batch []proposal) int {
	for i, w := range c.Words[1:] {
		start, end := d.text.Offset(w.Span.Start), d.text.Offset(w.Span.End)
		if slices.ContainsFunc(batch, func(p proposal) bool { return start <= p.at && p.at < end }) {
			return i + 1
		}
	}
	return len(c.Words)
}

func texts(c rules.Command) (all []string) {
	for _, w := range c.Words {
		all = append(all, w.Text)
	}
	return all
}

func assigns(c rules.Command) (all []string) {
	for _, a := range c.Assigns {
		all = append(all, fmt.Sprint(a.Name, "=", a.Value.Text, a.Own))
	}
	return all
}
