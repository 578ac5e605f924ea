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
	case len(expandBraces(pattern)) > maxAlternatives:
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

// expandBraces replaces every {a,b} by its choices, as doublestar does, and stops soon after [maxAlternatives].
func expandBraces(pattern string) (all []string) {
	if !strings.Contains(pattern, "{") {
		return []string{pattern}
	}
	depth, parts := 0, []int{} // where the first brace that is not in another stands, and its commas
	for _, at := range letter().FindAllStringIndex(pattern, -1) {
		switch i, c := at[0], pattern[at[0]]; {
		case c == '{':
			if depth++; depth == 1 {
				parts = append(parts, i)
			}
		case c == ',' && depth == 1:
			parts = append(parts, i)
		case c == '}' && depth > 1:
			depth--
		case c == '}' && depth == 1:
			parts = append(parts, i)
			for k, start := range parts[:len(parts)-1] {
				choice := pattern[start+1 : parts[k+1]]
				all = append(all, expandBraces(pattern[:parts[0]]+choice+pattern[i+1:])...)
				if len(all) > maxAlternatives {
					break
				}
			}
			return all
		}
	}
	return []string{pattern}
}
