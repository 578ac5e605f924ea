package native

import (
	"fmt"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/ddhook/ddhook/hook/repo/object"
)

// maxTree bounds a folder, and a commit, in bytes; a folder of a million files has 40 MB.
const maxTree = 256 << 20

// Lookup finds paths in the commit's files and folders; what it does not have is missing in the map too. It is quickest
// for sorted paths. Only the folders on the way to them are read.
func (r *Reader) Lookup(commit string, paths []string) (map[string]object.Entry, error) {
	if commit == "" || len(paths) == 0 {
		return nil, nil
	}
	root, err := r.rootTree(commit)
	if err != nil {
		return nil, err
	}
	d := descent{read: r.tree, trees: []*tree{root}}
	found := map[string]object.Entry{}
	for _, path := range paths {
		e, err := d.lookup(path)
		if err != nil {
			return nil, fmt.Errorf("looking for %s in the commit %s: %w", path, commit, err)
		}
		if e.Mode != 0 {
			e.Path = path
			found[path] = e
		}
	}
	return found, nil
}

// rootTree reads the commit's first line, "tree <id>", and that tree.
func (r *Reader) rootTree(commit string) (*tree, error) {
	id, err := r.hash(commit)
	if err != nil {
		return nil, err
	}
	data, err := r.objects.read(id, plumbing.CommitObject, maxTree)
	if err != nil {
		return nil, fmt.Errorf("reading the commit %s: %w", commit, err)
	}
	line, _, _ := strings.Cut(string(data[:min(len(data), 64)]), "\n")
	treeID, ok := strings.CutPrefix(line, "tree ")
	if !ok {
		return nil, fmt.Errorf("the commit %s names no tree", commit)
	}
	return r.tree(treeID)
}

func (r *Reader) tree(id string) (*tree, error) {
	hash, err := r.hash(id)
	if err != nil {
		return nil, err
	}
	data, err := r.objects.read(hash, plumbing.TreeObject, maxTree)
	if err != nil {
		return nil, fmt.Errorf("reading the tree %s: %w", id, err)
	}
	return &tree{data: data}, nil
}
