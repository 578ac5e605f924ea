package compare

import "math"

// changed marks the lines of a that are gone from b, and the lines of b that are new. It is Myers' algorithm in linear
// space ("An O(ND) Difference Algorithm and Its Variations", 4b). Among answers that are equally short it takes the one
// that git takes, and it sets the same lines aside before, so that a line is new where `git diff` shows it as added.
func changed(a, b []string) (deleted, added []bool) {
	deleted, added = make([]bool, len(a)), make([]bool, len(b))
	start, end := 0, 0
	for start < min(len(a), len(b)) && a[start] == b[start] {
		start++
	}
	for end < min(len(a), len(b))-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	inA, inB := counts(a), counts(b)
	d := differ{
		a: pick(a, deleted, start, len(a)-end, inB),
		b: pick(b, added, start, len(b)-end, inA),
	}
	diagonals := len(d.a.lines) + len(d.b.lines) + 3
	d.limit = max(minLimit, roughRoot(diagonals))
	d.forth = reach{at: make([]int, diagonals+1), zero: len(d.b.lines) + 1}
	d.back = reach{at: make([]int, diagonals+1), zero: len(d.b.lines) + 1}
	d.compare(box{0, len(d.a.lines), 0, len(d.b.lines)})
	return deleted, added
}

func counts(lines []string) map[string]int {
	n := make(map[string]int, len(lines))
	for _, line := range lines {
		n[line]++
	}
	return n
}

// roughRoot is a power of two near the square root of n.
func roughRoot(n int) int {
	root := 1
	for ; n > 0; n /= 4 {
		root *= 2
	}
	return root
}

// minLimit is the least number of changes at which the search for the shortest answer is given up.
const minLimit = 256

// picked are the lines of one side that are compared.
type picked struct {
	lines   []string
	at      []int  // the index of each among all lines of its side
	changed []bool // by that index
}

func (p picked) mark(from, to int) {
	for _, i := range p.at[from:to] {
		p.changed[i] = true
	}
}

// differ compares the lines that were picked.
type differ struct {
	a, b        picked
	forth, back reach
	limit       int // of changes, before a box is split where the search stands
}

// box is lines a0 up to a1 of the one side against lines b0 up to b1 of the other.
type box struct{ a0, a1, b0, b1 int }

// compare marks what differs in a box.
func (d *differ) compare(x box) {
	for x.a0 < x.a1 && x.b0 < x.b1 && d.a.lines[x.a0] == d.b.lines[x.b0] {
		x.a0, x.b0 = x.a0+1, x.b0+1
	}
	for x.a0 < x.a1 && x.b0 < x.b1 && d.a.lines[x.a1-1] == d.b.lines[x.b1-1] {
		x.a1, x.b1 = x.a1-1, x.b1-1
	}
	if x.a0 == x.a1 || x.b0 == x.b1 {
		d.a.mark(x.a0, x.a1)
		d.b.mark(x.b0, x.b1)
		return
	}
	a, b := d.split(x)
	d.compare(box{x.a0, a, x.b0, b})
	d.compare(box{a, x.a1, b, x.b1})
}

// reach is how far into a the paths with some number of changes get, by their diagonal: a path that is at line i of a
// and line j of b is on diagonal i-j.
type reach struct {
	at       []int
	zero     int // where diagonal 0 is in at
	min, max int // the diagonals that are reached
}

func (r *reach) get(diagonal int) int     { return r.at[r.zero+diagonal] }
func (r *reach) set(diagonal, line int)   { r.at[r.zero+diagonal] = line }
func (r *reach) has(diagonal int) bool    { return r.min <= diagonal && diagonal <= r.max }
func (r *reach) begin(diagonal, line int) { r.min, r.max = diagonal, diagonal; r.set(diagonal, line) }

// widen takes in one diagonal more on each side, but none outside low to high. never is a line that no path gets to.
func (r *reach) widen(low, high, never int) {
	if r.min > low {
		r.min--
		r.set(r.min-1, never)
	} else {
		r.min++
	}
	if r.max < high {
		r.max++
		r.set(r.max+1, never)
	} else {
		r.max--
	}
}

// split gives a point in a box that a shortest path goes through: where paths from its start and from its end meet.
func (d *differ) split(x box) (a, b int) {
	low, high := x.a0-x.b1, x.a1-x.b0
	d.forth.begin(x.a0-x.b0, x.a0)
	d.back.begin(x.a1-x.b1, x.a1)
	odd := (d.forth.min-d.back.min)%2 != 0
	for n := 1; ; n++ {
		d.forth.widen(low, high, -1)
		for k := d.forth.max; k >= d.forth.min; k -= 2 {
			i := max(d.forth.get(k-1)+1, d.forth.get(k+1))
			for i < x.a1 && i-k < x.b1 && d.a.lines[i] == d.b.lines[i-k] {
				i++
			}
			d.forth.set(k, i)
			if odd && d.back.has(k) && d.back.get(k) <= i {
				return i, i - k
			}
		}
		d.back.widen(low, high, math.MaxInt)
		for k := d.back.max; k >= d.back.min; k -= 2 {
			i := min(d.back.get(k-1), d.back.get(k+1)-1)
			for i > x.a0 && i-k > x.b0 && d.a.lines[i-1] == d.b.lines[i-k-1] {
				i--
			}
			d.back.set(k, i)
			if !odd && d.forth.has(k) && i <= d.forth.get(k) {
				return i, i - k
			}
		}
		if n >= d.limit {
			return d.furthest(x)
		}
	}
}

// furthest gives the point that is the furthest from where its path began.
func (d *differ) furthest(x box) (a, b int) {
	forth, back := -1, math.MaxInt
	var forthA, backA int
	for k := d.forth.max; k >= d.forth.min; k -= 2 {
		i := min(d.forth.get(k), x.a1, x.b1+k)
		if sum := i + i - k; sum > forth {
			forth, forthA = sum, i
		}
	}
	for k := d.back.max; k >= d.back.min; k -= 2 {
		i := max(d.back.get(k), x.a0, x.b0+k)
		if sum := i + i - k; sum < back {
			back, backA = sum, i
		}
	}
	if x.a1+x.b1-back < forth-x.a0-x.b0 {
		return forthA, forth - forthA
	}
	return backA, back - backA
}
