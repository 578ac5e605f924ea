package native

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"slices"

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
// deltas in a loop, to a base that is whole, and back up; go-git's own reader calls itself for each, without end when a
// damaged pack makes a ring.
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
