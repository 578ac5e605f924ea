package fix

import (
	"strings"

	"github.com/ddhook/ddhook/hook/rules"
)

// isOff says that a variable is off for a command: by the command itself, by an export in its instruction, or by ENV
// and ARG.
func (d *draft) isOff(name string, call rules.Call) bool {
	var own strings.Builder
	for _, s := range call.Command.Spans {
		own.WriteString(d.bytes(s) + " ")
	}
	if _, value, found := strings.Cut(own.String(), name+"="); found {
		return strings.HasPrefix(strings.TrimLeft(value, `'"`), "off")
	}
	inst := d.file.Instructions[call.Instruction]
	if exports(d.bytes(inst.Span), name+"=off") {
		return true
	}
	return len(inst.Runs) > 0 && inst.Runs[0].Env.Get(name).Text == "off"
}

// exports says that a script exports a variable, written as NAME=value.
func exports(script, assignment string) bool {
	exporting := false
	for word := range strings.FieldsSeq(script) {
		if exporting && strings.TrimRight(word, ";") == assignment {
			return true
		}
		exporting = word == "export" || exporting && strings.Contains(word, "=")
	}
	return false
}
