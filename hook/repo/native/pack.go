package native

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/packfile"
)

// pack is a pack and its index, opened when the first object is looked for.
type pack struct {
	base    string // their path without ".pack" and ".idx"
	idxFile *os.File
	idx     *packIndex
	file    *os.File
	objects *packfile.Scanner
}

const (
	maxChain = 4096      // deltas in a row; git never makes more
	maxDelta = 256 << 20 // bytes of a delta or of what it is applied to
)

// read gives the object's content, of at most max bytes; plumbing.ErrObjectNotFound says that it is not in this pack.
func (p *pack) read(id plumbing.Hash, kind plumbing.ObjectType, max int64) ([]byte, error) {
	if err := p.openIndex(); err != nil {
		return nil, fmt.Errorf("%s.idx: %w", p.base, err)
	}
	offset, err := p.idx.FindOffset(id)
	if errors.Is(err, plumbing.ErrObjectNotFound) {
		return nil, err
	}
	if err != nil {
		return nil, fmt.Errorf("%s.idx: %w", p.base, err)
	}
	if p.objects == nil {
		if p.file, err = os.Open(p.base + ".pack"); err != nil {
			return nil, err
		}
		p.objects = packfile.NewScanner(p.file)
	}
	data, err := p.at(offset, kind, max)
	if err != nil {
		return nil, fmt.Errorf("%s.pack at byte %d: %w", p.base, offset, err)
	}
	return data, nil
}

func (p *pack) openIndex() (err error) {
	if p.idx != nil {
		return nil
	}
	if p.idxFile, err = os.Open(p.base + ".idx"); err != nil {
		return err
	}
	info, err := p.idxFile.Stat()
	if err != nil {
		return err
	}
	p.idx, err = newPackIndex(p.idxFile, info.Size())
	return err
}

func (p *pack) close() {
	for _, f := range []*os.File{p.idxFile, p.file} {
		if f != nil {
			_ = f.Close() // it was only read
		}
	}
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
		if !header.Type.IsDelta() {
			return p.whole(header, deltas, kind, max)
		}
		delta, err := p.inflate(header, maxDelta)
		if err != nil {
			return nil, err
		}
		if len(deltas) == 0 {
			if err := check(kind, targetSize(delta), kind, max); err != nil {
				return nil, err
			}
		}
		deltas = append(deltas, delta)
		offset = header.OffsetReference
		if header.Type == plumbing.REFDeltaObject {
			if offset, err = p.idx.FindOffset(header.Reference); err != nil {
				return nil, fmt.Errorf("looking for the base of a delta: %w", err)
			}
		}
	}
	return nil, errors.New("its deltas have no end")
}

// whole reads the object at the bottom of a chain and applies the deltas to it, the last one first.
func (p *pack) whole(header *packfile.ObjectHeader, deltas [][]byte, kind plumbing.ObjectType, max int64) ([]byte, error) {
	if len(deltas) > 0 {
		max = maxDelta
	}
	if err := check(header.Type, header.Length, kind, max); err != nil {
		return nil, err
	}
	data, err := p.inflate(header, max)
	if err != nil {
		return nil, err
	}
	for i := len(deltas) - 1; i >= 0; i-- {
		if size := targetSize(deltas[i]); size < 0 || size > maxDelta {
			return nil, fmt.Errorf("a delta to %d bytes is for git to read", size)
		}
		if data, err = packfile.PatchDelta(data, deltas[i]); err != nil {
			return nil, err
		}
	}
	return data, nil
}

// inflate reads the data of the object whose header has just been read.
func (p *pack) inflate(header *packfile.ObjectHeader, max int64) ([]byte, error) {
	if header.Length < 0 || header.Length > max {
		return nil, fmt.Errorf("%d bytes are for git to read", header.Length)
	}
	var data bytes.Buffer
	if _, _, err := p.objects.NextObject(&data); err != nil {
		return nil, err
	}
	if int64(data.Len()) != header.Length {
		return nil, fmt.Errorf("it has %d bytes in place of %d", data.Len(), header.Length)
	}
	return data.Bytes(), nil
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
