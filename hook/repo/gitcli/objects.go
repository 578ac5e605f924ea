package gitcli

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/repo/object"
)

// Blob returns the content of a file by its id, at most [budget.MaxFile] bytes. Of a partial clone git fetches what is
// absent.
func (g *Git) Blob(id string) ([]byte, error) { return g.content(id, "blob") }

// content returns the content of an object that has to be of a kind.
func (g *Git) content(id, want string) ([]byte, error) {
	_, kind, data, err := g.object(id)
	switch {
	case err != nil:
	case kind == "":
		err = errors.New("it is missing; `git fsck` says more")
	case kind != want:
		err = fmt.Errorf("it is a %s", kind)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the %s %s: %w", want, id, err)
	}
	return data, nil
}

// Peel returns the id and the type of the object that the one with this id leads to, tags peeled; "" when it is not here.
func (g *Git) Peel(id string) (peeled, kind string, err error) {
	peeled, kind, _, err = g.object(id + "^{}")
	if errors.Is(err, budget.ErrTooLarge) {
		err = nil
	}
	return peeled, kind, err
}

// object returns what a name means to `git cat-file --batch`, which answers with a line "id type size" and the content, or
// "name missing": the type is "" then.
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
	words := strings.Fields(header)
	if len(words) != 3 {
		return "", "", nil, fmt.Errorf("git says %q of it", strings.TrimSpace(header))
	}
	size, err := strconv.ParseInt(words[2], 10, 64)
	switch {
	case err != nil:
	case words[1] == "blob" && size > budget.MaxFile:
		err = budget.ErrTooLarge
	case size > object.MaxTree:
		err = fmt.Errorf("a %s of %d bytes is too large to be read", words[1], size)
	}
	if err == nil {
		data = make([]byte, size+1) // a line end follows
		if _, err = io.ReadFull(g.objects.out, data); err != nil {
			err = g.objects.broken(err)
		}
	}
	if err != nil {
		return words[0], words[1], nil, err
	}
	return words[0], words[1], data[:size], nil
}

// treeOf returns the tree of a commit, or of one that a tag leads to; for "" the empty one, in the repository's own hash.
func (g *Git) treeOf(commit string) (id string, err error) {
	if commit != "" {
		data, err := g.content(commit+"^{commit}", "commit") // in a merge of a tag, MERGE_HEAD has the tag
		if err != nil {
			return "", err
		}
		return object.TreeOf(commit, data)
	}
	if g.emptyTree == "" {
		g.emptyTree, err = g.line("hash-object", "-t", "tree", "--stdin")
	}
	return g.emptyTree, err
}
