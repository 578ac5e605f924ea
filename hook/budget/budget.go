// Package budget bounds the work on one file, so that none can stall a commit. The largest of 20,000 real ones had 68 KB.
package budget

import "errors"

// The bounds of one file. With them no file takes more than about two seconds and 200 MiB, both budgets together.
const (
	MaxFile    = 1 << 20  // bytes of a file that is read
	MaxFound   = 20_000   // violations that are told
	MaxNesting = 200      // depth of parentheses, compound commands, scripts in scripts and calls in calls
	maxSteps   = 200_000  // commands evaluated, words expanded, variables copied
	maxBytes   = 16 << 20 // bytes of script that are parsed and of text that comes out of expansions, with their overhead
)

// ErrTooMuch is the error of a file that is too much even for the second budget.
var ErrTooMuch = errors.New("it is too much to look at: make it smaller, or exclude it in .ddhook.yaml")

// ErrTooLarge is the error of reading a file of more than [MaxFile] bytes, wherever it is read from.
var ErrTooLarge = errors.New("it has more than 1 MiB and is not read: make it smaller (.ddhook.yaml can exclude a Dockerfile)")

// Budget counts the work on one file. The zero value is a full one. After it a second one is for scanning what is left.
type Budget struct {
	steps, bytes, nested int
	second               bool
	left                 bool // some of what is nested too deep was left out
}

// Step counts n steps and reports whether the budget allows them.
func (b *Budget) Step(n int) bool { return b.count(&b.steps, n) }

// Bytes counts n bytes and reports whether the budget allows them.
func (b *Budget) Bytes(n int) bool { return b.count(&b.bytes, n) }

// count counts nothing more once the budget is spent, since nothing more is done then.
func (b *Budget) count(what *int, n int) bool {
	if !b.Spent() {
		*what += n
	}
	return !b.Spent()
}

// Nested is Bytes for what is nested deeper than anybody writes. It gets a quarter of the second budget.
func (b *Budget) Nested(n int) bool {
	if b.second {
		b.nested += n
	}
	if b.nested > maxBytes/4 {
		b.Exhaust()
		return false
	}
	return b.Bytes(n)
}

// Exhaust ends the first budget: what comes next would be too much. Of the second only that is left out, see [Budget.Left].
func (b *Budget) Exhaust() {
	if b.second {
		b.left = true
	} else {
		b.steps = maxSteps + 1
	}
}

// Left reports whether the second budget left some of the file out.
func (b *Budget) Left() bool { return b.left }

// Spent reports whether there was more work than the budget allows.
func (b *Budget) Spent() bool { return b.steps > maxSteps || b.bytes > maxBytes }

// Scanning reports whether this is the second budget.
func (b *Budget) Scanning() bool { return b.second }

// Rescue begins the second budget where the first is spent, and reports whether it has.
func (b *Budget) Rescue() bool {
	if !b.Spent() || b.second {
		return false
	}
	*b = Budget{second: true}
	return true
}

// Used returns what part of the first budget was used, or above 1 what of the second.
func (b *Budget) Used() float64 {
	used := max(float64(b.steps)/maxSteps, float64(b.bytes)/maxBytes)
	if b.second {
		used++
	}
	return used
}
