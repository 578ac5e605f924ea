// Package fix repairs the violations of a file: it makes bytes of the edits that the rules return, proves each repair, and
// writes.
package fix

import (
	"cmp"
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
	id
	Line int // 1-based, in the file as it was
	rules.Repair
}

// Repaired returns how a violation of the file as it was is repaired; false when it is left.
func (r Result) Repaired(v rules.Violation) (rules.Repair, bool) {
	i := slices.IndexFunc(r.Repairs, func(done Repair) bool { return done.id == id{v.Span().Start, v.Rule} })
	if i < 0 {
		return rules.Repair{}, false
	}
	return r.Repairs[i].Repair, true
}

// File repairs what a set of rules finds in data. What cannot be proven to be repaired, with every other command
// unchanged, stays as it is. The error is that of [judge.File].
func File(set *rules.Set, data []byte) (Result, error) {
	original := source.NewFile(data)
	d, err := read(set, original.Text(source.Span{End: len(data)}))
	if err != nil {
		return Result{}, err
	}
	w := work{set: set, draft: d, spent: 2 * cost(d.Verdict)} // with the check before it
	for w.pass() {                                            // what stood in the way of a repair may be repaired by now
	}
	r := Result{Data: []byte(w.draft.text.String()), Verdict: w.draft.Verdict}
	slices.SortStableFunc(w.done, func(a, b proposal) int { return cmp.Compare(a.at, b.at) })
	for _, p := range w.done {
		r.Repairs = append(r.Repairs, Repair{p.id, original.LineOf(p.at), p.Repair})
	}
	for _, v := range r.Verdict.Violations {
		r.Left = append(r.Left, w.left[w.draft.idOf(v)])
	}
	return r, nil
}

// work is a file under repair.
type work struct {
	set   *rules.Set
	draft *draft
	done  []proposal
	left  map[id]string // what keeps violations from being repaired, as far as the last pass came to them
	spent int           // see cost, for a proposal too
}

// maxSpent is where no more is tried. It is about a second's work, or fifteen repairs in the largest real file. To read the
// smallest file costs leastCost.
const maxSpent, leastCost = 1 << 20, 4 << 10

func cost(v judge.Verdict) int { return max(len(v.Source.Data), leastCost, int(v.Used*maxSpent)) }

// Tries reports whether repairs of a file are tried that has this verdict.
func Tries(v judge.Verdict) bool { return 2*cost(v) <= maxSpent }

// pass tries to repair each violation, and reports whether it has repaired any. What goes is taken out first: a comment
// above it may then stand above another command, and say already what is to be said there.
func (w *work) pass() bool {
	before := len(w.done)
	w.left = map[id]string{}
	for _, takesOut := range []bool{true, false} {
		for i := 0; i < len(w.draft.Violations); i++ {
			v, size := w.draft.Violations[i], cost(w.draft.Verdict)
			if w.spent += size / 64; w.spent > maxSpent {
				w.left[w.draft.idOf(v)] = "too much of this file had to be tried before it"
				continue
			}
			p, err := w.draft.propose(v)
			if p.TakeOut { // its script was parsed, and it was looked for in the rest of the file
				w.spent += size / 2
			}
			if p.TakeOut != takesOut {
				continue
			}
			if err == nil {
				err = w.repair(p)
			}
			if err != nil {
				w.left[p.id] = err.Error()
			} else {
				i-- // the next one is in its place now
			}
		}
	}
	return len(w.done) > before
}

// repair makes a repair, and keeps it when it is proven.
func (w *work) repair(p proposal) error {
	w.spent += cost(w.draft.Verdict)
	next, err := read(w.set, w.draft.edited(p.edits))
	if err == nil {
		err = w.draft.prove(p, next)
	}
	if err == nil {
		w.draft, w.done = next, append(w.done, p)
	}
	return err
}
