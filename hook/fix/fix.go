// Package fix repairs the violations of a file by edits of single bytes, each of which is proven before it counts.
package fix

import (
	"cmp"
	"errors"
	"fmt"
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
	Line int    // 1-based, in the file as it was
	What string // what was done, such as "go mod download taken out"
	// Override is what the repair beats, which somebody may have meant: "-mod=vendor"; "" mostly.
	Override string
	PutsFlag bool // it made a build one with -mod=mod
}

// File repairs what j finds in data. What cannot be proven to be repaired, with every other command unchanged, stays
// as it is. The error is that of [judge.Judge.File].
func File(j judge.Judge, data []byte) (Result, error) {
	original := source.NewFile(data)
	d, err := read(j, original.Text(source.Span{End: len(data)}))
	if err != nil {
		return Result{}, err
	}
	var r Result
	for repaired := true; repaired; { // what stood in the way of a repair may be repaired by now
		d, repaired = r.pass(j, d, original)
	}
	slices.SortStableFunc(r.Repairs, func(a, b Repair) int { return cmp.Compare(a.Line, b.Line) })
	r.Data, r.Verdict = []byte(d.text.String()), d.verdict
	return r, nil
}

// pass tries to repair each violation of a draft.
func (r *Result) pass(j judge.Judge, d *draft, original *source.File) (*draft, bool) {
	r.Left = nil
	before := len(r.Repairs)
	for len(r.Left) < len(d.verdict.Violations) {
		v := d.verdict.Violations[len(r.Left)]
		next, repair, err := d.repaired(j, len(r.Left))
		if err != nil {
			r.Left = append(r.Left, err.Error())
			continue
		}
		repair.Line = original.LineOf(d.text.Offset(v.Span().Start))
		r.Repairs = append(r.Repairs, repair)
		d = next
	}
	return d, len(r.Repairs) > before && len(r.Left) > 0
}

// repaired gives the draft without violation i, or says why there is none.
func (d *draft) repaired(j judge.Judge, i int) (*draft, Repair, error) {
	p, err := d.propose(d.verdict.Violations[i])
	if err != nil {
		return nil, Repair{}, err
	}
	next, err := read(j, d.edited(p.edits))
	if err == nil {
		err = d.prove(i, p, next)
	}
	return next, p.Repair, err
}

// proposal is how a violation could be repaired.
type proposal struct {
	Repair
	edits   []edit
	removed bool // the whole instruction goes
}

// propose finds the edits for a violation.
func (d *draft) propose(v rules.Violation) (proposal, error) {
	switch {
	case d.verdict.Refused:
		return proposal{}, errors.New("docker build cannot parse this file")
	case d.doubtful[v.Call.Instruction]:
		return proposal{}, errors.New("its script cannot be parsed")
	}
	for _, r := range []struct {
		rule    string
		propose func(*draft, rules.Violation) (proposal, error)
	}{
		{"no-go-mod-download", (*draft).takeOut},
		{"require-mod-mod", (*draft).putFlag},
		{"name-the-decision", (*draft).putComment},
	} {
		if r.rule == v.Rule {
			return r.propose(d, v)
		}
	}
	return proposal{}, fmt.Errorf("there is no repair for %s", v.Rule)
}
