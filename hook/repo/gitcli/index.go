package gitcli

import (
	"errors"
	"io"
	"strings"

	"github.com/ddhook/ddhook/hook/repo/object"
)

// Staged gives the paths of the index that want takes and that differ from the commit; "" is a commit without files.
// A path that is staged for deletion has the zero New.
func (g *Git) Staged(commit string, want func(path []byte) bool) ([]object.Change, error) {
	tree, err := g.treeOf(commit)
	if err != nil {
		return nil, err
	}
	return g.raw(want, "diff-index", "--cached", "--raw", "-z", "--no-abbrev", "--no-renames", tree, "--")
}

// Index gives the entries that stand in the index at exactly these paths, from the top.
func (g *Git) Index(paths []string) ([]object.Staged, error) {
	var staged []object.Staged
	args := append([]string{"ls-files", "--stage", "-z", "--full-name", "--"}, fromTop(paths)...)
	err := g.Stream(func(out io.Reader) error {
		return fields(out, func(field []byte) error {
			entry, stage, err := parseEntry(field)
			if err == nil {
				staged = append(staged, object.Staged{Entry: entry, Unmerged: stage != "0"})
			}
			return err
		})
	}, args...)
	return exactly(staged, paths), err
}

// exactly takes away what lies below a path that turned out to be a folder.
func exactly(staged []object.Staged, paths []string) []object.Staged {
	wanted := map[string]bool{}
	for _, path := range paths {
		wanted[path] = true
	}
	var kept []object.Staged
	for _, s := range staged {
		if wanted[s.Path] {
			kept = append(kept, s)
		}
	}
	return kept
}

// HasStaged says whether the index has the path, from the top, as a file or as a folder.
func (g *Git) HasStaged(path string) (bool, error) {
	found := errors.New("found")
	err := g.Stream(func(out io.Reader) error {
		return fields(out, func([]byte) error { return found })
	}, append([]string{"ls-files", "-z", "--"}, fromTop([]string{path})...)...)
	if errors.Is(err, found) {
		return true, nil
	}
	return false, err
}

// fromTop makes pathspecs that mean these very paths, whatever signs are in them, in whatever folder git runs.
func fromTop(paths []string) []string {
	specs := make([]string, len(paths))
	for i, path := range paths {
		specs[i] = ":(top,literal)" + strings.TrimSuffix(path, "/")
	}
	return specs
}
