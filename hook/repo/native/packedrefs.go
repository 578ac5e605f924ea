package native

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// packedRefs is an open packed-refs file: a line that says that it is sorted, then a line "id name" for each ref, some
// followed by a line "^id" with what a tag leads to. It can hold hundreds of thousands and is bisected.
type packedRefs struct {
	file io.ReaderAt
	size int64
}

// block is how many bytes are read at once; no line is longer.
const block = 16 << 10

// search gives the first ref, and its id, that does not sort before name; "" when there is none.
func (p packedRefs) search(name string) (found, id string, err error) {
	low, err := p.header()
	if err != nil {
		return "", "", err
	}
	high := p.size // the ref that is looked for begins in low..high, or at high
	for high-low > block {
		middle := low + (high-low)/2
		at, line, err := p.lineAfter(middle)
		if err != nil {
			return "", "", err
		}
		if at >= high {
			break
		}
		found, _, err := parsePacked(line)
		if err != nil {
			return "", "", err
		}
		if found < name {
			low = at
		} else {
			high = at
		}
	}
	return p.scan(low, name)
}

// header checks that the file is sorted and gives the offset behind its first line. A file that does not say so was not
// written by a git of the last years.
func (p packedRefs) header() (int64, error) {
	data, err := p.read(0)
	if err != nil || len(data) == 0 {
		return 0, err
	}
	line, _, ok := bytes.Cut(data, []byte("\n"))
	if !ok || !bytes.HasPrefix(line, []byte("# pack-refs with:")) || !bytes.Contains(line, []byte(" sorted")) {
		return 0, errors.New("it does not say that it is sorted")
	}
	return int64(len(line) + 1), nil
}

// lineAfter is the first line with a ref that begins after offset, and where; at the end of the file it is at its size.
func (p packedRefs) lineAfter(offset int64) (at int64, line string, err error) {
	data, err := p.read(offset)
	if err != nil {
		return 0, "", err
	}
	rest := data
	for {
		_, after, ok := bytes.Cut(rest, []byte("\n"))
		if !ok {
			return 0, "", errors.New("a line is too long")
		}
		rest = after
		at = offset + int64(len(data)-len(rest))
		if at == p.size {
			return at, "", nil
		}
		if text, _, ok := bytes.Cut(rest, []byte("\n")); ok && !bytes.HasPrefix(text, []byte("^")) {
			return at, string(text), nil
		}
	}
}

// scan goes line by line from the offset of one.
func (p packedRefs) scan(offset int64, name string) (found, id string, err error) {
	for offset < p.size {
		data, err := p.read(offset)
		if err != nil {
			return "", "", err
		}
		whole := bytes.LastIndexByte(data, '\n') + 1
		if whole == 0 {
			return "", "", errors.New("a line is too long, or breaks off")
		}
		for line := range strings.Lines(string(data[:whole])) {
			if line[0] == '^' {
				continue
			}
			found, id, err := parsePacked(strings.TrimSuffix(line, "\n"))
			if err != nil || found >= name {
				return found, id, err
			}
		}
		offset += int64(whole)
	}
	return "", "", nil
}

func (p packedRefs) read(offset int64) ([]byte, error) {
	data := make([]byte, min(block, p.size-offset))
	if _, err := p.file.ReadAt(data, offset); err != nil {
		return nil, err
	}
	return data, nil
}

func parsePacked(line string) (name, id string, err error) {
	id, name, ok := strings.Cut(line, " ")
	if !ok || !isHash(id) || name == "" {
		return "", "", fmt.Errorf("%.80q is no line of it", line)
	}
	return name, id, nil
}
