package gitcli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/ddhook/ddhook/hook/repo/object"
)

// Blob returns the content of a file by its id, at most [budget.MaxFile] bytes. In a partial clone git fetches absent ones.
func (g *Git) Blob(id string) ([]byte, error) {
	_, data, err := g.content(id, "blob")
	return data, err
}

// content returns the id and the content of an object that has to be of a kind.
func (g *Git) content(name, want string) (id string, data []byte, err error) {
	id, kind, data, err := g.object(name)
	switch {
	case err != nil:
	case kind == "":
		err = errors.New("it is missing; `git fsck` says more")
	case kind != want:
		err = fmt.Errorf("it is a %s", kind)
	}
	if err != nil {
		return "", nil, fmt.Errorf("reading the %s %s: %w", want, name, err)
	}
	return id, data, nil
}

// Lookup finds paths, from the top, in the commit's files and folders, see [object.Lookup].
func (g *Git) Lookup(commit string, paths []string) (map[string]object.Entry, error) {
	if commit == "" || len(paths) == 0 {
		return nil, nil
	}
	root, err := g.tree(commit)
	if err != nil {
		return nil, err
	}
	return object.Lookup(root, paths, func(id string) ([]byte, error) {
		_, data, err := g.content(id, "tree")
		return data, err
	})
}

// tree returns the tree of a commit, or of one that a tag leads to, as MERGE_HEAD may; for "" the one without files.
func (g *Git) tree(commit string) (id string, err error) {
	if commit == "" {
		if g.empty == "" {
			g.empty, err = g.Line("hash-object", "-t", "tree", "--stdin")
		}
		return g.empty, err
	}
	id, _, err = g.content(commit+"^{tree}", "tree")
	return id, err
}

// Peel returns the id and the type of the object that the one with this id leads to, tags peeled; "" when it is not here. They
// are known of one that is too large, too.
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
