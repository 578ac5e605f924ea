package config

import (
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/bmatcuk/doublestar/v4"
)

// The limits of globs. Braces multiply: 22 pairs of two mean four million patterns, so that without a limit one line
// of settings could hold up every commit.
const (
	maxGlobs        = 1024 // of one key
	maxGlob         = 1024 // bytes
	maxAlternatives = 64
)

// checkGlob refuses what doublestar cannot read, what would take too long, and what can match no path from the top.
func checkGlob(pattern string) error {
	switch {
	case pattern == "":
		return fmt.Errorf("an empty glob selects nothing")
	case len(pattern) > maxGlob:
		return fmt.Errorf("glob %.40q... is longer than %d bytes", pattern, maxGlob)
	case !doublestar.ValidatePattern(pattern):
		return fmt.Errorf("glob %q: a bracket, brace or backslash has no partner", pattern)
	case alternatives(pattern) > maxAlternatives:
		return fmt.Errorf("glob %q: its braces mean more than %d alternatives; use several globs", pattern, maxAlternatives)
	case strings.HasPrefix(pattern, "/"), strings.HasPrefix(pattern, "./"):
		return fmt.Errorf("glob %q: globs count from the top anyway; write %q", pattern, strings.TrimLeft(pattern, "./"))
	case strings.HasSuffix(pattern, "/"):
		return fmt.Errorf("glob %q matches no file; write %q", pattern, pattern+"**")
	}
	return nil
}

// letter matches what stands for one letter in a glob: an escaped one, a class, or the letter itself.
var letter = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?s)\\.|\[(\\.|[^\]\\])*\]|.`) })

// alternatives returns how many globs the braces of one mean, or some number above [maxAlternatives].
func alternatives(pattern string) int {
	type group struct{ before, here int } // what its alternatives up to the last comma mean, and the one after it
	open := []group{{0, 1}}
	for _, l := range letter().FindAllString(pattern, -1) {
		inner := &open[len(open)-1]
		switch {
		case l == "{":
			open = append(open, group{0, 1})
		case l == "," && len(open) > 1:
			*inner = group{inner.before + inner.here, 1}
		case l == "}" && len(open) > 1:
			around := &open[len(open)-2]
			around.here = min(around.here*(inner.before+inner.here), maxAlternatives+1)
			open = open[:len(open)-1]
		}
	}
	return open[0].here
}
