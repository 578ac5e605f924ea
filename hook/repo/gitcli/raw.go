package gitcli

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/ddhook/ddhook/hook/repo/object"
)

// raw runs a command that prints the raw format of git-diff-index(1) with -z and returns the changes of the paths that
// want takes, and git's warnings. A rename's Path is the new one.
func (g *Git) raw(want func(path []byte) bool, args ...string) (changes []object.Change, warnings string, err error) {
	warnings, err = g.stream(nil, func(out io.Reader) error {
		in := bufio.NewReaderSize(out, 64<<10)
		if changes, err = readRaw(in, want); err != nil {
			return err
		}
		if rest, _ := in.ReadString('\n'); rest != "" {
			return fmt.Errorf("git's list of changes has %q", rest)
		}
		return nil
	}, args...)
	return changes, warnings, err
}

// readRaw reads changes as long as there are any: a line of modes, ids and a status letter, then the path, or for a rename
// the old path and the new one, each up to a NUL.
func readRaw(in *bufio.Reader, want func(path []byte) bool) ([]object.Change, error) {
	var changes []object.Change
	for {
		next, err := in.Peek(1)
		switch {
		case errors.Is(err, io.EOF) || err == nil && next[0] != ':':
			return changes, nil
		case err != nil:
			return nil, fmt.Errorf("reading git's list of changes: %w", err)
		}
		line, err := in.ReadString(0)
		words := strings.Split(strings.Trim(line, ":\x00"), " ")
		if err != nil || len(words) != 5 || words[4] == "" {
			return nil, errors.Join(fmt.Errorf("git's list of changes has the line %q", line), err)
		}
		oldPath := ""
		if status := words[4][0]; status == 'R' || status == 'C' {
			oldPath, err = in.ReadString(0)
		}
		path, pathErr := in.ReadBytes(0)
		if err := errors.Join(err, pathErr); err != nil {
			return nil, fmt.Errorf("git's list of changes breaks off after %q: %w", line, err)
		}
		if path = path[:len(path)-1]; !want(path) {
			continue
		}
		c := object.Change{Path: string(path), Unmerged: words[4] == "U"}
		var newErr error
		c.Old, err = side(cmp.Or(strings.TrimSuffix(oldPath, "\x00"), c.Path), words[0], words[2])
		if c.New, newErr = side(c.Path, words[1], words[3]); err != nil || newErr != nil {
			return nil, errors.Join(err, newErr)
		}
		changes = append(changes, c)
	}
}

// side is what one side has at a path; mode 0 means that it has nothing.
func side(path, mode, id string) (object.Entry, error) {
	bits, err := strconv.ParseUint(mode, 8, 32)
	if err != nil {
		return object.Entry{}, fmt.Errorf("git's list of changes has an odd mode: %w", err)
	}
	if bits == 0 {
		return object.Entry{}, nil
	}
	return object.Entry{Path: path, Mode: uint32(bits), ID: id}, nil
}
