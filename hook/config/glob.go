package config

import (
	"fmt"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// The limits of a glob. Braces multiply: 22 pairs of two mean four million patterns, so that without a limit one line
// of settings could hold up every commit.
const (
	maxGlob         = 1024 // bytes
	maxAlternatives = 64
)

// glob is a compiled pattern: its alternatives without braces, each behind the literal text that it ends with, which
// is much cheaper to compare than the pattern is to match.
type glob []alternative

type alternative struct{ pattern, suffix string }

// compile takes a glob that [checkGlob] accepts.
func compile(pattern string) glob {
	var g glob
	for _, p := range expandBraces(pattern) {
		g = append(g, alternative{pattern: p, suffix: literalSuffix(p)})
	}
	return g
}

func (g glob) matches(path string) bool {
	for _, a := range g {
		if strings.HasSuffix(path, a.suffix) && doublestar.MatchUnvalidated(a.pattern, path) {
			return true
		}
	}
	return false
}

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

// expandBraces replaces every {a,b} by its choices, as doublestar does, and stops soon after [maxAlternatives].
func expandBraces(pattern string) []string {
	open := nextBrace(pattern)
	if open < 0 {
		return []string{pattern}
	}
	choices, rest := splitBraces(pattern[open+1:])
	var all []string
	for _, c := range choices {
		all = append(all, expandBraces(pattern[:open]+c+rest)...)
		if len(all) > maxAlternatives {
			break
		}
	}
	return all
}

// nextBrace is the index of the first "{" that is neither escaped nor in a character class; -1 when there is none.
func nextBrace(pattern string) int {
	for i := 0; i < len(pattern); i++ {
		switch pattern[i] {
		case '\\':
			i++
		case '[':
			i = classEnd(pattern, i)
		case '{':
			return i
		}
	}
	return -1
}

// classEnd is the index of the "]" that ends the class that begins at i; the first letter in it is always a member.
func classEnd(pattern string, i int) int {
	if i++; i < len(pattern) && (pattern[i] == '^' || pattern[i] == '!') {
		i++
	}
	for ; i < len(pattern) && pattern[i] != ']'; i++ {
		if pattern[i] == '\\' {
			i++
		}
	}
	return i
}

// splitBraces takes what follows a "{": the choices up to its "}", and what comes after it.
func splitBraces(s string) (choices []string, rest string) {
	depth, start := 0, 0
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case s[i] == '[':
			i = classEnd(s, i)
		case s[i] == '{':
			depth++
		case s[i] == '}' && depth > 0:
			depth--
		case s[i] == '}':
			return append(choices, s[start:i]), s[i+1:]
		case s[i] == ',' && depth == 0:
			choices = append(choices, s[start:i])
			start = i + 1
		}
	}
	return append(choices, s[start:]), ""
}

// literalSuffix is the end of a pattern without braces that stands for itself.
func literalSuffix(pattern string) string {
	return pattern[strings.LastIndexAny(pattern, `*?[]\/`)+1:]
}
