package gitcli

import (
	"bufio"
	"cmp"
	"fmt"
	"strings"

	"github.com/ddhook/ddhook/hook/repo/object"
)

// raw runs a command that compares, of git-diff-index(1)'s kind, and returns the changes of the paths that want takes. In
// English git warns where it gave up looking for renames. A rename's Path is the new one.
func (g *Git) raw(want func(path []byte) bool, args ...string) (changes []object.Change, err error) {
	var s *server
	if err = g.serve(&s, append([]string{args[0], "--raw", "-z", "--no-abbrev"}, args[1:]...)...); err != nil {
		return nil, err
	}
	changes, err = readRaw(s.out, want)
	err = s.end(err)
	*g.GaveUp = *g.GaveUp || err == nil && strings.Contains(s.stderr.String(), "rename detection was skipped")
	return changes, err
}

// readRaw reads changes as long as there are any: a line of modes, ids and a status letter, then the path, or for a rename
// the old path and the new one, each up to a NUL. Mode 0 means that a side has nothing.
func readRaw(in *bufio.Reader, want func(path []byte) bool) (changes []object.Change, err error) {
	for {
		line, lineErr := in.ReadString(0)
		if line == "" {
			return changes, nil // whether git failed, its end tells
		}
		status := line[strings.LastIndexByte(line, ' ')+1:]
		path, err := in.ReadBytes(0)
		oldPath := path
		if strings.HasPrefix(status, "R") {
			path, err = in.ReadBytes(0)
		}
		if err = cmp.Or(lineErr, err); err != nil {
			return nil, fmt.Errorf("git's list of changes breaks off after %q: %w", line, err)
		}
		if path = path[:len(path)-1]; line[0] == ':' && !want(path) {
			continue
		}
		c := object.Change{Path: string(path)}
		if _, err := fmt.Sscanf(line, ":%o %o %s %s ", &c.Old.Mode, &c.New.Mode, &c.Old.ID, &c.New.ID); err != nil {
			return nil, fmt.Errorf("git's list of changes has the line %q: %w", line, err)
		}
		c.Old.Path, c.New.Path = string(oldPath[:len(oldPath)-1]), c.Path
		if c.Old.Mode == 0 {
			c.Old = object.Entry{}
		}
		if strings.HasPrefix(status, "U") {
			c.New = object.Entry{Path: c.Path, Unmerged: true}
		} else if c.New.Mode == 0 {
			c.New = object.Entry{}
		}
		changes = append(changes, c)
	}
}
