// Package fix repairs the violations of a file: it makes bytes of the edits that the rules return, proves each of them,
// and writes.
package fix

import (
	"cmp"
	"errors"
	"slices"

	"github.com/ddhook/ddhook/hook/judge"
	"github.com/ddhook/ddhook/hook/rules"
	"github.com/ddhook/ddhook/hook/source"
)

// Result is a repaired file.
type Result struct {
	Data    []byte        // the same as before when nothing could be repaired
	Repairs []Repair      // in the order of the file
	Verdict judge.Verdict // on Data
	Left    []string      // for each of Verdict.Violations, in their order, what keeps it from being repaired
}

// Repair is one violation that is gone.
type Repair struct {
	Line int // 1-based, in the file as it was
	rules.Repair
}

// File repairs what a set of rules finds in data. What cannot be proven to be repaired, with every other command
// unchanged, stays as it is. The error is that of [judge.File].
func File(set *rules.Set, data []byte) (Result, error) {
	original := source.NewFile(data)
	d, err := read(set, original.Text(source.Span{End: len(data)}))
	if err != nil {
		return Result{}, err
	}
	w := work{set: set, draft: d}
	for w.pass() { // what stood in the way of a repair may be repaired by now
	}
	r := Result{Data: []byte(w.draft.text.String()), Verdict: w.draft.Verdict}
	slices.SortStableFunc(w.done, func(a, b proposal) int { return cmp.Compare(a.at, b.at) })
	for _, p := range w.done {
		r.Repairs = append(r.Repairs, Repair{original.LineOf(p.at), p.Repair})
	}
	for _, v := range r.Verdict.Violations {
		r.Left = append(r.Left, w.left[w.draft.idOf(v)])
	}
	return r, nil
}

// work is a file under repair. To prove a repair is to read the whole file again, so that as many as possible are made
// and proven at once; where that fails, by halves, down to the single one that cannot be proven.
type work struct {
	set   *rules.Set
	draft *draft
	done  []proposal
	left  map[id]string // what keeps violations from being repaired, as far as the last pass came to them
	spent int           // bytes of the drafts that were read
}

// maxSpent is where no more is tried. It is about a second's work, and two hundred times a real file.
const maxSpent = 1 << 20

var errTooMuch = errors.New("the file is too large, or has too many violations, to try all repairs")

// affords counts what is read, and reports whether it may be.
func (w *work) affords(bytes int) bool {
	w.spent += bytes
	return w.spent <= maxSpent
}

// propose is [draft.propose]. What is to be taken out has its script parsed, and is looked for in the rest of the file;
// all else costs little.
func (w *work) propose(v rules.Violation) (proposal, error) {
	if !w.affords(w.draft.text.Len() / 64) {
		return proposal{id: w.draft.idOf(v)}, errTooMuch
	}
	p, err := w.draft.propose(v)
	if p.TakeOut {
		w.affords(w.draft.text.Len() / 2)
	}
	return p, err
}

// pass tries to repair each violation, and reports whether it has repaired any. What goes is taken out first: a comment
// above it may then stand above another command, and say already what is to be said there.
func (w *work) pass() bool {
	before := len(w.done)
	w.left = map[id]string{}
	for _, takesOut := range []bool{true, false} {
		var ids []id
		for _, v := range w.draft.Violations {
			if p, err := w.propose(v); p.TakeOut == takesOut {
				if ids = append(ids, p.id); err != nil {
					w.left[p.id] = err.Error()
				}
			}
		}
		w.repair(ids)
	}
	return len(w.done) > before
}

// repair repairs violations, in the order of the file.
func (w *work) repair(ids []id) {
	for len(ids) > 0 {
		batch, later := w.choose(ids)
		err := errTooMuch
		if len(batch) > 0 && w.affords(w.draft.text.Len()) {
			err = w.attempt(batch)
		}
		switch half := len(batch) / 2; {
		case err == nil || len(batch) == 0:
		case half == 0 || errors.Is(err, errTooMuch):
			for _, p := range batch {
				w.left[p.id] = err.Error()
			}
		default:
			w.repair(idsOf(batch[:half]))
			w.repair(idsOf(batch[half:]))
		}
		ids = later
	}
}

func idsOf(batch []proposal) (ids []id) {
	for _, p := range batch {
		ids = append(ids, p.id)
	}
	return ids
}

// choose proposes repairs that can be made at once, and returns what is to be done after that: the next command that goes
// from an instruction, and the next of two instructions that go, between which blank lines may meet.
func (w *work) choose(ids []id) (batch []proposal, later []id) {
	wanted := map[id]bool{}
	for _, id := range ids {
		wanted[id] = true
	}
	cut, gone := -1, -2 // the last instruction that something goes from, and the last that goes as a whole
	for _, v := range w.draft.Violations {
		if !wanted[w.draft.idOf(v)] {
			continue
		}
		switch p, err := w.propose(v); {
		case err != nil:
			w.left[p.id] = err.Error()
		case p.TakeOut && (p.instruction == cut || p.whole && p.instruction == gone+1):
			later = append(later, p.id)
		default:
			batch = append(batch, p)
			if p.TakeOut {
				cut = p.instruction
			}
			if p.whole {
				gone = p.instruction
			}
		}
	}
	return batch, later
}

// Prospect is what a repair of a violation would come to, as far as that is seen without a try.
type Prospect struct {
	rules.Repair
	Obstacle error // what keeps the violation from being repaired; nil for nothing
}

// Prospects returns those of some violations of a file.
func Prospects(set *rules.Set, src *source.File, violations []rules.Violation) ([]Prospect, error) {
	all := make([]Prospect, len(violations))
	w := work{set: set}
	if !w.affords(2 * len(src.Data)) { // it has been read before
		for i := range all {
			all[i].Obstacle = errTooMuch
		}
		return all, nil
	}
	d, err := read(set, src.Text(source.Span{End: len(src.Data)}))
	if err != nil {
		return nil, err
	}
	w.draft = d
	found := map[id]Prospect{}
	for _, v := range d.Violations {
		p, err := w.propose(v)
		found[p.id] = Prospect{p.Repair, err}
	}
	for i, v := range violations {
		all[i] = found[d.idOf(v)]
	}
	return all, nil
}
