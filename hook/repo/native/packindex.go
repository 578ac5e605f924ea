package native

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sort"

	"github.com/go-git/go-git/v5/plumbing"
)

// packIndex looks up objects in an index of version 2 (gitformat-pack(5)) by reading only what a lookup needs. go-git's
// reads the whole file first: of a pack with 3,000,000 objects 253 MB for one lookup.
type packIndex struct {
	r      io.ReaderAt
	fanout [256]uint32 // how many ids begin with this byte or a smaller one
	large  int64       // how many offsets of 8 bytes there are
}

// The parts of an index of version 2: its header, the fanout, then tables of ids, checksums, offsets and large offsets,
// and two hashes.
const (
	idxHeader  = "\xfftOc\x00\x00\x00\x02"
	idsAt      = int64(len(idxHeader)) + 256*4
	idxTrailer = 2 * idSize
	isLarge    = 1 << 31 // in an offset: the rest of it is an index into the large ones
)

var errIdxDamaged = errors.New("the index of a pack is damaged")

// newPackIndex reads the fanout, and checks that the file has the size that it promises. A size that could be both is
// one with large offsets.
func newPackIndex(r io.ReaderAt, size int64) (*packIndex, error) {
	head := make([]byte, idsAt)
	if _, err := r.ReadAt(head, 0); err != nil {
		return nil, fmt.Errorf("reading its fanout: %w", err)
	}
	if string(head[:len(idxHeader)]) != idxHeader {
		return nil, errors.New("a pack index of another version is for git to read")
	}
	idx := &packIndex{r: r}
	last := uint32(0)
	for i := range idx.fanout {
		n := binary.BigEndian.Uint32(head[len(idxHeader)+4*i:])
		if n < last {
			return nil, fmt.Errorf("%w: its fanout falls", errIdxDamaged)
		}
		idx.fanout[i], last = n, n
	}
	rest := size - idx.largeAt() - idxTrailer
	if rest < 0 || rest%8 != 0 {
		return nil, fmt.Errorf("%w: %d objects do not take %d bytes", errIdxDamaged, last, size)
	}
	idx.large = rest / 8
	return idx, nil
}

func (x *packIndex) count() int64     { return int64(x.fanout[255]) }
func (x *packIndex) offsetsAt() int64 { return idsAt + x.count()*(idSize+4) }
func (x *packIndex) largeAt() int64   { return x.offsetsAt() + x.count()*4 }

// find returns where the object with this id begins in the pack, in bytes; plumbing.ErrObjectNotFound means that the
// pack does not have it.
func (x *packIndex) find(id plumbing.Hash) (int64, error) {
	position, err := x.position(id)
	if err != nil {
		return 0, err
	}
	var buf [8]byte
	if _, err := x.r.ReadAt(buf[:4], x.offsetsAt()+4*position); err != nil {
		return 0, fmt.Errorf("reading an offset: %w", err)
	}
	offset := int64(binary.BigEndian.Uint32(buf[:]))
	if offset&isLarge == 0 {
		return offset, nil
	}
	n := offset &^ isLarge
	if n >= x.large {
		return 0, fmt.Errorf("%w: it has no large offset %d", errIdxDamaged, n)
	}
	if _, err := x.r.ReadAt(buf[:], x.largeAt()+8*n); err != nil {
		return 0, fmt.Errorf("reading an offset: %w", err)
	}
	if offset = int64(binary.BigEndian.Uint64(buf[:])); offset < 0 {
		return 0, fmt.Errorf("%w: an offset is negative", errIdxDamaged)
	}
	return offset, nil
}

// position bisects the table of ids by reading single ones, until what is left fits into one read.
func (x *packIndex) position(id plumbing.Hash) (int64, error) {
	const atOnce = 128
	low, high := int64(0), int64(x.fanout[id[0]])
	if id[0] > 0 {
		low = int64(x.fanout[id[0]-1])
	}
	var buf [atOnce * idSize]byte
	for high-low > atOnce {
		middle := low + (high-low)/2
		if err := x.readIDs(buf[:idSize], middle); err != nil {
			return 0, err
		}
		if bytes.Compare(buf[:idSize], id[:]) <= 0 {
			low = middle
		} else {
			high = middle
		}
	}
	ids := buf[:(high-low)*idSize]
	if err := x.readIDs(ids, low); err != nil {
		return 0, err
	}
	i, found := sort.Find(int(high-low), func(i int) int { return bytes.Compare(id[:], ids[i*idSize:(i+1)*idSize]) })
	if !found {
		return 0, plumbing.ErrObjectNotFound
	}
	return low + int64(i), nil
}

// readIDs fills ids with those from the position on.
func (x *packIndex) readIDs(ids []byte, position int64) error {
	if _, err := x.r.ReadAt(ids, idsAt+position*idSize); err != nil {
		return fmt.Errorf("reading ids: %w", err)
	}
	return nil
}
