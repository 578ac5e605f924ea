// Package changes brings together what a commit, a range or a push changes, or what there is on disk: for each selected
// file its content and the older ones it is compared with. It also finds named paths, and the settings that are there.
package changes

import (
	"github.com/ddhook/ddhook/hook/config"
	"github.com/ddhook/ddhook/hook/repo"
)

// Set is what one commit, range or pushed tip changes, or what a name stands for on disk.
type Set struct {
	Changes  []Change // sorted by path
	Unlisted []string // changed files that resemble Dockerfiles and that nothing selects, sorted
}

// Change is one selected file that differs from every parent, to be judged.
type Change struct {
	Path  string // from the top of the repository, with "/"; on disk, as it was named
	ID    string // the object id of New, which equal contents share; "" on disk
	File  string // where it lies on disk, a [pathname.Real] name; "" where it need not
	New   Content
	Added bool // a parent has no such path: what the file was called there depends on all of the newer side
	// Olds returns the versions that New is compared with: one per parent that has the file, under whatever name; none
	// when all of the file is new. It is asked only when New has findings, since it may have to find renames. It may be nil.
	Olds func() ([]Content, error)
}

// Content reads one version of a file. It reads anew each time, so that only what is being judged takes memory.
type Content func() ([]byte, error)

func content(r *repo.Repository, e repo.Entry) Content {
	return func() ([]byte, error) { return r.Blob(e.ID) }
}

// wanted is what a walk over all paths of a repository asks for each.
func wanted(m *config.Matcher) func(path []byte) bool {
	return func(path []byte) bool {
		return m.MayMatch(path) && (m.Selects(string(path)) || m.Resembles(string(path)))
	}
}
