// Package budget bounds the work on one file, so that no Dockerfile can stall a commit. No real file comes near a bound:
// the largest of 20,000 had 68 KB.
package budget

import "errors"

// The bounds of one file. With them no file takes more than about a second and 200 MiB.
const (
	MaxFile    = 1 << 20  // bytes of a file that is read
	MaxFound   = 20_000   // violations that are told
	MaxMatched = 4 << 20  // words of commands, each counted for every pattern that its command is compared with
	MaxNesting = 200      // depth of parentheses, compound commands, scripts in scripts and calls in calls
	maxSteps   = 200_000  // commands evaluated, words expanded, variables copied
	maxBytes   = 16 << 20 // bytes of script that are parsed and of text that comes out of expansions, with their overhead
	maxScanned = 4 << 20  // bytes scanned word by word once the rest is spent, scripts inside scripts counted again
)

// ErrTooLarge is the error of reading a file of more than [MaxFile] bytes, wherever it is read from.
var ErrTooLarge = errors.New("it has more than 1 MiB and is not read: make it smaller, or exclude it in .ddhook.yaml")

// Budget counts the work on one file. The zero value is a full budget.
type Budget struct{ steps, bytes, scanned int }

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

// Exhaust ends the budget: what comes next would be too much.
func (b *Budget) Exhaust() { b.steps = maxSteps + 1 }

// Spent reports whether there was more work than the budget allows.
func (b *Budget) Spent() bool { return b.steps > maxSteps || b.bytes > maxBytes }

// Scan counts n bytes that are scanned word by word after the budget is spent, and reports whether they may be.
func (b *Budget) Scan(n int) bool {
	b.scanned += n
	return b.scanned <= maxScanned
}

// Used returns what part of the budget was used or, above 1, asked for by the step that it did not allow.
func (b *Budget) Used() float64 {
	return max(float64(b.steps)/maxSteps, float64(b.bytes)/maxBytes, float64(b.scanned)/maxScanned)
}
