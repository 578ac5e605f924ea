// Package fix repairs the violations of a file: it makes bytes of the rules' edits, proves each repair, and writes.
package fix

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ddhook/ddhook/hook/judge"
	"github.com/ddhook/ddhook/hook/rules"
	"github.com/ddhook/ddhook/hook/shell"
	"github.com/ddhook/ddhook/hook/source"
)

// Result is a repaired file.
type Result struct {
	Data    []byte        // the same as before when nothing could be repaired
	Repairs []Repair      // in the order of the file
	Verdict judge.Verdict // on Data
	Left    []string      // for each of Verdict.Violations, in their order, what keeps it from being repaired
	Spent   int           // what it cost, see [Tries]
}

// Repaired returns how a violation of the file as it was is repaired; false when it is left.
func (r Result) Repaired(v rules.Violation) (rules.Repair, bool) {
	i := slices.IndexFunc(r.Repairs, func(done Repair) bool { return done.at == v.Span().Start && done.rule == v.Rule })
	if i < 0 {
		return rules.Repair{}, false
	}
	return r.Repairs[i].Repair, true
}

// File repairs what a set of rules finds in data. What cannot be proven stays. The error is that of [judge.File].
func File(set *rules.Set, data []byte) (Result, error) {
	original := source.NewFile(data)
	d, err := read(set, original.Text(source.Span{End: len(data)}))
	if err != nil {
		return Result{}, err
	}
	w := work{set: set, draft: d}
	w.Spent = 2 * cost(d.Verdict) // with the check before it
	for w.pass() {                // what stood in the way of a repair may be repaired by now
	}
	w.Data, w.Verdict = []byte(w.draft.text.String()), w.draft.Verdict
	slices.SortStableFunc(w.Repairs, func(a, b Repair) int { return cmp.Compare(a.at, b.at) })
	for i, p := range w.Repairs {
		w.Repairs[i].Line = original.LineOf(p.at)
	}
	return w.Result, nil
}

type work struct {
	Result
	set   *rules.Set
	draft *draft
}

// maxSpent is where no more is tried: a second's work, or fifteen repairs in the largest real file. None is below leastCost.
const maxSpent, leastCost = 1 << 20, 4 << 10

func cost(v judge.Verdict) int { return max(len(v.Source.Data), leastCost, int(v.Used*maxSpent)) }

// Tries reports whether repairs of a file are tried that has this verdict, where others before it have cost so much.
func Tries(v judge.Verdict, spent int) bool { return 2*cost(v) <= maxSpent && spent <= 32*maxSpent }

// pass tries to repair each violation, and reports whether it has repaired any.
func (w *work) pass() bool {
	before := len(w.Repairs)
	w.Left = nil
	for len(w.Left) < len(w.draft.Violations) { // when one is repaired, the next one is in its place
		if err := w.repair(w.draft.Violations[len(w.Left)]); err != nil {
			w.Left = append(w.Left, err.Error())
		}
	}
	return len(w.Repairs) > before
}

// repair makes a repair, and keeps it when it is proven.
func (w *work) repair(v rules.Violation) error {
	size := cost(w.draft.Verdict)
	if w.Spent += size / 64; w.Spent > maxSpent {
		return errors.New("too much of this file had to be tried before it")
	}
	p, err := w.draft.propose(v)
	if p.TakeOut { // its script was parsed, and it was looked for in the rest of the file
		w.Spent += size / 2
	}
	if err != nil {
		return err
	}
	w.Spent += size
	next, err := read(w.set, w.draft.edited(p.edits))
	if err == nil {
		err = w.draft.prove(p, next)
	}
	if err == nil {
		w.draft, w.Repairs = next, append(w.Repairs, p)
	}
	return err
}

