package compare

// How common the other side has a line.
const (
	nowhere = iota
	somewhere
	often
)

const (
	maxOften  = 1024 // from that many times on a line is common, in a file of any size
	maxLook   = 100  // lines
	fewCommon = 4    // of so many lines that are set aside or may be, fewer than one is common
)

// pick leaves out of the lines from start up to end those that the other side does not have, and of those that it has
// often the ones that stand among such: they say little about where a change is. What is left out is changed.
func pick(lines []string, changed []bool, start, end int, other map[string]int) picked {
	common := min(roughRoot(len(lines)), maxOften)
	kinds := make([]int, 0, end-start)
	for _, line := range lines[start:end] {
		switch n := other[line]; {
		case n == 0:
			kinds = append(kinds, nowhere)
		case n < common:
			kinds = append(kinds, somewhere)
		default:
			kinds = append(kinds, often)
		}
	}
	p := picked{changed: changed}
	for i, kind := range kinds {
		if kind == nowhere || kind == often && amongChanges(kinds, i) {
			changed[start+i] = true
		} else {
			p.lines, p.at = append(p.lines, lines[start+i]), append(p.at, start+i)
		}
	}
	return p
}

// amongChanges says that nearly all lines around a common one, up to those that the other side has now and then, are
// lines that it does not have.
func amongChanges(kinds []int, i int) bool {
	count := func(by int) (none, common int) {
		for n, at := 1, i+by; n <= maxLook && at >= 0 && at < len(kinds) && kinds[at] != somewhere; n, at = n+1, at+by {
			if kinds[at] == nowhere {
				none++
			} else {
				common++
			}
		}
		return none, common
	}
	before, commonBefore := count(-1)
	after, commonAfter := count(+1)
	common := commonBefore + commonAfter + 2 // git counts the line itself for each direction
	return before > 0 && after > 0 && common*fewCommon < common+before+after
}
