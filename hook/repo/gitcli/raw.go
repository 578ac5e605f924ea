package gitcli

import (
	"bufio"
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
		p := rawParser{want: want, emit: func(c object.Change) { changes = append(changes, c) }}
		if err := fields(out, p.field); err != nil {
			return err
		}
		if p.status != 0 {
			return errors.New("git's list of changes breaks off")
		}
		return nil
	}, args...)
	return changes, warnings, err
}

// rawParser takes the fields of the raw format one by one: a line of modes, ids and a status letter, then the path, or
// for a rename the old path and the new one.
type rawParser struct {
	want   func(path []byte) bool
	emit   func(object.Change)
	change object.Change
	status byte // of the change that waits for its path; 0 when a line is due
}

func (p *rawParser) field(field []byte) error {
	switch {
	case p.status == 0:
		return p.line(string(field))
	case (p.status == 'R' || p.status == 'C') && p.change.Old.Path == "":
		p.change.Old.Path = string(field)
		return nil
	}
	if p.want(field) {
		p.change.Path = string(field)
		p.complete()
		p.emit(p.change)
	}
	p.status = 0
	return nil
}

func (p *rawParser) line(line string) error {
	parts := strings.Split(line, " ")
	if len(parts) != 5 || !strings.HasPrefix(line, ":") || parts[4] == "" {
		return fmt.Errorf("git's list of changes has the line %q", line)
	}
	oldMode, oldErr := strconv.ParseUint(parts[0][1:], 8, 32)
	newMode, newErr := strconv.ParseUint(parts[1], 8, 32)
	if err := errors.Join(oldErr, newErr); err != nil {
		return fmt.Errorf("git's list of changes has an odd mode: %w", err)
	}
	p.status = parts[4][0]
	p.change = object.Change{
		Old:      object.Entry{Mode: uint32(oldMode), ID: parts[2]},
		New:      object.Entry{Mode: uint32(newMode), ID: parts[3]},
		Unmerged: p.status == 'U',
	}
	return nil
}

// complete gives the sides their paths, and makes a side of mode 0 the absent one that it means.
func (p *rawParser) complete() {
	c := &p.change
	if c.Old.Path == "" {
		c.Old.Path = c.Path
	}
	c.New.Path = c.Path
	if c.Old.Mode == 0 {
		c.Old = object.Entry{}
	}
	if c.New.Mode == 0 {
		c.New = object.Entry{}
	}
}

// fields hands on what stands before each NUL.
func fields(r io.Reader, each func([]byte) error) error {
	buffered := bufio.NewReaderSize(r, 64<<10)
	for {
		field, err := buffered.ReadBytes(0)
		switch {
		case errors.Is(err, io.EOF) && len(field) == 0:
			return nil
		case errors.Is(err, io.EOF):
			return fmt.Errorf("git's output breaks off after %q", field)
		case err != nil:
			return fmt.Errorf("reading git's output: %w", err)
		}
		if err := each(field[:len(field)-1]); err != nil {
			return err
		}
	}
}
