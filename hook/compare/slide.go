package compare

// Where a block of added lines begins or ends like its neighbours, it can be shown in several places: adding a second
// "RUN x" behind another can be told as adding the first. git settles it by sliding each block of changes (the heuristic
// of diff.indentHeuristic, on by default); no library does. The same choice here means that the lines ddhook calls
// added are the ones that the user sees in `git diff`.

// side is one version: its lines and which of them are changed.
type side struct {
	lines   []string
	changed []bool
}

// group is a run of changed lines from start up to end. Between any two unchanged lines there is one, perhaps empty.
type group struct{ start, end int }

// slide moves each block of changed lines of s to the place that git would show it at. other is the other version: its
// groups correspond one to one, since unchanged lines do.
func slide(s, other side) {
	g, o := s.first(), other.first()
	for {
		if g.start < g.end {
			s.place(&g, other, &o)
		}
		if !s.next(&g) {
			return
		}
		other.next(&o)
	}
}

// place slides one group as far up and then as far down as it goes (groups that it meets become part of it), and then
// back up to the best place.
func (s side) place(g *group, other side, o *group) {
	var earliest, matching int
	for size := -1; size != g.end-g.start; {
		size = g.end - g.start
		matching = -1
		for s.up(g) {
			other.previous(o)
		}
		earliest = g.end
		if o.start < o.end {
			matching = g.end
		}
		for s.down(g) {
			other.next(o)
			if o.start < o.end {
				matching = g.end
			}
		}
	}
	var target int
	switch {
	case g.end == earliest:
		return
	case matching >= 0: // beside a change of the other side, so that both show as one
		target = matching
	default:
		target = s.bestEnd(*g, earliest)
	}
	for g.end > target && s.up(g) {
		other.previous(o)
	}
}

// up slides a group one line up when the line before it equals its last one.
func (s side) up(g *group) bool {
	if g.start == 0 || s.lines[g.start-1] != s.lines[g.end-1] {
		return false
	}
	g.start--
	g.end--
	s.changed[g.start], s.changed[g.end] = true, false
	for g.start > 0 && s.changed[g.start-1] {
		g.start--
	}
	return true
}

// down slides a group one line down when the line behind it equals its first one.
func (s side) down(g *group) bool {
	if g.end == len(s.lines) || s.lines[g.start] != s.lines[g.end] {
		return false
	}
	s.changed[g.start], s.changed[g.end] = false, true
	g.start++
	g.end++
	for g.end < len(s.lines) && s.changed[g.end] {
		g.end++
	}
	return true
}

func (s side) first() group {
	g := group{}
	for g.end < len(s.lines) && s.changed[g.end] {
		g.end++
	}
	return g
}

// next goes to the group behind the next unchanged line.
func (s side) next(g *group) bool {
	if g.end == len(s.lines) {
		return false
	}
	g.start = g.end + 1
	for g.end = g.start; g.end < len(s.lines) && s.changed[g.end]; g.end++ {
	}
	return true
}

func (s side) previous(g *group) {
	if g.start == 0 {
		return
	}
	g.end = g.start - 1
	for g.start = g.end; g.start > 0 && s.changed[g.start-1]; g.start-- {
	}
}
