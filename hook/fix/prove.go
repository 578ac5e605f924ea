package fix

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/gocmd"
	"github.com/ddhook/ddhook/hook/rules"
	"github.com/ddhook/ddhook/hook/shell"
)

// prove says why next is not the draft with violation i repaired and nothing else changed; nil when it is. Places are
// compared as those of the file as it was, which both drafts know.
func (d *draft) prove(i int, p proposal, next *draft) error {
	target := d.verdict.Violations[i]
	at := d.text.Offset(target.Span().Start)
	removed := -1
	if p.removed {
		removed = target.Call.Instruction
	}
	switch {
	case len(next.file.Instructions) == 0:
		return errors.New("nothing would be left of the file")
	case !slices.Equal(d.instructions(removed), next.instructions(-1)):
		return errors.New("its repair would change the instructions")
	case !slices.Equal(d.remarks(d, p.edits), next.remarks(d, p.edits)):
		return errors.New("its repair would change the comments")
	case !slices.Equal(d.notes(), next.notes()):
		return errors.New("its repair would change what a ddhook:ignore comment or a warning is about")
	case !slices.Equal(d.signatures(at, target.WholeFile, p.PutsFlag), next.signatures(at, target.WholeFile, true)):
		return errors.New("its repair would change other commands")
	case !slices.Equal(d.violations(0, i), next.violations(0, i)), !slices.Equal(d.others(i), next.others(-1)):
		return errors.New("its repair would not help")
	}
	for _, v := range next.verdict.Violations {
		if v.WholeFile && (target.Rule == v.Rule || !slices.ContainsFunc(d.verdict.Violations, func(old rules.Violation) bool {
			return old.Rule == v.Rule
		})) {
			return errors.New("its repair would not help")
		}
	}
	return nil
}

// instructions are the instructions but one.
func (d *draft) instructions(but int) (all []string) {
	for i, inst := range d.file.Instructions {
		if i != but {
			all = append(all, fmt.Sprint(d.text.Offset(inst.Span.Start), inst.Keyword, inst.OnBuild))
		}
	}
	return all
}

// remarks are the comments without those that the edits of before, which led to d or will lead away from it, put in
// or take out.
func (d *draft) remarks(before *draft, edits []edit) (all []string) {
	for _, c := range d.file.Comments {
		at := d.text.Offset(c.Span.Start)
		if !slices.ContainsFunc(edits, func(e edit) bool {
			from, to := before.text.Offset(e.Start), before.text.Offset(e.End)
			return from <= at && at < to || at == from && e.text != ""
		}) {
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

// violations are those from one index to another.
func (d *draft) violations(from, to int) (all []string) {
	for _, v := range d.verdict.Violations[min(from, len(d.verdict.Violations)):min(to, len(d.verdict.Violations))] {
		all = append(all, fmt.Sprint(d.text.Offset(v.Span().Start), v.Rule, v.Message))
	}
	return all
}

// others are the violations but one, and but those of the whole file, which a repair elsewhere may move or take away.
func (d *draft) others(but int) (all []string) {
	for i, v := range d.verdict.Violations {
		if i != but && !v.WholeFile {
			all = append(all, d.violations(i, i+1)...)
		}
	}
	return all
}

// signatures are the commands with all that they are run with. Of those at a place the -mod flags do not count; with
// neither of the two set, they do not count at all.
func (d *draft) signatures(at int, all, keep bool) (found []string) {
	for _, c := range slices.Concat(d.commands...) {
		here := d.text.Offset(c.Words[0].Span.Start) == at && !all
		if here && !keep {
			continue
		}
		words := c.Words
		if here {
			words = withoutMod(c)
		}
		found = append(found, signature(words, c.Assigns))
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
