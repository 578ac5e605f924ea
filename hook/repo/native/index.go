package native

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/format/index"
)

// The layout of gitformat-index(5): a header, then entries whose fixed part holds ten 32-bit numbers, the id, and flags.
const (
	headerSize = 12
	fixedSize  = 10*4 + idSize + 2
	flagsAt    = 10*4 + idSize
	idSize     = 20

	flagExtended = 0x4000 // 16 more bits of flags follow
	flagStage    = 0x3000
	nameMask     = 0x0fff // the name's length; this value itself means "this long or longer"

	extendedIntent = 0x2000 // of the further flags: `git add -N`
	extendedSkip   = 0x4000 // skip-worktree
)

var (
	errTruncated = errors.New("it breaks off")
	errDamaged   = errors.New("it is damaged")
)

// walkIndex asks want about the path of each entry, in the order of the index, and hands those that it wants to found,
// which may stop the walk. The path is only lent. What is not wanted is never decoded: a hook pays for this at every
// commit, and an index can have millions of entries. The hash at the end is not checked, as git does not check it either.
func walkIndex(r io.Reader, want func(path []byte) bool, found func(*index.Entry) (stop bool)) error {
	w := walker{in: window{r: r, buf: make([]byte, windowSize)}, want: want, found: found}
	count, err := w.header()
	if err != nil {
		return err
	}
	walk := w.padded
	if w.version == 4 {
		walk = w.compressed
	}
	if stopped, err := walk(count); stopped || err != nil {
		return err
	}
	return w.extensions()
}

type walker struct {
	in      window
	version uint32
	want    func(path []byte) bool
	found   func(*index.Entry) (stop bool)
}

func (w *walker) header() (count uint32, err error) {
	head, err := w.in.peek(headerSize)
	if err != nil {
		return 0, err
	}
	w.version = binary.BigEndian.Uint32(head[4:])
	if string(head[:4]) != "DIRC" || w.version < 2 || w.version > 4 {
		return 0, fmt.Errorf("%w: its first bytes are %q", errDamaged, head[:8])
	}
	w.in.skip(headerSize)
	return binary.BigEndian.Uint32(head[8:]), nil
}

// padded goes over entries of version 2 or 3: the path is written out, and one to eight zeros fill up to a multiple of 8.
func (w *walker) padded(count uint32) (stopped bool, err error) {
	e := w.in.rest()
	for range count {
		if len(e) < fixedSize+2+nameMask+8 {
			if e, err = w.in.refill(e, fixedSize+8); err != nil {
				return false, err
			}
		}
		flags := binary.BigEndian.Uint16(e[flagsAt:])
		head, length := fixedSize, int(flags&nameMask)
		if flags&flagExtended != 0 {
			head += 2
		}
		if length == nameMask {
			if length, e, err = w.in.find(0, head, e); err != nil {
				return false, err
			}
		}
		size := (head + length + 8) &^ 7
		if len(e) < size {
			return false, errTruncated
		}
		if e[head+length] != 0 || length == 0 {
			return false, fmt.Errorf("%w, or split: a path is empty or does not end where it should", errDamaged)
		}
		if path := e[head : head+length]; w.want(path) && w.found(decode(e[:head], path)) {
			return true, nil
		}
		e = e[size:]
	}
	w.in.keep(e)
	return false, nil
}

// compressed goes over entries of version 4: how many bytes to take away from the end of the path before, then what
// comes in their place, up to a zero.
func (w *walker) compressed(count uint32) (stopped bool, err error) {
	e := w.in.rest()
	var path []byte
	for range count {
		if len(e) < fixedSize+2+nameMask {
			if e, err = w.in.refill(e, fixedSize+2); err != nil {
				return false, err
			}
		}
		head := fixedSize
		if binary.BigEndian.Uint16(e[flagsAt:])&flagExtended != 0 {
			head += 2
		}
		cut, n := offsetVarint(e[head:])
		if n == 0 || cut > uint64(len(path)) {
			return false, fmt.Errorf("%w: a path takes more from the one before than it has", errDamaged)
		}
		length := 0
		if length, e, err = w.in.find(0, head+n, e); err != nil {
			return false, err
		}
		if path = append(path[:len(path)-int(cut)], e[head+n:head+n+length]...); len(path) == 0 {
			return false, fmt.Errorf("%w: a path is empty", errDamaged)
		}
		if w.want(path) && w.found(decode(e[:head], path)) {
			return true, nil
		}
		e = e[head+n+length+1:]
	}
	w.in.keep(e)
	return false, nil
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

// decode makes the entry that go-git's decoder would make.
func decode(fixed, path []byte) *index.Entry {
	number := func(i int) uint32 { return binary.BigEndian.Uint32(fixed[4*i:]) }
	flags := binary.BigEndian.Uint16(fixed[flagsAt:])
	e := &index.Entry{
		Name:       string(path),
		CreatedAt:  moment(number(0), number(1)),
		ModifiedAt: moment(number(2), number(3)),
		Dev:        number(4),
		Inode:      number(5),
		Mode:       filemode.FileMode(number(6)),
		UID:        number(7),
		GID:        number(8),
		Size:       number(9),
		Stage:      index.Stage(flags & flagStage >> 12),
	}
	copy(e.Hash[:], fixed[10*4:])
	if len(fixed) > fixedSize {
		extended := binary.BigEndian.Uint16(fixed[fixedSize:])
		e.IntentToAdd = extended&extendedIntent != 0
		e.SkipWorktree = extended&extendedSkip != 0
	}
	return e
}

func moment(seconds, nanoseconds uint32) time.Time {
	if seconds == 0 && nanoseconds == 0 {
		return time.Time{}
	}
	return time.Unix(int64(seconds), int64(nanoseconds))
}

// extensions looks for those that change what the entries mean. One whose name begins with a capital letter can be
// ignored; `link` (a split index) and `sdir` (a sparse one) are among those that cannot.
func (w *walker) extensions() error {
	for {
		head, err := w.in.fill(idSize)
		if err != nil {
			return err
		}
		if len(head) < idSize+8 {
			if len(head) != idSize {
				return errTruncated
			}
			return nil
		}
		if name := head[:4]; name[0] < 'A' || name[0] > 'Z' {
			return fmt.Errorf("its extension %q is for git to read", name)
		}
		size := int64(binary.BigEndian.Uint32(head[4:]))
		w.in.skip(8)
		if err := w.in.discard(size); err != nil {
			return err
		}
	}
}
