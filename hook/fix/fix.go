// Package fix repairs the violations of a file by edits of single bytes, each of which is proven before it counts.
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
	Line int    // 1-based, in the file as it was
	What string // what was done, such as "go mod download taken out"
	// Override is what the repair beats, which somebody may have meant: "-mod=vendor"; "" mostly.
	Override string
	PutsFlag bool // it made a build one with -mod=mod
	// NoWorkspace says of such a build that GOWORK=off is set for it.
	NoWorkspace bool
}

// File repairs what j finds in data. What cannot be proven to be repaired, with every other command unchanged, stays
// as it is. The error is that of [judge.Judge.File].
func File(j judge.Judge, data []byte) (Result, error) {
	original := source.NewFile(data)
	d, err := read(j, original.Text(source.Span{End: len(data)}))
	if err != nil {
		return Result{}, err
	}
	w := work{judge: j, draft: d}
	for w.pass() { // what stood in the way of a repair may be repaired by now
	}
	r := Result{Data: []byte(w.draft.text.String()), Verdict: w.draft.verdict}
	slices.SortStableFunc(w.done, func(a, b proposal) int { return cmp.Compare(a.at, b.at) })
	for _, p := range w.done {
		p.Line = original.LineOf(p.at)
		r.Repairs = append(r.Repairs, p.Repair)
	}
	for _, v := range r.Verdict.Violations {
		why := "there is no repair for " + v.Rule
		if w.left[w.draft.idOf(v)] != "" {
			why = w.left[w.draft.idOf(v)]
		}
		r.Left = append(r.Left, why)
	}
	return r, nil
}

// proposal is how a violation could be repaired.
type proposal struct {
	Repair
	id
	instruction int
	edits       []edit
	mounts      []edit // cache mounts that nothing uses any more
	takesOut    bool   // the command goes
	removed     bool   // the whole instruction goes
}

// repairable are the rules whose violations can be repaired, and how. Downloads are taken out first: a comment above one
// may then stand above a build, and say already why the flag is there.
var repairable = []struct {
	name    string
	propose func(*draft, rules.Violation) (proposal, error)
}{
	{"no-go-mod-download", (*draft).takeOut},
	{"require-mod-mod", (*draft).putFlag},
	{"name-the-decision", (*draft).putComment},
}

// propose finds the edits for a violation.
func (d *draft) propose(v rules.Violation) (p proposal, err error) {
	switch {
	case d.verdict.Refused:
		return p, errors.New("docker build cannot parse this file")
	case d.doubtful[v.Call.Instruction]:
		return p, errors.New("its script cannot be parsed")
	}
	for _, rule := range repairable {
		if rule.name == v.Rule {
			p, err = rule.propose(d, v)
		}
	}
	p.id, p.instruction = d.idOf(v), v.Call.Instruction
	return p, err
}