// prove says why next is not the draft with one violation repaired and nothing else changed; nil when it is.
func (d *draft) prove(p Repair, next *draft) error {
	switch {
	case len(next.Instructions) == 0:
		return errors.New("nothing would be left of the file")
	case next.Refused || len(next.Unparsed) > len(d.Unparsed) || next.arithmetic() > d.arithmetic():
		return errors.New("its repair would be read in another way by some shell")
	}
	before, after := d.facts(d, p, false), next.facts(d, p, true)
	for i, kind := range kinds {
		if !slices.EqualFunc(before[i], after[i], slices.Equal) {
			return fmt.Errorf("its repair would change %s", kind)
		}
	}
	if len(next.Violations) >= len(d.Violations) {
		return errors.New("its repair would leave a violation in its place")
	}
	return nil
}

// arithmetic counts the "((" in scripts: the parser takes them for two subshells where it can, and bash never does.
func (d *draft) arithmetic() (n int) {
	for _, inst := range d.Instructions {
		n += strings.Count(fmt.Sprint(inst.Argv), "((")
	}
	return n
}

// kinds are the kinds of facts that a repair must not change.
var kinds = [...]string{"the instructions", "what is ignored, or warned of", "other commands", "other violations"}

// facts are those of each kind that are to hold when a repair is done, told before it or after: a place of the file as it was,
// which all drafts know, and what is there. What the repair touches in the draft that it is made from is not among them.
func (d *draft) facts(from *draft, p Repair, done bool) (all [len(kinds)][][]string) {
	add := func(kind, at int, fact ...string) {
		isRepaired := kind == 2 && at == p.at && !p.TakeOut
		if isRepaired || !from.touches(p, at) {
			all[kind] = append(all[kind], append(fact, strconv.Itoa(at)))
		}
	}
	for _, inst := range d.Instructions {
		add(0, d.text.Offset(inst.Span.Start), inst.Keyword, strconv.FormatBool(inst.OnBuild))
	}
	for _, ig := range d.Ignored {
		add(1, d.text.Offset(ig.Span().Start), ig.Rule, ig.Reason)
	}
	for _, w := range d.Warnings {
		add(1, -1, w.Message)
	}
	for _, c := range d.File.Commands {
		at, words := d.text.Offset(c.Span().Start), d.words(c, p.at)
		if at == p.at && !done {
			for _, e := range slices.Backward(p.Edits) {
				words = slices.Replace(words, min(e.At, len(words)), min(e.At+e.N, len(words)), e.Words...)
			}
		}
		words = slices.Grow(words, 1+3*len(c.Assigns)) // of which there may be very many
		for _, a := range c.Assigns {
			words = append(words, a.Name, a.Value.Text, strconv.FormatBool(a.Own))
		}
		add(2, at, words...)
	}
	for _, v := range d.Violations {
		switch at := d.text.Offset(v.Span().Start); {
		case at == p.at && v.Rule == p.rule && !done:
		case v.WholeFile: // it may move
			add(3, -1, v.Rule)
		default:
			add(3, at, v.Rule, v.Message)
		}
	}
	slices.SortFunc(all[3], slices.Compare)
	all[2] = slices.CompactFunc(all[2], slices.Equal)
	return all
}

// touches reports whether a place of the file as it was is in what a repair of this draft takes out or puts in.
func (d *draft) touches(p Repair, at int) bool {
	return slices.ContainsFunc(p.edits, func(e edit) bool {
		start := d.text.Offset(e.Start)
		return start <= at && at < d.text.Offset(e.End) || at == start && e.text != ""
	})
}

// words are those of a command; of one that runs a command at a place in the file as it was only those before that.
func (d *draft) words(c rules.Command, place int) (all []string) {
	runs := d.text.Offset(c.Span().Start) < place && shell.Runs(c.Program)
	for _, w := range c.Words {
		if runs && (d.text.Offset(w.Span.Start) >= place || d.text.Offset(w.Span.End) > place) {
			break
		}
		all = append(all, w.Text)
	}
	return all
}
