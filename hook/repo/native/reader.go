// Package native reads a repository without starting git: the index as a stream, HEAD and what it leads to, files by
// path and content by id. Entries and objects are go-git's; what its readers cost or misread is read here.
//
// It answers only what it is sure of. Any error but one of a file that is too large means that git is to be asked.
package native

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/index"

	"github.com/ddhook/ddhook/hook/repo/object"
)

// Place says where the parts of a repository are. Paths are absolute.
type Place struct {
	GitDir    string   // HEAD; of a linked worktree its own
	CommonDir string   // refs
	Index     string   // the index file
	Objects   string   // the folder of objects
	Borrowed  []string // further folders of objects
}

// Reader reads one repository. It is for one goroutine, and to be closed.
type Reader struct {
	refs    refs
	objects store
	gitDir  string
	path    string   // of the index
	index   *os.File // opened once, so that all that is read of it is of one moment
}

// New prepares to read; nothing is opened yet.
func New(p Place) *Reader {
	return &Reader{
		refs:    refs{gitDir: p.GitDir, commonDir: p.CommonDir},
		objects: store{roots: append([]string{p.Objects}, p.Borrowed...)},
		gitDir:  p.GitDir,
		path:    p.Index,
	}
}

// Close closes what was opened.
func (r *Reader) Close() {
	r.objects.close()
	if r.index != nil {
		_ = r.index.Close() // it was only read
	}
}

// Head is the id of the commit that HEAD leads to; "" when there is none yet.
func (r *Reader) Head() (string, error) { return r.refs.head() }

// Blob gives the content of a file by its id, at most [object.MaxBlob] bytes.
func (r *Reader) Blob(id string) ([]byte, error) {
	hash, err := r.hash(id)
	if err != nil {
		return nil, err
	}
	data, err := r.objects.read(hash, plumbing.BlobObject, object.MaxBlob)
	if err != nil {
		return nil, fmt.Errorf("reading the object %s: %w", id, err)
	}
	return data, nil
}

// hash is the id as go-git has it, once it is sure that git would take no other object in its place.
func (r *Reader) hash(id string) (plumbing.Hash, error) {
	if replaced, err := r.refs.replaced(); err != nil || replaced {
		return plumbing.ZeroHash, errors.Join(errors.New("refs/replace/ is for git to read"), err)
	}
	var hash plumbing.Hash
	if len(id) != 2*len(hash) {
		return hash, fmt.Errorf("%q is no SHA-1", id)
	}
	if _, err := hex.Decode(hash[:], []byte(id)); err != nil {
		return hash, fmt.Errorf("%q is no SHA-1: %w", id, err)
	}
	return hash, nil
}

// walk goes over the whole index, see [walkIndex]. An index that does not exist is empty.
func (r *Reader) walk(want func(path []byte) bool, found func(*index.Entry) (stop bool)) error {
	if r.index == nil {
		file, err := os.Open(r.path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("opening the index: %w", err)
		}
		r.index = file
	}
	if _, err := r.index.Seek(0, 0); err != nil {
		return fmt.Errorf("reading the index: %w", err)
	}
	if err := walkIndex(r.index, want, found); err != nil {
		return fmt.Errorf("reading the index: %w", err)
	}
	return nil
}
