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
	base    string // their path without ".pack" and ".idx"
	files   []*os.File
	index   *packIndex
	objects *packfile.Scanner
}

const (
	maxChain = 4096      // deltas in a row; git never makes more
	maxDelta = 256 << 20 // bytes of a delta, of what it is applied to and of what it makes
)

// read returns the object's content, of at most max bytes; plumbing.ErrObjectNotFound means that it is not in this pack.
func (p *pack) read(id plumbing.Hash, kind plumbing.ObjectType, max int64) ([]byte, error) {
	offset, err := p.find(id)
	if errors.Is(err, plumbing.ErrObjectNotFound) {
		return nil, err
	}
	if err != nil {
		return nil, fmt.Errorf("%s.idx: %w", p.base, err)
	}
	if p.objects == nil {
		file, err := p.open(".pack")
		if err != nil {
			return nil, err
		}
		p.objects = packfile.NewScanner(file)
	}
	data, err := p.at(offset, kind, max)
	if err != nil {
		return nil, fmt.Errorf("%s.pack at byte %d: %w", p.base, offset, err)
	}
	return data, nil
}

func (p *pack) find(id plumbing.Hash) (offset int64, err error) {
	if p.index == nil {
		file, err := p.open(".idx")
		if err != nil {
			return 0, err
		}
		if p.index, err = newPackIndex(file); err != nil {
			return 0, err
		}
	}
	return p.index.find(id)
}

func (p *pack) open(extension string) (*os.File, error) {
	file, err := os.Open(p.base + extension)
	if err == nil {
		p.files = append(p.files, file)
	}
	return file, err
}

// at reads the object at an offset. It goes down the chain of deltas in a loop, to a base that is whole, and back up;
// go-git's own reader calls itself for each, without end when a damaged pack makes a ring.
func (p *pack) at(offset int64, kind plumbing.ObjectType, max int64) ([]byte, error) {
	var deltas [][]byte
	for range maxChain {
		header, err := p.objects.SeekObjectHeader(offset)
		if err != nil {
			return nil, err
		}
		found, size := header.Type, header.Length
		var data []byte
		if found.IsDelta() {
			if data, err = p.inflate(header); err != nil {
				return nil, err
			}
			found, size = kind, targetSize(data) // what its base is, is seen further down
		}
		if len(deltas) == 0 {
			err = check(found, size, kind, max)
		} else if found != kind || size < 0 || size > maxDelta {
			err = fmt.Errorf("a delta against a %s of %d bytes is for git to read", found, size)
		}
		if err != nil {
			return nil, err
		}
		if !header.Type.IsDelta() {
			if data, err = p.inflate(header); err != nil {
				return nil, err
			}
			return patch(data, deltas)
		}
		deltas = append(deltas, data)
		offset = header.OffsetReference
		if header.Type == plumbing.REFDeltaObject {
			if offset, err = p.index.find(header.Reference); err != nil {
				return nil, fmt.Errorf("looking for the base of a delta: %w", err)
			}
		}
	}
	return nil, errors.New("its deltas have no end")
}

// patch applies deltas to what they are based on, the last one first.
func patch(data []byte, deltas [][]byte) (_ []byte, err error) {
	for _, delta := range slices.Backward(deltas) {
		if data, err = packfile.PatchDelta(data, delta); err != nil {
			return nil, err
		}
	}
	return data, nil
}

// inflate reads the data of the object whose header has just been read.
func (p *pack) inflate(header *packfile.ObjectHeader) ([]byte, error) {
	if header.Length < 0 || header.Length > maxDelta {
		return nil, fmt.Errorf("%d bytes are for git to read", header.Length)
	}
	var data bytes.Buffer
	_, _, err := p.objects.NextObject(&data)
	return data.Bytes(), err
}

// targetSize is how long the result of a delta says that it is: the second of the two numbers that it begins with; -1
// when it has none.
func targetSize(delta []byte) int64 {
	_, n := binary.Uvarint(delta)
	if n <= 0 {
		return -1
	}
	size, n := binary.Uvarint(delta[n:])
	if n <= 0 || size > 1<<62 {
		return -1
	}
	return int64(size)
}
