package compare

import (
	"bytes"
	"cmp"
	"fmt"
	"path"
	"regexp"
	"sort"
	"strconv"
	"strings"
)

// Differ has git compare pairs of an old and a new text, see [gitcli.Git.DiffTexts].
type Differ func(pairs [][2]string) (patches []byte, err error)

// Lines maps the lines of a new version to those of an old one: the hunks of their diff, in the order of the file.
type Lines []hunk

// hunk is a run of old lines and the run of new lines in its place. Either may be empty.
type hunk struct{ old, new run }

// run is the lines from one up to another one, 1-based.
type run struct{ from, to int }

// before returns where a line of the new version stood in the old one; for an added line those that it replaced, and false.
func (l Lines) before(line int) (old run, kept bool) {
	last := sort.Search(len(l), func(i int) bool { return line < l[i].new.from }) - 1
	if last < 0 {
		return run{line, line + 1}, true
	}
	h := l[last]
	if line < h.new.to {
		return h.old, false
	}
	line += h.old.to - h.new.to
	return run{line, line + 1}, true
}

// MapLines fills in the Lines of every old version. When git fails the files lose them: what cannot be compared is new.
func MapLines(files []File, diff Differ) error {
	var pairs [][2]string
	var olds []*Old
	for _, f := range files {
		for i := range f.Olds {
			olds = append(olds, &f.Olds[i])
			pairs = append(pairs, [2]string{f.Olds[i].Source.Data, f.Now.Source.Data})
		}
	}
	if len(pairs) == 0 {
		return nil
	}
	patches, err := diff(pairs)
	var lines []Lines
	if err == nil {
		lines, err = parsePatches(patches, len(pairs))
	}
	if err != nil {
		for i := range files {
			files[i].Olds = nil
		}
		return fmt.Errorf("comparing lines with the old versions: %w", err)
	}
	for i, old := range olds {
		old.Lines = lines[i]
	}
	return nil
}

// parsePatches reads the patches of n pairs. No line of a file's content can be taken for a header: it has a sign before it.
func parsePatches(patches []byte, n int) ([]Lines, error) {
	hunkHeader := regexp.MustCompile(`^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@`)
	all := make([]Lines, n)
	pair := -1
	for line := range bytes.Lines(patches) {
		header := strings.TrimSuffix(string(line), "\n")
		isValid := true
		switch {
		case strings.HasPrefix(header, "diff --git "):
			number, err := strconv.Atoi(path.Base(header))
			pair, isValid = number, err == nil
		case strings.HasPrefix(header, "@@ ") && pair >= 0:
			m := hunkHeader.FindStringSubmatch(header)
			if isValid = m != nil; isValid {
				all[pair] = append(all[pair], hunk{runOf(m[1], m[2]), runOf(m[3], m[4])})
			}
		}
		if !isValid || pair < 0 || pair >= n {
			return nil, fmt.Errorf("git's patches have the line %q, which belongs to nothing that was asked for", header)
		}
	}
	return all, nil
}

// runOf is a run of which git gives the first line and, unless it is 1, the number of lines.
func runOf(first, count string) run {
	from, _ := strconv.Atoi(first)
	n, _ := strconv.Atoi(cmp.Or(count, "1"))
	if n == 0 {
		from++ // an empty run is named by the line before it
	}
	return run{from, from + n}
}
