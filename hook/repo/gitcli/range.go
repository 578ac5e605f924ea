package gitcli

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/ddhook/ddhook/hook/repo/object"
)

// Commit is the id of the commit that a revision means, tags peeled.
func (g *Git) Commit(revision string) (string, error) {
	id, err := g.line("rev-parse", "--verify", "--quiet", "--end-of-options", revision)
	if err == nil { // a step of its own: in `:/text` all that follows is text
		id, err = g.line("rev-parse", "--verify", "--quiet", id+"^{commit}")
	}
	if Status(err) != 1 {
		return id, err
	}
	switch {
	case strings.Contains(revision, ".."):
		return "", fmt.Errorf("%q is a range; name its ends: ddhook diff FROM TO", revision)
	case g.isShallow():
		return "", fmt.Errorf("%q is no commit that is here, since this clone is shallow; %s", revision, deepen)
	}
	return "", fmt.Errorf("%q is no commit of this repository; `git fetch` may bring it", revision)
}

const deepen = "fetch the history: `git fetch --unshallow` (actions/checkout: fetch-depth: 0)"

// isShallow says whether the history is cut off somewhere.
func (g *Git) isShallow() bool {
	shallow, err := g.line("rev-parse", "--is-shallow-repository")
	return err == nil && shallow == "true"
}

// LeadsToCommit says whether the object with this id is a commit, or a tag of one. One that cannot be read is an error.
func (g *Git) LeadsToCommit(id string) (bool, error) {
	kind, err := g.line("cat-file", "-t", id+"^{}")
	return kind == "commit", err
}

// CommitIfHere is the id of the commit that id leads to, tags peeled; "" when the repository does not have it.
func (g *Git) CommitIfHere(id string) string {
	if id == "" {
		return ""
	}
	commit, err := g.line("rev-parse", "--verify", "--quiet", id+"^{commit}")
	if err != nil {
		return ""
	}
	return commit
}

// MergeBase is the best common ancestor of two commits, the one that `git diff A...B` takes.
func (g *Git) MergeBase(a, b string) (string, error) {
	bases, err := g.line("merge-base", a, b)
	if Status(err) != 1 {
		return strings.SplitN(bases, "\n", 2)[0], err
	}
	if g.isShallow() {
		return "", fmt.Errorf("%.12s and %.12s have no common commit here, since this clone is shallow; %s", a, b, deepen)
	}
	return "", fmt.Errorf("%.12s and %.12s have no common commit, so there is no range between them", a, b)
}

// Diff gives the paths that want takes and that two commits have differently; from "" is a commit without files.
func (g *Git) Diff(from, to string, want func(path []byte) bool) ([]object.Change, error) {
	tree, err := g.treeOf(from)
	if err != nil {
		return nil, err
	}
	return g.raw(want, "diff-tree", "-r", "--raw", "-z", "--no-abbrev", "--no-renames", tree, to, "--")
}

// treeOf gives what stands for the commit's files; for "" the empty tree, in the repository's own hash.
func (g *Git) treeOf(commit string) (string, error) {
	if commit == "" {
		return g.line("hash-object", "-t", "tree", "--stdin")
	}
	return commit, nil
}

// renames are the options that make renames what `git diff -M` finds with git's own defaults, whatever is configured: a
// likeness of 50 %, and no search for likeness among more than a thousand files.
func renames() []string {
	return []string{"--raw", "-z", "--no-abbrev", "-M50%", "-l1000", "--diff-filter=R"}
}

// Renames gives the files that want takes and that the commit to has under another name than from.
func (g *Git) Renames(from, to string, want func(path []byte) bool) ([]object.Change, error) {
	args := append([]string{"diff-tree", "-r"}, renames()...)
	return g.raw(want, append(args, from, to, "--")...)
}

// StagedRenames gives the files that want takes and that the index has under another name than the commit.
func (g *Git) StagedRenames(commit string, want func(path []byte) bool) ([]object.Change, error) {
	git, done, err := g.apart()
	if err != nil {
		return nil, err
	}
	defer done()
	args := append(diffIndex(), renames()...)
	return git.raw(want, append(args, commit, "--")...)
}

// Boundary gives the commits just before what the tip has beyond known: those that are known and parents of some that
// are not. Known are arguments of git-rev-list(1), such as "--remotes" or commit ids. New is false when all that the
// tip has is known.
func (g *Git) Boundary(tip string, known ...string) (boundary []string, isNew bool, err error) {
	args := append([]string{"rev-list", "--boundary", tip, "--not"}, known...)
	err = g.Stream(func(out io.Reader) error {
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if id, ok := strings.CutPrefix(lines.Text(), "-"); ok {
				boundary = append(boundary, id)
			} else {
				isNew = true
			}
		}
		return lines.Err()
	}, append(args, "--")...)
	return boundary, isNew, err
}
