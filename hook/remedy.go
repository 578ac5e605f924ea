package hook

import (
	"github.com/ddhook/ddhook/hook/compare"
	"github.com/ddhook/ddhook/hook/fix"
	"github.com/ddhook/ddhook/hook/judge"
)

// Remedy says how what is new in a file can be repaired.
type Remedy int

// The remedies.
const (
	Untried Remedy = iota // nobody found out
	ByFix                 // `ddhook fix` repairs all of it, though perhaps not what was there before
	ByHand                // `ddhook fix` leaves some of it
)

// The bounds of trying to repair what a commit adds that is about to be blocked: nobody reads more than a few names in
// one line, and a repair judges the file anew, at worst for each violation.
const (
	maxTried  = 10      // files
	maxEffort = 1 << 20 // bytes of each file times its violations, together: mostly far less than a second
)

// remedy tries to repair a file, of which something is new, unless that would take too long.
func (r *Report) remedy(j judge.Judge, now judge.Verdict, introduced []compare.Introduced) Remedy {
	effort := len(now.Source.Data) * len(now.Violations)
	switch {
	case now.Refused:
		return ByHand
	case len(introduced) == 0, r.Mode != "staged", r.tried == maxTried, r.effort+effort > maxEffort:
		return Untried
	}
	r.tried++
	r.effort += effort
	repaired, err := fix.File(j, []byte(now.Source.Data))
	switch {
	case err != nil:
		return ByHand
	case len(repaired.Left) == 0:
		return ByFix
	}
	left := map[int]int{} // violations by line
	for _, v := range now.Violations {
		left[now.Source.LineOf(v.Span().Start)]++
	}
	for _, repair := range repaired.Repairs {
		left[repair.Line]--
	}
	for _, v := range introduced {
		if left[now.Source.LineOf(v.Span().Start)] > 0 {
			return ByHand
		}
	}
	return ByFix
}
