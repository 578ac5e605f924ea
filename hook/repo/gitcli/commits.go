package gitcli

import (
	"errors"
	"fmt"
	"io"
	"slices"
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

// Commit returns the id of the commit that a revision means, tags peeled.
func (g *Git) Commit(revision string) (string, error) {
	id, err := g.Line("rev-parse", "--verify", "--quiet", "--end-of-options", revision)
	if err == nil { // a step of its own: in `:/text` all that follows is text
		id, err = g.Line("rev-parse", "--verify", "--quiet", id+"^{commit}")
	}
	if Status(err) != 1 {
		return id, err
	}
	if strings.Contains(revision, "..") {
		return "", fmt.Errorf("%q is a range; name its ends: ddhook diff FROM TO", revision)
	}
	return "", fmt.Errorf("%q is not a commit of this repository; `git fetch` may bring it, %s", revision, deepen)
}

const deepen = "in a shallow clone `git fetch --unshallow` (actions/checkout: fetch-depth: 0)"

// MergeBase returns the best common ancestor of two commits, the one that `git diff A...B` takes.
func (g *Git) MergeBase(a, b string) (string, error) {
	base, err := g.Line("merge-base", a, b)
	if Status(err) == 1 {
		err = fmt.Errorf("%.12s and %.12s have no common commit here, so there is no range between them; %s", a, b, deepen)
	}
	return base, err
}

// Branches returns the commits of all branches, the newest first.
func (g *Git) Branches() ([]string, error) {
	ids, err := g.Line("for-each-ref", "--sort=-committerdate", "--format=%(objectname)", "refs/heads/")
	return strings.Fields(ids), err
}

// likeness has git find renames as `git diff -M` does by default, whatever is configured: 50 %, of up to a thousand files.
var likeness = []string{"-M50%", "-l1000", "--diff-filter=R"}

// Renames returns the files that want takes and that the commit to has under another name than from.
func (g *Git) Renames(from, to string, want func(path []byte) bool) ([]object.Change, error) {
	args := slices.Concat([]string{"diff-tree", "-r"}, likeness, []string{from, to, "--"})
	return g.with("LC_ALL=C").raw(want, args...)
}

// StagedRenames is [Git.Renames] for the index.
func (g *Git) StagedRenames(commit string, want func(path []byte) bool) ([]object.Change, error) {
	return g.with("LC_ALL=C").rawIndex(want, slices.Concat(likeness, []string{commit, "--"})...)
}

// Boundaries returns, for each commit that tips reach and that known do not, the known parents of it or of one that it
// reaches, sorted. Known are arguments of git-rev-list(1), such as "--remotes"; so are ^id for single commits in tips.
func (g *Git) Boundaries(tips []string, known string) (map[string][]string, error) {
	var s *server
	err := g.serve(&s, "rev-list", "--topo-order", "--reverse", "--parents", "--stdin", "--not", known)
	if err != nil {
		return nil, err
	}
	_, _ = io.WriteString(s.stdin, strings.Join(tips, "\n")) // a git that does not take it says why
	_ = s.stdin.Close()
	boundaries, work := map[string][]string{}, 0
	for { // parents come before their children
		line, err := s.out.ReadString('\n')
		if err != nil {
			return boundaries, s.end(nil)
		}
		ids := strings.Fields(line)
		var boundary []string
		for i, parent := range ids[1:] {
			of, isNew := boundaries[parent]
			if !isNew {
				of = []string{parent}
			}
			boundary = union(boundary, of)
			if i > 0 {
				work += len(boundary)
			}
			if work > 10_000_000 {
				return nil, s.end(errors.New("too many known commits are merged; push older ones of them first"))
			}
		}
		boundaries[ids[0]] = boundary
	}
}

// union is the longer of two sorted lists where that has all, so that a long history shares a few.
func union(a, b []string) []string {
	if len(a) < len(b) {
		a, b = b, a
	}
	lacks := func(id string) bool { _, has := slices.BinarySearch(a, id); return !has }
	if !slices.ContainsFunc(b, lacks) {
		return a
	}
	return slices.Compact(slices.Sorted(slices.Values(slices.Concat(a, b))))
}
