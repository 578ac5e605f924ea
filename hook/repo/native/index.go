package native

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/format/index"
)

// The layout of gitformat-index(5): a header, then entries: ten 32-bit numbers, the seventh is the mode, the id, flags.
const (
	headerSize = 12
	modeAt     = 6 * 4
	idAt       = 10 * 4
	idSize     = 20
	flagsAt    = idAt + idSize
	fixedSize  = flagsAt + 2

	flagExtended = 0x4000 // 16 more bits of flags follow
	flagStage    = 0x3000
	nameMask     = 0x0fff // the name's length; this value itself means "this long or longer"

	extendedIntent = 0x2000 // of the further flags: `git add -N`
)

// bufferSize is small enough to stay in the processor's cache while it is gone through. An entry of more than maxEntry
// bytes, four times the longest path that Linux takes, is for git to read.
const bufferSize, maxEntry = 256 << 10, 16 << 10

var (
	errTruncated = errors.New("it breaks off, or a path is too long")
	errDamaged   = errors.New("it is damaged")
)

// walkIndex asks want about the path of each entry, in the order of the index, and hands those that it wants to found,
// which may stop the walk. The path is only lent. What is not wanted is never decoded: a hook pays for this at every
// commit, and an index can have millions of entries. The hash at the end is not checked, as git does not check it either.
func walkIndex(r io.Reader, want func(path []byte) bool, found func(index.Entry) (stop bool)) error {
	in := bufio.NewReaderSize(r, bufferSize)
	var head [headerSize]byte
	if _, err := io.ReadFull(in, head[:]); err != nil {
		return err
	}
	version, count := binary.BigEndian.Uint32(head[4:]), binary.BigEndian.Uint32(head[8:])
	if string(head[:4]) != "DIRC" || version < 2 || version > 4 {
		return fmt.Errorf("%w: its first bytes are %q", errDamaged, head[:8])
	}
	stopped, err := walkEntries(in, count, version == 4, want, found)
	if err != nil || stopped {
		return err
	}
	return walkExtensions(in)
}

// walkEntries goes over all entries, unless found stops it. In version 2 and 3 a path is written out, and one to eight zeros
// fill up to a multiple of 8. In version 4 it is compressed: how many bytes to take off the one before, what is new, a zero.
func walkEntries(in *bufio.Reader, count uint32, compressed bool, want func(path []byte) bool,
	found func(index.Entry) (stop bool)) (stopped bool, err error) {
	rest, _ := in.Peek(in.Buffered()) // what is buffered and not gone over yet
	var last []byte                   // the path before, where they are compressed
	for ended := false; count > 0; count-- {
		if len(rest) < maxEntry && !ended {
			_, _ = in.Discard(in.Buffered() - len(rest)) // it is buffered
			rest, err = in.Peek(bufferSize)
			if ended = errors.Is(err, io.EOF); err != nil && !ended {
				return false, err
			}
		}
		if len(rest) < fixedSize+2 {
			return false, errTruncated
		}
		flags := binary.BigEndian.Uint16(rest[flagsAt:])
		head, length := fixedSize, int(flags&nameMask)
		if flags&flagExtended != 0 {
			head += 2
		}
		at := head // where the path, or the end of one, begins
		if compressed {
			cut, n := offsetVarint(rest[head:])
			if n == 0 || cut > uint64(len(last)) {
				return false, fmt.Errorf("%w: a path takes more from the one before than it has", errDamaged)
			}
			last, at = last[:len(last)-int(cut)], head+n
		}
		if compressed || length == nameMask {
			length = bytes.IndexByte(rest[at:], 0)
		}
		size := at + length + 1
		if !compressed {
			size = (size + 7) &^ 7
		}
		if length < 0 || len(rest) < size {
			return false, errTruncated
		}
		path := rest[at : at+length]
		if compressed {
			last = append(last, path...)
			path = last
		}
		switch {
		case len(path) == 0 || rest[size-1] != 0 || path[len(path)-1] == '/':
			return false, fmt.Errorf("%w, split or sparse: a path is empty, of a folder, or ends where it should not", errDamaged)
		case want(path) && found(decode(rest[:head], path)):
			return true, nil
		}
		rest = rest[size:]
	}
	_, err = in.Discard(in.Buffered() - len(rest))
	return false, err
}

// offsetVarint is the number format of offset deltas in packs, which the index shares: seven bits a byte, each further
// byte adds one. n is how many bytes it takes, 0 when b has no whole number of at most 63 bits.
func offsetVarint(b []byte) (value uint64, n int) {
	for i, c := range b {
		if value >= 1<<56 {
			return 0, 0
		}
		value = value<<7 | uint64(c&0x7f)
		if c&0x80 == 0 {
			return value, i + 1
		}
		value++
	}
	return 0, 0
}

// decode makes go-git's entry, with those of its fields that a check has a use for.
func decode(fixed, path []byte) index.Entry {
	e := index.Entry{
		Name:  string(path),
		Mode:  filemode.FileMode(binary.BigEndian.Uint32(fixed[modeAt:])),
		Stage: index.Stage(binary.BigEndian.Uint16(fixed[flagsAt:]) & flagStage >> 12),
	}
	copy(e.Hash[:], fixed[idAt:])
	if len(fixed) > fixedSize {
		e.IntentToAdd = binary.BigEndian.Uint16(fixed[fixedSize:])&extendedIntent != 0
	}
	return e
}

// walkExtensions looks for those that change what the entries mean. One whose name begins with a capital letter can be
// ignored; `link` (a split index) and `sdir` (a sparse one) are among those that cannot.
func walkExtensions(in *bufio.Reader) error {
	for {
		head, err := in.Peek(idSize + 8)
		switch {
		case len(head) == idSize && errors.Is(err, io.EOF): // the hash
			return nil
		case err != nil:
			return err
		case head[0] < 'A' || head[0] > 'Z':
			return fmt.Errorf("its extension %q is for git to read", head[:4])
		}
		if _, err := in.Discard(8 + int(binary.BigEndian.Uint32(head[4:]))); err != nil {
			return err
		}
	}
}
