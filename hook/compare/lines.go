package compare

import (
	"strings"

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
