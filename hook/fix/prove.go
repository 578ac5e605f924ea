package fix

import (
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/ddhook/ddhook/hook/gocmd"
	"github.com/ddhook/ddhook/hook/rules"
	"github.com/ddhook/ddhook/hook/shell"
)

// prove says why next is not the draft with a batch of violations of one rule repaired by edits, and nothing else
// changed; nil when it is. Places are compared as those of the file as it was, which both drafts know.
func (d *draft) prove(batch []proposal, edits []edit, next *draft) error {
	removed, repaired := map[int]bool{}, map[id]bool{}
	gone, flagged := map[int]bool{}, map[int]bool{}
	for _, p := range batch {
		removed[p.instruction] = p.removed
		repaired[p.id], gone[p.at], flagged[p.at] = true, p.takesOut, p.PutsFlag
	}
	touched := d.touched(edits)
	switch {
	case len(next.file.Instructions) == 0:
		return errors.New("nothing would be left of the file")
	case !slices.Equal(d.instructions(removed), next.instructions(nil)):
		return errors.New("its repair would change the instructions")
	case !slices.Equal(d.remarks(touched), next.remarks(touched)):
		return errors.New("its repair would change the comments")
	case !slices.Equal(d.notes(), next.notes()):
		return errors.New("its repair would change what a ddhook:ignore comment or a warning is about")
	case !slices.Equal(d.signatures(gone, flagged), next.signatures(nil, flagged)):
		return errors.New("its repair would change other commands")
	case !slices.Equal(d.others(repaired), next.others(nil)), d.isWorse(batch[0].rule, next):
		return errors.New("its repair would not help")
	}
	return nil
}

// instructions are the instructions but those of some indexes.
func (d *draft) instructions(but map[int]bool) (all []string) {
	for i, inst := range d.file.Instructions {
		if !but[i] {
			all = append(all, fmt.Sprint(d.text.Offset(inst.Span.Start), inst.Keyword, inst.OnBuild))
		}
	}
	return all
}

// touched is where a comment stands, in the file as it was, that edits of this draft put in or take out.
func (d *draft) touched(edits []edit) func(at int) bool {
	return func(at int) bool {
		i := sort.Search(len(edits), func(i int) bool { return d.text.Offset(edits[i].Start) > at }) - 1
		return i >= 0 && (at < d.text.Offset(edits[i].End) || at == d.text.Offset(edits[i].Start) && edits[i].text != "")
	}
}

// remarks are the comments but those at some places.
func (d *draft) remarks(but func(at int) bool) (all []string) {
	for _, c := range d.file.Comments {
		if at := d.text.Offset(c.Span.Start); !but(at) {
			all = append(all, fmt.Sprint(at, c.Text))
		}
	}
	return all
}

// notes are the warnings and what comments silence.
func (d *draft) notes() (all []string) {
	for _, w := range d.verdict.Warnings {
		all = append(all, w.Message)
	}
	for _, ig := range d.verdict.Ignored {
		all = append(all, fmt.Sprint(d.text.Offset(ig.Span().Start), ig.Rule, ig.Reason))
	}
	return all
}

// others are the violations but some, and but those of the whole file, which a repair elsewhere may move or take away.
func (d *draft) others(but map[id]bool) (all []string) {
	for _, v := range d.verdict.Violations {
		if id := d.idOf(v); !but[id] && !v.WholeFile {
			all = append(all, fmt.Sprint(id, v.Message))
		}
	}
	return all
}

// isWorse says that next as a whole breaks the repaired rule, or one that this draft does not break.
func (d *draft) isWorse(repaired string, next *draft) bool {
	return slices.ContainsFunc(next.verdict.Violations, func(v rules.Violation) bool {
		return v.WholeFile && (v.Rule == repaired || !slices.ContainsFunc(d.verdict.Violations, func(old rules.Violation) bool {
			return old.Rule == v.Rule
		}))
	})
}

// signatures are the commands with all that they are run with, but those at some places, and without the -mod flags of
// those at others.
func (d *draft) signatures(but, flagged map[int]bool) (found []string) {
	for _, c := range slices.Concat(d.commands...) {
		switch at := d.text.Offset(c.Words[0].Span.Start); {
		case but[at]:
		case flagged[at]:
			found = append(found, signature(withoutMod(c), c.Assigns))
		default:
			found = append(found, signature(c.Words, c.Assigns))
		}
	}
	return found
}

func signature(words []shell.Word, assigns []shell.Assign) string {
	var s []string
	for _, w := range words {
		s = append(s, fmt.Sprintf("%q %v", w.Text, w.Maybe))
	}
	for _, a := range assigns {
		s = append(s, fmt.Sprintf("%s=%q %v %v", a.Name, a.Value.Text, a.Value.Maybe, a.Own))
	}
	return fmt.Sprint(s)
}

// withoutMod gives the words of a build but its -mod flags. A variable in a flag may have become more words than
// those.
func withoutMod(c shell.Command) []shell.Word {
	call, _ := gocmd.Parse(c)
	return slices.DeleteFunc(slices.Clone(c.Words), func(w shell.Word) bool {
		return slices.ContainsFunc(call.Mods, func(f gocmd.Flag) bool {
			name, value, joined := strings.Cut(strings.TrimLeft(w.Text, "-"), "=")
			return slices.Contains(f.Spans, w.Span) && (name == "mod" && (!joined || value == f.Value || f.Value == "") ||
				len(f.Spans) == 2 && (w.Text == f.Value || f.Value == ""))
		})
	})
}
