package dockerfile

import (
	"regexp"
	"strings"
	"testing"

	"github.com/moby/buildkit/frontend/dockerfile/shell"
	"pgregory.net/rapid"

	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/env"
)

// TestExpansionHolds has BuildKit expand words with one value after the other for what is unknown: what is known of the
// result is true of each.
func TestExpansionHolds(t *testing.T) {
	pieces := []string{
		"x", "v1.2", " -mod=mod", "'$KNOWN'", `"w $UNKNOWN"`, `\$FREE`, "'${FREE:-x}'", "$KNOWN", "${UNKNOWN}", "$FREE", "${PART}",
		"${KNOWN-", "${UNKNOWN:-", "${FREE-", "${PART:-", "${KNOWN:+", "${UNKNOWN+", "${FREE:+", "${PART+", "}", "}", "}", "}",
		"${KNOWN#v}", "${KNOWN%.*}", "${KNOWN//./_}", "${UNKNOWN#?}", "${FREE%%2}", "${PART/x/y}",
	}
	scope := env.Scope{"KNOWN": env.Of("v1.2"), "UNKNOWN": unknown, "PART": env.Of("x" + env.Placeholder)}
	rapid.Check(t, func(t *rapid.T) {
		word := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 8).Draw(t, "pieces"), "")
		got := newStages('\\', new(budget.Budget)).expand(word, scope)
		if got.State != env.Fixed {
			return
		}
		pattern := regexp.MustCompile("^" + strings.ReplaceAll(regexp.QuoteMeta(got.Text), env.Placeholder, ".*") + "$")
		frees := []string{"", "FREE=", "FREE=k"}
		if regexp.MustCompile(`\$\{FREE:?[-+]`).MatchString(word) {
			frees = frees[:1] // it counts as unset
		}
		for _, free := range frees {
			for _, unknown := range []string{"", "UNKNOWN=", "UNKNOWN=v9"} {
				for _, part := range []string{"x", "xk"} {
					vars := shell.EnvsFromSlice([]string{"KNOWN=v1.2", "PART=" + part, free, unknown})
					want, _, err := shell.NewLex('\\').ProcessWord(word, vars)
					if err != nil || !pattern.MatchString(want) {
						t.Fatalf("%q is %q, but with %q, %q and %q: %q, %v", word, got.Text, free, unknown, part, want, err)
					}
				}
			}
		}
	})
}
