package fix

import (
	"cmp"
	"errors"
	"slices"

	"github.com/ddhook/ddhook/hook/judge"
	"github.com/ddhook/ddhook/hook/rules"
)

// work is a file under repair. To prove a repair is to read the whole file again, so that as many as possible are
// made and proven at once; where that fails, by halves, down to the single one that cannot be proven.
type work struct {
	judge judge.Judge
	draft *draft
	done  []proposal
	left  map[id]string // what keeps violations from being repaired, as far as the last pass came to them
	spent int           // bytes of the drafts that were read
}

// maxSpent is where no more is tried. It is about a second's work, and two hundred times a real file.
const maxSpent = 1 << 20

// id tells a violation from others in every draft: by its place in the file as it was, and its rule.
type id struct {
	at   int
	rule string
}

func (d *draft) idOf(v rules.Violation) id { return id{d.text.Offset(v.Span().Start), v.Rule} }

// pass tries to repair each violation, and says whether it has repaired any.
func (w *work) pass() bool {
	before := len(w.done)
	w.left = map[id]string{}
	for _, rule := range repairable {
		var ids []id
		for _, v := range w.draft.verdict.Violations {
			if v.Rule == rule.name {
				ids = append(ids, w.draft.idOf(v))
			}
		}
		w.repair(ids)
	}
	return len(w.done) > before
}

// repair repairs violations of one rule, in the order of the file.
func (w *work) repair(ids []id) {
	for len(ids) > 0 {
		if w.spent > maxSpent {
			for _, id := range ids {
				w.left[id] = "too much of this file had to be tried one by one before it"
			}
			return
		}
		batch, later := w.choose(ids)
		switch err := w.attempt(batch); {
		case err == nil:
		case len(batch) == 1:
			w.left[batch[0].id] = err.Error()
		default:
			half := len(batch) / 2
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

// choose proposes repairs that can be made at once, and gives what is to be done after that: the next command of a
// chain that gets shorter, and the next of two instructions that go, where blank lines may meet.
func (w *work) choose(ids []id) (batch []proposal, later []id) {
	violations := map[id]rules.Violation{}
	for _, v := range w.draft.verdict.Violations {
		violations[w.draft.idOf(v)] = v
	}
	cut, gone := -1, -2 // the last instruction that a command goes from, and the last that goes as a whole
	for _, id := range ids {
		v, found := violations[id]
		if !found { // another repair has done for it
			continue
		}
		if v.Call.Instruction == cut {
			later = append(later, id)
			continue
		}
		switch p, err := w.draft.propose(v); {
		case err != nil:
			w.left[id] = err.Error()
		case p.removed && gone == p.instruction-1:
			later = append(later, id)
		default:
			batch = append(batch, p)
			if p.takesOut {
				cut = p.instruction
			}
			if p.removed {
				gone = p.instruction
			}
		}
	}
	return batch, later
}

// attempt makes and proves a batch of repairs. Where one cannot be proven, it may be for the mounts that it takes out
// beside.
func (w *work) attempt(batch []proposal) error {
	if len(batch) == 0 {
		return nil
	}
	err := w.make(batch)
	if err != nil && len(batch) == 1 && len(batch[0].mounts) > 0 {
		batch[0].mounts = nil
		err = w.make(batch)
	}
	return err
}

func (w *work) make(batch []proposal) error {
	w.spent += w.draft.text.Len()
	edits, err := together(batch)
	if err != nil {
		return err
	}
	next, err := read(w.judge, w.draft.edited(edits))
	if err == nil {
		err = w.draft.prove(batch, edits, next)
	}
	if err == nil {
		w.draft, w.done = next, append(w.done, batch...)
	}
	return err
}

// together brings the edits of a batch into the order of the file. Two builds of one instruction want the same comment.
func together(batch []proposal) ([]edit, error) {
	var all []edit
	for _, p := range batch {
		all = append(append(all, p.mounts...), p.edits...)
	}
	slices.SortStableFunc(all, func(a, b edit) int { return cmp.Compare(a.Start, b.Start) })
	all = slices.Compact(all)
	for i := 1; i < len(all); i++ {
		if all[i].Start < all[i-1].End {
			return nil, errors.New("its repair would overlap another")
		}
	}
	return all, nil
}
