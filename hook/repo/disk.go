package repo

import (
	"bytes"
	"path/filepath"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/ddhook/ddhook/hook/repo/native"
)

// IsStaged says whether data, which a file on disk holds, is what the index has of it; known is false when the index
// has nothing of it or only git could tell. No process is started, and no variable of the environment counts. Line
// ends do not matter, since git may convert them.
func IsStaged(file string, data []byte) (same, known bool) {
	where, err := discover(filepath.Dir(file), nil)
	if err != nil || where.foreign != nil {
		return false, false
	}
	rel, err := filepath.Rel(where.top, file)
	if err != nil {
		return false, false
	}
	r := native.New(native.Place{GitDir: where.gitDir, CommonDir: where.commonDir, Index: where.index})
	defer r.Close()
	staged, err := r.Index([]string{filepath.ToSlash(rel)})
	if err != nil || len(staged) != 1 || staged[0].Unmerged {
		return false, false
	}
	for _, version := range [][]byte{data, bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))} {
		same = same || plumbing.ComputeHash(plumbing.BlobObject, version).String() == staged[0].ID
	}
	return same, true
}
