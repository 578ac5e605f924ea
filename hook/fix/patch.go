package fix

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/aymanbagabas/go-udiff"
)

// Patch is the change of a file as `git apply` takes it. The name is from the top of the repository, with "/".
func Patch(name string, before, after []byte) string {
	from, to := quoted("a/"+name), quoted("b/"+name)
	return fmt.Sprintf("diff --git %s %s\n%s", from, to, udiff.Unified(from, to, string(before), string(after)))
}

// quoted writes a name in quotes if it has characters that git quotes (git-config(1), core.quotePath off).
func quoted(name string) string {
	if strings.ContainsAny(name, "\"\\\n\t\r") {
		return strconv.Quote(name)
	}
	return name
}
