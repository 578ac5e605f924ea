package rules

import (
	"slices"

	"github.com/ddhook/ddhook/hook/gocmd"
	"github.com/ddhook/ddhook/hook/shell"
)

// goVariables are the environment variables that Go's rules look at.
const goVariables = "GOFLAGS GO111MODULE GOMODCACHE GOPROXY GOWORK"

// readGo reads a command by Go's own rules. A flag on the command beats one in GOFLAGS ("go help environment").
func readGo(c shell.Command) (a arguments) {
	call, ok := gocmd.Parse(c)
	if !ok {
		return a
	}
	a = arguments{names: shell.Names(c.Program), isGo: true, optionsAfter: call.FlagsAfter}
	for _, word := range slices.Concat(call.Subcommand, call.Args) {
		a.operands = append(a.operands, operand{word: word})
	}
	goflags, _ := c.Assign("GOFLAGS")
	for _, f := range slices.Concat(gocmd.FlagsOf(goflags.Value.Text), call.Flags) {
		others := f.N == 0 && !goflags.Own
		a.options = append(a.options, given{text: "-" + f.Name + "=" + f.Value, at: f.At, n: f.N, others: others})
	}
	return a
}
