package gitcli

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/ddhook/ddhook/hook/repo/object"
)

// raw runs a command that compares, of git-diff-index(1)'s kind, and returns the changes of the paths that want takes, and
// git's warnings. A rename's Path is the new one.
func (g *Git) raw(want func(path []byte) bool, args ...string) (changes []object.Change, warnings string, err error) {
	var s *server
	if err = g.serve(&s, append([]string{args[0], "--raw", "-z", "--no-abbrev"}, args[1:]...)...); err != nil {
		return nil, "", err
	}
	changes, err = readRaw(s.out, want)
	if rest, _ := s.out.ReadString('\n'); err == nil && rest != "" {
		err = fmt.Errorf("git's list of changes has %q", rest)
	}
	err = cmp.Or(s.end(), err)
	return changes, s.stderr.String(), err
}

// readRaw reads changes as long as there are any: a line of modes, ids and a status letter, then the path, or for a rename
// the old path and the new one, each up to a NUL.
func readRaw(in *bufio.Reader, want func(path []byte) bool) (changes []object.Change, err error) {
	for {
		if next, err := in.Peek(1); err != nil || next[0] != ':' {
			return changes, nil // whoever reads on meets the error
		}
		line, err := in.ReadString(0)
		words := strings.Split(strings.Trim(line, ":\x00"), " ")
		if err != nil || len(words) != 5 || words[4] == "" {
			return nil, errors.Join(fmt.Errorf("git's list of changes has the line %q", line), err)
		}
		path, err := in.ReadBytes(0)
		oldPath := path
		if status := words[4][0]; err == nil && (status == 'R' || status == 'C') {
			path, err = in.ReadBytes(0)
		}
		if err != nil {
			return nil, fmt.Errorf("git's list of changes breaks off after %q: %w", line, err)
		}
		if path = path[:len(path)-1]; !want(path) {
			continue
		}
		old, oldErr := side(oldPath[:len(oldPath)-1], words[0], words[2])
		now, nowErr := side(path, words[1], words[3])
		if err := errors.Join(oldErr, nowErr); err != nil {
			return nil, err
		}
		if words[4] == "U" {
			now = object.Entry{Path: string(path), Unmerged: true}
		}
		changes = append(changes, object.Change{Path: string(path), Old: old, New: now})
	}
}

// side is what one side has at a path; mode 0 means that it has nothing.
func side(path []byte, mode, id string) (object.Entry, error) {
	bits, err := strconv.ParseUint(mode, 8, 32)
	if err != nil {
		return object.Entry{}, fmt.Errorf("git's list of changes has an odd mode: %w", err)
	}
	if bits == 0 {
		return object.Entry{}, nil
	}
	return object.Entry{Path: string(path), Mode: uint32(bits), ID: id}, nil
}
