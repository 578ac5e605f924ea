package gitcli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/ddhook/ddhook/hook/repo/object"
)

// Object returns the content of an object that is of a type, or of the commit that a tag leads to, as MERGE_HEAD may. Of a file
// it is at most [budget.MaxFile] bytes. In a partial clone git fetches absent ones.
func (g *Git) Object(id, kind string) ([]byte, error) {
	name := id
	if kind == "commit" {
		name += "^{commit}"
	}
	_, is, data, err := g.object(name)
	switch {
	case err != nil:
	case is == "":
		err = errors.New("it is missing; `git fsck` says more")
	case is != kind:
		err = fmt.Errorf("it is a %s", is)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the %s %s: %w", kind, id, err)
	}
	return data, nil
}

// Peel returns the id and the type, also of what is too large, of the object that an id leads to, tags peeled; "" if absent.
func (g *Git) Peel(id string) (peeled, kind string, err error) {
	peeled, kind, _, err = g.object(id + "^{}")
	return peeled, kind, err
}

// object returns what a name means to `git cat-file --batch`: "id type size" and the content, or "name missing".
func (g *Git) object(name string) (id, kind string, data []byte, err error) {
	if err = g.serve(&g.objects, "cat-file", "--batch"); err != nil {
		return "", "", nil, err
	}
	defer func() {
		if err != nil { // what git is about to say is not what the next one asks for
			stop(&g.objects)
		}
	}()
	header, err := g.objects.ask(name + "\n")
	if err != nil || strings.HasSuffix(header, " missing\n") {
		return "", "", nil, err
	}
	var size int64
	if _, err := fmt.Sscanf(header, "%s %s %d\n", &id, &kind, &size); err != nil {
		return "", "", nil, fmt.Errorf("git says %q of it", strings.TrimSpace(header))
	}
	if err := object.CheckSize(kind, size); err != nil {
		return id, kind, nil, err
	}
	data = make([]byte, size+1) // a line end follows
	if _, err := io.ReadFull(g.objects.out, data); err != nil {
		return id, kind, nil, g.objects.end(err)
	}
	return id, kind, data[:size], nil
}
