package config

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// Concerns is a first test for walks over very many paths: when it is false, path is neither selected nor resembles.
// It looks at the last letters only and allocates nothing. A hook asks it for every file of a repository.
func (m *Matcher) Concerns(path []byte) bool {
	for _, s := range m.suffixes {
		if endsIn(path, s) {
			return true
		}
	}
	base := path[lastSlash(path)+1:]
	return mayLook(base) && lookOf(base) != ""
}

// endsIn is bytes.HasSuffix, which for nearly every path costs no more here than a look at the last letter.
func endsIn(path, suffix []byte) bool {
	n, k := len(path), len(suffix)
	return k == 0 || n >= k && path[n-1] == suffix[k-1] && bytes.HasSuffix(path, suffix)
}

// lastSlash is bytes.LastIndexByte(path, '/'), eight letters at once: a letter that is a slash is a zero byte of x,
// and the lowest zero byte is the one that z marks first.
func lastSlash(path []byte) int {
	const slashes, lows, highs = 0x2f2f2f2f2f2f2f2f, 0x0101010101010101, 0x8080808080808080
	i := len(path)
	for ; i >= 8; i -= 8 {
		x := binary.BigEndian.Uint64(path[i-8:]) ^ slashes
		if z := (x - lows) &^ x & highs; z != 0 {
			return i - 1 - bits.TrailingZeros64(z)/8
		}
	}
	for i--; i >= 0 && path[i] != '/'; i-- {
	}
	return i
}
