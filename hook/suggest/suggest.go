// Package suggest finds what somebody meant who mistyped a name.
package suggest

import (
	"strings"

	"github.com/agext/levenshtein"
)

// Name returns the one of known that word most resembles, or "" when none of them is near: more than a third of the
// letters would have to change. Upper and lower case are taken alike; of equals the first wins.
func Name(word string, known []string) (best string) {
	least := len(word)/3 + 2
	for _, k := range known {
		if abs := max(len(k)-len(word), len(word)-len(k)); abs >= least { // it would take too long
			continue
		}
		if d := levenshtein.Distance(strings.ToLower(word), strings.ToLower(k), nil); d < least {
			best, least = k, d
		}
	}
	return best
}
