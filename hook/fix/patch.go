package fix

import (
	"fmt"
	"strings"

	"github.com/aymanbagabas/go-udiff"
)

// Patch gives the change of a file as `git apply` takes it. The name is from the top of the repository, with "/".
func Patch(name string, before, after []byte) string {
	from, to := quoted("a/"+name), quoted("b/"+name)
	return fmt.Sprintf("diff --git %s %s\n%s", from, to, udiff.Unified(from, to, string(before), string(after)))
}

// quoted writes a name in quotes if it has bytes that git quotes (git-config(1), core.quotePath off).
func quoted(name string) string {
	special := func(c byte) bool { return c < ' ' || c == '"' || c == '\\' || c == 0x7f }
	var b strings.Builder
	plain := true
	for i := range len(name) {
		switch c := name[i]; {
		case !special(c):
			b.WriteByte(c)
			continue
		case c == '"' || c == '\\':
			b.WriteString(`\` + string(rune(c)))
		default:
			fmt.Fprintf(&b, `\%03o`, c)
		}
		plain = false
	}
	if plain {
		return name
	}
	return `"` + b.String() + `"`
}
