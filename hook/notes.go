package hook

import (
	"fmt"

	"github.com/ddhook/ddhook/hook/compare"
)

// note says why a finding is new, where its author could ask.
func note(v compare.Introduced) string {
	switch {
	case v.Cause == compare.Edited:
		return "you changed this command; it was in violation before"
	case v.Cause == compare.Added || v.WholeFile:
		return ""
	case v.WasIgnored:
		return "this command is unchanged; a ddhook:ignore comment silenced it before"
	case v.Before != "":
		return fmt.Sprintf("this command is unchanged; what it runs was: %s", v.Before)
	}
	return "this line is unchanged; what stands around it made it a command"
}
