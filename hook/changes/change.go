// Package changes brings together what a commit, a range or a push changes: for each selected file its new content and
// the old ones it is compared with.
package changes

import (
	"github.com/ddhook/ddhook/hook/repo"
)

// Selector tells which files are to be checked. Paths are from the top of the repository, with "/".
type Selector interface {
	// MayMatch is a first and cheap test: when it is false, path is neither selected nor resembles. It must not keep
	// the bytes.
	MayMatch(path []byte) bool
	// Selects reports whether the file at path is to be checked.
	Selects(path string) bool
	// Resembles reports whether path looks like a Dockerfile, is not selected, and is not excluded either.
	Resembles(path string) bool
}

// Set is what one commit, range or pushed tip changes.
type Set struct {
	Changes  []Change // sorted by path
	Unlisted []string // changed files that resemble Dockerfiles and that nothing selects, sorted
	Parents  []string // ids of the commits that it is compared with; none when all is new
	// Unfinished reports whether git gave up a search for renamed files that an Olds needed, so that one may have none
	// for that reason. It may be nil.
	Unfinished func() bool
}

// Change is one selected file that differs from every parent, to be judged.
type Change struct {
	Path string // from the top of the repository, with "/"
	ID   string // the object id of New, which equal contents share; "" on disk
	File string // where it lies on disk, a [Real] name; "" where it need not
	New  Content
	// Olds are the versions that New is compared with: one per parent that has the file, under whatever name; none
	// when all of the file is new. It is asked only when New has findings, since it may have to find renames.
	Olds func() ([]Old, error)
}

// Old is the file as one parent has it.
type Old struct {
	Path string // differs from the change's when the file was renamed
	Read Content
}

// Content reads one version of a file. It reads anew each time, so that only what is being judged takes memory.
type Content func() ([]byte, error)

func content(r *repo.Repository, e repo.Entry) Content {
	return func() ([]byte, error) { return r.Blob(e.ID) }
}
