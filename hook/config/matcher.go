package config

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"
)

// Matcher selects paths by the settings. Paths are from the top of the repository, with "/".
type Matcher struct {
	config   Config
	suffixes [][]byte // one of them ends every path that Files can select, and every name that ends as a Dockerfile's
	within   []string // files, or folders with all that is below them; none is everything
}

// Matcher returns what the globs select, which [Parse] and [Config.Override] have checked. It takes only what is in within
// or below one of them, each from the top, without a last "/"; "" or "." is the top itself. No paths narrow nothing.
func (c Config) Matcher(within ...string) *Matcher {
	m := &Matcher{config: c, suffixes: [][]byte{[]byte("ockerfile")}, within: within}
	for _, glob := range c.Files {
		isBrace := func(r rune) bool { return strings.ContainsRune("{},", r) }
		for _, piece := range strings.FieldsFunc(glob, isBrace) { // whatever is chosen, one of the pieces comes last
			if !strings.HasSuffix(piece, "/") {
				m.suffixes = append(m.suffixes, []byte(piece[strings.LastIndexAny(piece, `*?[]\/`)+1:]))
			}
		}
	}
	return m
}

// Selects reports whether the file at path is to be checked.
func (m *Matcher) Selects(path string) bool {
	return matchesAny(m.config.Files, path) && m.admits(path)
}

// Resembles reports whether path looks like a Dockerfile, is not selected, and has not been excluded either.
func (m *Matcher) Resembles(path string) bool {
	return lookOf(path) != "" && !matchesAny(m.config.Files, path) && m.admits(path)
}

// MayMatch is a first test for walks over very many paths: where it reports false, path neither is selected nor resembles.
// It allocates nothing and mostly looks at the last letters only. A hook asks it for every file of a repository.
func (m *Matcher) MayMatch(path []byte) bool {
	for _, s := range m.suffixes { // the last letter decides nearly always, and a call costs more than to look at it
		if n, k := len(path), len(s); k == 0 || n >= k && path[n-1] == s[k-1] && bytes.HasSuffix(path, s) {
			return true
		}
	}
	base := len(path) - len("Dockerfile") // or before: a shorter name resembles nothing
	for base > 0 && path[base-1] != '/' {
		base--
	}
	return base >= 0 && (path[base] == 'D' || path[base] == 'C') &&
		(bytes.HasPrefix(path[base:], []byte("Dockerfile")) || bytes.HasPrefix(path[base:], []byte("Containerfile")))
}

func (m *Matcher) admits(path string) bool {
	isIn := func(p string) bool { return p == "" || p == "." || path == p || strings.HasPrefix(path, p+"/") }
	return !matchesAny(m.config.Exclude, path) && (len(m.within) == 0 || slices.ContainsFunc(m.within, isIn))
}

func matchesAny(globs []string, path string) bool {
	return slices.ContainsFunc(globs, func(glob string) bool { return doublestar.MatchUnvalidated(glob, path) })
}

// looks are globs of the names that Dockerfiles have. [Matcher.MayMatch] knows them too.
var looks = []string{
	"**/Dockerfile", "**/Dockerfile.*", "**/Containerfile", "**/Containerfile.*", "**/*.dockerfile", "**/*.Dockerfile",
}

// lookOf returns the glob of all files that look like a Dockerfile in the way that one does; "" when it does not. The
// .dockerignore that may stand beside a Dockerfile begins with the Dockerfile's name.
func lookOf(file string) (glob string) {
	i := slices.IndexFunc(looks, func(look string) bool { return doublestar.MatchUnvalidated(look, file) })
	if i < 0 || strings.HasSuffix(file, ".dockerignore") {
		return ""
	}
	return looks[i]
}

// Lines returns the lines of .ddhook.yaml that would select paths that resemble Dockerfiles too, for those of the same keys.
func (c Config) Lines(paths []string) []string {
	files, exclude := slices.Clone(c.Files), slices.Clone(c.Exclude)
	for _, path := range paths {
		look := lookOf(path)
		if look != "" && !slices.Contains(files, look) {
			files = append(files, look)
		}
		if ignore := "**/*.dockerignore"; strings.HasSuffix(look, ".*") && !slices.Contains(exclude, ignore) {
			exclude = append(exclude, ignore)
		}
	}
	lines := []string{"files:"}
	for i, glob := range slices.Concat(files, exclude) {
		if i == len(files) {
			lines = append(lines, "exclude:")
		}
		lines = append(lines, fmt.Sprintf("  - %q", glob)) // a bare "*" begins an alias
	}
	return lines
}

// The limits of globs. Braces multiply: 22 pairs of two mean four million patterns, which would hold up every commit.
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

// alternatives returns how many globs the braces of one mean, or some number above [maxAlternatives].
func alternatives(pattern string) (n int) {
	word := &syntax.Word{Parts: []syntax.WordPart{&syntax.Lit{Value: pattern}}}
	syntax.SplitBraces(word)
	for range expand.BracesSeq(nil, word) {
		if n++; n > maxAlternatives {
			break
		}
	}
	return n
}
