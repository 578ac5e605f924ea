package compare

// The weights by which git rates a place to begin or end a block of changes, and the limits of how far it looks, as its
// xdiff has them; they were found by tuning on real histories.
const (
	maxSlide  = 100 // lines
	maxIndent = 200 // columns
	maxBlanks = 20  // lines

	startOfFile         = 1
	endOfFile           = 21
	perBlank            = -30
	perBlankAfter       = 6
	indented            = -4
	indentedAfterBlank  = 10
	outdented           = 24
	outdentedAfterBlank = 17
	dedented            = 23
	dedentedAfterBlank  = 17
	indentWeight        = 60
)

// bestEnd gives the end, between earliest and the group's own, at which the group looks most like a block of its own.
func (s side) bestEnd(g group, earliest int) int {
	size := g.end - g.start
	best, bestScore := -1, score{}
	for end := max(earliest, g.end-size-1, g.end-maxSlide); end <= g.end; end++ {
		a, b := s.split(end), s.split(end-size)
		sum := score{a.indent + b.indent, a.penalty + b.penalty}
		if best < 0 || !bestScore.better(sum) {
			best, bestScore = end, sum
		}
	}
	return best
}

// score rates a place to split a file at; lower is better.
type score struct{ indent, penalty int }

func (a score) better(b score) bool {
	c := a.penalty - b.penalty
	switch {
	case a.indent > b.indent:
		c += indentWeight
	case a.indent < b.indent:
		c -= indentWeight
	}
	return c < 0
}

// split rates splitting the file before line i (0-based): at a blank line is good, inside an indented block is bad.
func (s side) split(i int) score {
	before, blanksBefore := s.indentFrom(i-1, -1)
	after, blanksAfter := s.indentFrom(i+1, +1)
	own, sc := -1, score{}
	if i < len(s.lines) {
		own = indentOf(s.lines[i])
	} else {
		sc.penalty += endOfFile
	}
	if before < 0 && blanksBefore == 0 {
		sc.penalty += startOfFile
	}
	sc.indent = own
	if own < 0 {
		sc.indent = after
		blanksAfter++
	} else {
		blanksAfter = 0
	}
	blanks := blanksBefore + blanksAfter
	sc.penalty += perBlank*blanks + perBlankAfter*blanksAfter
	if sc.indent >= 0 && before >= 0 {
		sc.penalty += step(sc.indent-before, after > sc.indent, blanks > 0)
	}
	return sc
}

// step rates the change of the indent at a split; deeper says that the line behind it is indented more.
func step(change int, deeper, blank bool) int {
	choose := func(without, with int) int {
		if blank {
			return with
		}
		return without
	}
	switch {
	case change > 0:
		return choose(indented, indentedAfterBlank)
	case change < 0 && deeper:
		return choose(outdented, outdentedAfterBlank)
	case change < 0:
		return choose(dedented, dedentedAfterBlank)
	}
	return 0
}

// indentFrom gives the indent of the first line that is not blank, going from line i in steps of by, and how many blank
// lines came before it; -1 when there is none.
func (s side) indentFrom(i, by int) (indent, blanks int) {
	for ; i >= 0 && i < len(s.lines); i += by {
		if indent = indentOf(s.lines[i]); indent >= 0 {
			return indent, blanks
		}
		if blanks++; blanks == maxBlanks {
			return 0, blanks
		}
	}
	return -1, blanks
}

// indentOf is the width of a line's leading blanks, a tab up to the next multiple of eight; -1 for a blank line.
func indentOf(line string) int {
	indent := 0
	for i := range len(line) {
		switch line[i] {
		case ' ':
			indent++
		case '\t':
			indent += 8 - indent%8
		case '\n', '\r', '\v', '\f':
		default:
			return indent
		}
		if indent >= maxIndent {
			return maxIndent
		}
	}
	return -1
}
