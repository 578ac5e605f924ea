package native

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sort"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/packfile"
)

// pack is a pack and its index, opened when the first object is looked for.
type pack struct {
	base    string     // their path without ".pack" and ".idx"
	files   []*os.File // the two
	objects *packfile.Scanner
}

const (
	maxChain = 4096     // deltas in a row; git never makes more
	maxDelta = 32 << 20 // bytes of these and their base, and of what each makes; git takes no base of 32 times the size
)

func (p *pack) open() error {
	for _, extension := range []string{".pack", ".idx"} {
		file, err := os.Open(p.base + extension)
		if err != nil {
			return err
		}
		p.files = append(p.files, file)
	}
	p.objects = packfile.NewScanner(p.files[0])
	return nil
}

// read returns the object's content; plumbing.ErrObjectNotFound means that it is not in this pack. It goes down the chain of
// deltas in a loop to a whole base, and back up; go-git's own reader calls itself, without end where deltas make a ring.
func (p *pack) read(id plumbing.Hash, kind plumbing.ObjectType) ([]byte, error) {
	if p.objects == nil {
		if err := p.open(); err != nil {
			return nil, err
		}
	}
	offset, err := offsetOf(p.files[1], id)
	if err != nil {
		return nil, err
	}
	var deltas [][]byte
	size := int64(0) // of all that is held
	for range maxChain {
		header, err := p.objects.SeekObjectHeader(offset)
		if err != nil {
			return nil, err
		}
		if size += header.Length; len(deltas) == 0 && !header.Type.IsDelta() {
			err = check(header.Type, header.Length, kind)
		} else if header.Length < 0 || size > maxDelta {
			err = fmt.Errorf("deltas of %d bytes with their base are for git to read", size)
		}
		var data bytes.Buffer
		if err == nil {
			_, _, err = p.objects.NextObject(&data)
		}
		if err != nil {
			return nil, err
		}
		switch header.Type {
		default:
			return patch(data.Bytes(), deltas, header.Type, kind)
		case plumbing.OFSDeltaObject:
			offset = header.OffsetReference
		case plumbing.REFDeltaObject:
			if offset, err = offsetOf(p.files[1], header.Reference); err != nil {
				return nil, fmt.Errorf("looking for the base of a delta: %w", err)
			}
		}
		deltas = append(deltas, data.Bytes())
	}
	return nil, errors.New("its deltas have no end")
}

// patch applies deltas to what they are based on, the last one first.
func patch(data []byte, deltas [][]byte, found, kind plumbing.ObjectType) (_ []byte, err error) {
	for _, delta := range slices.Backward(deltas) {
		_, n := binary.Uvarint(delta) // the size of the base comes before that of the result
		if size, m := binary.Uvarint(delta[max(n, 0):]); n <= 0 || m <= 0 || size > maxDelta {
			return nil, fmt.Errorf("a delta that makes %d bytes is for git to read", size)
		}
		if data, err = packfile.PatchDelta(data, delta); err != nil {
			return nil, err
		}
	}
	return data, check(found, int64(len(data)), kind)
}

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
