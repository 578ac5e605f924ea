package native

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sort"

	"github.com/go-git/go-git/v5/plumbing"
)

// The parts of an index of version 2, see gitformat-pack(5): its header, the fanout, which says for each byte how many ids
// begin with it or a smaller one, then tables of ids, checksums, offsets and large offsets.
const (
	idxHeader = "\xfftOc\x00\x00\x00\x02"
	idsAt     = int64(len(idxHeader)) + 256*4
	isLarge   = 1 << 31 // in an offset: the rest of it is an index into the large ones
)

// offsetOf returns where the object with this id begins in the pack of an index, in bytes; plumbing.ErrObjectNotFound means
// that the pack does not have it. It reads only what that needs: go-git's reader takes the whole file first, of a pack with
// 3,000,000 objects 253 MB. A damaged index leads to a wrong object or to none; what is read of a pack is held to its id.
func offsetOf(index io.ReaderAt, id plumbing.Hash) (offset int64, err error) {
	head := make([]byte, idsAt)
	if _, err := index.ReadAt(head, 0); err != nil {
		return 0, fmt.Errorf("reading its fanout: %w", err)
	}
	fanout, ok := bytes.CutPrefix(head, []byte(idxHeader))
	if !ok {
		return 0, errors.New("a pack index of another version is for git to read")
	}
	upTo := func(first byte) int64 { return int64(binary.BigEndian.Uint32(fanout[4*int(first):])) }
	low, high, count := int64(0), upTo(id[0]), upTo(255)
	if id[0] > 0 {
		low = upTo(id[0] - 1)
	}
	var other plumbing.Hash
	i, found := sort.Find(int(high-low), func(i int) int {
		_, readErr := index.ReadAt(other[:], idsAt+(low+int64(i))*idSize)
		err = cmp.Or(err, readErr)
		return bytes.Compare(id[:], other[:])
	})
	if err != nil || !found {
		return 0, cmp.Or(err, plumbing.ErrObjectNotFound)
	}
	var buf [8]byte
	offsets := idsAt + count*(idSize+4)
	if _, err := index.ReadAt(buf[:4], offsets+4*(low+int64(i))); err != nil {
		return 0, err
	}
	if offset = int64(binary.BigEndian.Uint32(buf[:])); offset&isLarge == 0 {
		return offset, nil
	}
	_, err = index.ReadAt(buf[:], offsets+4*count+8*(offset&^isLarge))
	return int64(binary.BigEndian.Uint64(buf[:])), err
}
