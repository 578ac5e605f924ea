package compare

import (
	"strings"

	"github.com/aymanbagabas/go-udiff/lcs"

	"github.com/ddhook/ddhook/hook/source"
)

// lineMap says where each line of the new version was in the old one. Lines are 1-based.
type lineMap struct {
	old      []int // old[i] is the old line that new line i+1 is, or 0 for an added line
	oldLines int
}

// was gives the old number of a line; false when the line is added.
func (m lineMap) was(line int) (int, bool) {
	return m.old[line-1], m.old[line-1] != 0
}

// replaced gives the old lines, from one up to another, that stood where an added line stands now.
func (m lineMap) replaced(line int) (from, to int) {
	from, to = 1, m.oldLines+1
	for i := line - 1; i > 0; i-- {
		if was, kept := m.was(i); kept {
			from = was + 1
			break
		}
	}
	for i := line + 1; i <= len(m.old); i++ {
		if was, kept := m.was(i); kept {
			to = was
			break
		}
	}
	return from, to
}

// diffLines compares two versions line by line, as `git diff` does by default, but without a carriage return at a
// line's end.
func diffLines(before, after *source.File) lineMap {
	a, b := lines(before), lines(after)
	deleted, added := changed(a, b)
	slide(side{a, deleted}, side{b, added})
	slide(side{b, added}, side{a, deleted})
	m := lineMap{old: make([]int, len(b)), oldLines: len(a)}
	i := 0
	for j := range b {
		if added[j] {
			continue
		}
		for deleted[i] {
			i++
		}
		i++
		m.old[j] = i
	}
	return m
}

// lines gives the lines without their ends: a change of those, a missing last one included, blames nobody.
func lines(f *source.File) []string {
	if f.Data == "" {
		return nil
	}
	all := make([]string, f.Lines())
	for i := range all {
		all[i] = strings.TrimSuffix(strings.TrimSuffix(f.Line(i+1), "\n"), "\r")
	}
	return all
}

// changed marks the lines of a that are gone from b, and the lines of b that are new. Only lines that both have are
// given to the library: it gives up on the shortest answer after a hundred changes, which re-indenting a file exceeds.
func changed(a, b []string) (deleted, added []bool) {
	deleted, added = make([]bool, len(a)), make([]bool, len(b))
	common, aAt := shared(a, b, deleted)
	other, bAt := shared(b, a, added)
	for _, d := range lcs.DiffLines(common, other) {
		for _, i := range aAt[d.Start:d.End] {
			deleted[i] = true
		}
		for _, j := range bAt[d.ReplStart:d.ReplEnd] {
			added[j] = true
		}
	}
	return deleted, added
}

// shared gives the lines of one that other has too, with their indices; the rest is marked as changed.
func shared(one, other []string, changed []bool) (common []string, at []int) {
	has := make(map[string]bool, len(other))
	for _, line := range other {
		has[line] = true
	}
	for i, line := range one {
		if has[line] {
			common, at = append(common, line), append(at, i)
		} else {
			changed[i] = true
		}
	}
	return common, at
}
