package gitcli

import (
	"fmt"
	"strings"

	"github.com/ddhook/ddhook/hook/repo/object"
)

// Head returns the id of the commit that HEAD leads to; "" when it has none yet.
func (g *Git) Head() (string, error) {
	id, err := g.Line("rev-parse", "--verify", "--quiet", "HEAD")
	if Status(err) != 1 {
		return id, err
	}
	// Only a branch can be without a commit; of a ref that is broken git says that HEAD is no symbolic ref.
	if _, err := g.Line("symbolic-ref", "HEAD"); err != nil {
		return "", fmt.Errorf("HEAD leads to no commit; `git fsck` says more: %w", err)
	}
	return "", nil
}

// Layout returns the git directory, of a linked worktree its own, and the top of the work tree; "" when there is none.
func (g *Git) Layout() (gitDir, top string, err error) {
	out, err := g.Line("rev-parse", "--is-bare-repository", "--absolute-git-dir")
	bare, gitDir, _ := strings.Cut(out, "\n")
	if err == nil && bare == "false" {
		top, err = g.Line("rev-parse", "--show-toplevel")
	}
	return gitDir, top, err
}

// Lookup finds paths, from the top, in the commit's files and folders, see [object.Lookup].
func (g *Git) Lookup(commit string, paths []string) (map[string]object.Entry, error) {
	root, err := g.tree(commit)
	if err != nil {
		return nil, err
	}
	return object.Lookup(root, paths, func(id string) ([]byte, error) {
		_, data, err := g.content(id, "tree")
		return data, err
	})
}

// tree returns the tree of a commit, or of one that a tag leads to, as MERGE_HEAD may; for "" the one without files, in the
// repository's own hash.
func (g *Git) tree(commit string) (id string, err error) {
	if commit == "" {
		return g.Line("hash-object", "-t", "tree", "--stdin")
	}
	id, _, err = g.content(commit+"^{tree}", "tree")
	return id, err
}
