package judge

import (
	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/rules"
)

// Counted is [Whole], which costs most, and how much of a budget it used.
func Counted(set *rules.Set, data []byte, scan bool) (v Verdict, used float64, err error) {
	b := new(budget.Budget)
	v, err = file(set, data, scan, b, true)
	return v, b.Used(), err
}
