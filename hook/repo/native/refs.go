package native

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strings"
	"syscall"
)

// refs reads HEAD and what it leads to, as gitrepository-layout(5) and git-pack-refs(1) describe the files.
type refs struct {
	gitDir, commonDir string
	checked           bool // whether replaced has looked
	anyReplaced       bool
}

// maxSymbolic is how many refs may lead from one to the next; git has the same limit.
const maxSymbolic = 5

// head follows HEAD to a commit's id; "" when it names a branch without one. Whatever is not a well-formed ref is an
// error: a repository whose ref is garbage is not one without commits.
func (r *refs) head() (string, error) {
	name := "HEAD"
	for range maxSymbolic {
		content, err := r.content(name)
		if err != nil {
			return "", fmt.Errorf("reading the ref %s: %w", name, err)
		}
		target, symbolic := strings.CutPrefix(content, "ref:")
		switch {
		case content == "":
			return "", nil
		case !symbolic && isHash(content):
			return content, nil
		case !symbolic:
			return "", fmt.Errorf("the ref %s holds %.60q, which is not a commit", name, content)
		}
		if name = strings.Trim(target, " \t"); !isBranch(name) {
			return "", fmt.Errorf("a ref leads to %.60q, which is not a branch", name)
		}
	}
	return "", errors.New("HEAD leads from ref to ref without end")
}

// content is the ref as its file has it, without blanks at its end, or else as packed-refs has it; "" when neither does.
func (r *refs) content(name string) (string, error) {
	dir := r.commonDir
	if name == "HEAD" { // each linked worktree has its own
		dir = r.gitDir
	}
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	switch {
	case err == nil:
		content := strings.TrimRight(string(data), " \t\r\n")
		if content == "" {
			return "", errors.New("its file is empty")
		}
		return content, nil
	case name == "HEAD" || !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.EISDIR):
		return "", err
	}
	found, id, err := r.packed(name)
	if found != name {
		return "", err
	}
	return id, err
}

// isBranch reports whether a ref is a branch, by a name that does not lead out of the refs. HEAD leads to another one where
// something unusual goes on.
func isBranch(name string) bool {
	return strings.HasPrefix(name, "refs/heads/") && path.Clean(name) == name && !strings.ContainsAny(name, " \t\r\n\x00\\")
}

func isHash(s string) bool {
	return len(s) == 2*idSize && strings.Trim(s, "0123456789abcdef") == ""
}

// replaced reports whether git-replace(1) puts other objects in the place of some.
func (r *refs) replaced() (bool, error) {
	if r.checked {
		return r.anyReplaced, nil
	}
	entries, err := os.ReadDir(filepath.Join(r.commonDir, "refs", "replace"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, fmt.Errorf("looking for replaced objects: %w", err)
	}
	const prefix = "refs/replace/"
	first, _, err := r.packed(prefix)
	if err != nil {
		return false, err
	}
	r.checked, r.anyReplaced = true, len(entries) > 0 || strings.HasPrefix(first, prefix)
	return r.anyReplaced, nil
}

// packed returns the first ref of packed-refs that does not sort before name, and its id; "" when there is none.
func (r *refs) packed(name string) (ref, id string, err error) {
	file, err := os.Open(filepath.Join(r.commonDir, "packed-refs"))
	if errors.Is(err, fs.ErrNotExist) {
		return "", "", nil
	}
	if err != nil {
		return "", "", fmt.Errorf("opening packed-refs: %w", err)
	}
	defer file.Close()
	size, err := file.Seek(0, io.SeekEnd)
	if err == nil && size > 0 {
		ref, id, err = searchPacked(file, size, name)
	}
	if err != nil {
		return "", "", fmt.Errorf("reading packed-refs: %w", err)
	}
	return ref, id, nil
}

// searchPacked is packed for an open file, which can hold hundreds of thousands of refs and is bisected: a line that says
// that it is sorted, then a line "id name" for each, some followed by a line "^id" with what a tag leads to. A file that
// does not say so was not written by a git of the last years.
func searchPacked(file io.ReaderAt, size int64, name string) (ref, id string, err error) {
	block := make([]byte, 16<<10) // more than three lines
	read := func(at int) []byte {
		data := block[:min(int64(len(block)), size-int64(at))]
		if _, readErr := file.ReadAt(data, int64(at)); readErr != nil {
			err = readErr
		}
		return data
	}
	header, _, _ := bytes.Cut(read(0), []byte("\n"))
	if err == nil && (!bytes.HasPrefix(header, []byte("# pack-refs with:")) || !bytes.Contains(header, []byte(" sorted"))) {
		err = errors.New("it does not say that it is sorted")
	}
	next := func(at int) bool { // takes the first ref whose line begins after the byte at
		if err == nil {
			ref, id, err = firstRef(read(at))
		}
		return err != nil || ref == "" || ref >= name
	}
	next(sort.Search(int(size), next))
	return ref, id, err
}

// firstRef returns the first ref of a piece of packed-refs, of which the first line has begun before.
func firstRef(piece []byte) (ref, id string, err error) {
	_, lines, ok := bytes.Cut(piece, []byte("\n"))
	for ok && len(lines) > 0 {
		var line []byte
		if line, lines, ok = bytes.Cut(lines, []byte("\n")); bytes.HasPrefix(line, []byte("^")) {
			continue
		}
		id, ref, _ = strings.Cut(string(line), " ")
		if !isHash(id) || ref == "" {
			return "", "", fmt.Errorf("%.80q is not a line of it", line)
		}
		break
	}
	if !ok {
		err = errors.New("a line is too long, or breaks off")
	}
	return ref, id, err
}
