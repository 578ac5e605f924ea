package native

import (
	"bytes"
	"errors"
	"io"
)

// windowSize is small enough to stay in the processor's cache while it is gone through. It also bounds a path.
const windowSize = 256 << 10

// window shows a stream piece by piece in one buffer.
type window struct {
	r          io.Reader
	buf        []byte
	start, end int
	done       bool // r has no more
}

// rest is what is in the buffer and has not been skipped.
func (w *window) rest() []byte { return w.buf[w.start:w.end] }

// skip is for bytes that have been seen.
func (w *window) skip(n int) { w.start += n }

// fill makes the buffer as full as it gets and gives its rest, which has at least n bytes.
func (w *window) fill(n int) ([]byte, error) {
	if !w.done {
		w.end = copy(w.buf, w.rest())
		w.start = 0
	}
	for !w.done && w.end < len(w.buf) {
		read, err := w.r.Read(w.buf[w.end:])
		w.end += read
		switch {
		case errors.Is(err, io.EOF):
			w.done = true
		case err != nil:
			return nil, err
		}
	}
	if w.end-w.start < n {
		return nil, errTruncated
	}
	return w.rest(), nil
}

func (w *window) peek(n int) ([]byte, error) {
	if len(w.rest()) >= n {
		return w.rest(), nil
	}
	return w.fill(n)
}

// keep says that of the rest only its end is still needed.
func (w *window) keep(end []byte) { w.start = w.end - len(end) }

// refill is fill when only the end of the rest is still needed.
func (w *window) refill(end []byte, n int) ([]byte, error) {
	w.keep(end)
	return w.fill(n)
}

// find looks in rest, the end of the window's, for c from the byte at on, and gives its distance from there and the rest
// that holds both, which may have been filled up.
func (w *window) find(c byte, at int, rest []byte) (int, []byte, error) {
	if i := bytes.IndexByte(rest[at:], c); i >= 0 {
		return i, rest, nil
	}
	rest, err := w.refill(rest, at)
	if err != nil {
		return 0, nil, err
	}
	i := bytes.IndexByte(rest[at:], c)
	if i < 0 {
		return 0, nil, errTruncated
	}
	return i, rest, nil
}

// discard goes n bytes on, in the buffer or not.
func (w *window) discard(n int64) error {
	if buffered := int64(len(w.rest())); n > buffered {
		w.start = w.end
		copied, err := io.CopyBuffer(io.Discard, io.LimitReader(w.r, n-buffered), w.buf)
		if err == nil && copied < n-buffered {
			err = errTruncated
		}
		w.start, w.end = 0, 0
		return err
	}
	w.skip(int(n))
	return nil
}
