package config

import (
	"slices"
	"strings"
)

// Matcher tells which paths the settings select. Paths are from the top of the repository, with "/". It is made once,
// since globs are compiled, and can be used by several goroutines.
type Matcher struct {
	files, exclude []glob
	suffixes       [][]byte // one of them ends every path that files can select
	within         []string // files, or folders with all that is below them; nil is everything
}

// Matcher compiles the globs, which [Parse] and [Config.Override] have checked.
func (c Config) Matcher() *Matcher {
	m := new(Matcher)
	for _, pattern := range c.Files {
		g := compile(pattern)
		m.files = append(m.files, g)
		for _, a := range g {
			m.suffixes = append(m.suffixes, []byte(a.suffix))
		}
	}
	for _, pattern := range c.Exclude {
		m.exclude = append(m.exclude, compile(pattern))
	}
	return m
}

// Narrow gives a matcher that takes only what is one of paths or below one of them, each from the top without a "/"
// at its end; "" or "." is the top itself. No paths at all narrow nothing.
func (m *Matcher) Narrow(paths []string) *Matcher {
	if len(paths) == 0 || slices.Contains(paths, "") || slices.Contains(paths, ".") {
		paths = nil
	}
	narrow := *m
	narrow.within = paths
	return &narrow
}

// Selects says whether the file at path is to be checked.
func (m *Matcher) Selects(path string) bool {
	return matchesAny(m.files, path) && m.admits(path)
}

// Resembles says whether path looks like a Dockerfile, is not selected, and has not been excluded either.
func (m *Matcher) Resembles(path string) bool {
	look := lookOf(path[strings.LastIndexByte(path, '/')+1:])
	return look != "" && !matchesAny(m.files, path) && m.admits(path)
}

func (m *Matcher) admits(path string) bool {
	return !matchesAny(m.exclude, path) && (m.within == nil || slices.ContainsFunc(m.within, func(p string) bool {
		return path == p || strings.HasPrefix(path, p) && path[len(p)] == '/'
	}))
}

func matchesAny(globs []glob, path string) bool {
	return slices.ContainsFunc(globs, func(g glob) bool { return g.matches(path) })
}
