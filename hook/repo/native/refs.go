package native

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
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
	return r.packed(func(ref []byte) bool { return string(ref) == name })
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
	packed, err := r.packed(func(ref []byte) bool { return bytes.HasPrefix(ref, []byte("refs/replace/")) })
	if err != nil {
		return false, err
	}
	r.checked, r.anyReplaced = true, len(entries) > 0 || packed != ""
	return r.anyReplaced, nil
}

// packed returns the id of the first ref in packed-refs that is wanted; "" when there is none. The file has a line "id name" for
// each ref, some followed by a line "^id" with what a tag leads to.
func (r *refs) packed(wanted func(name []byte) bool) (id string, err error) {
	file, err := os.Open(filepath.Join(r.commonDir, "packed-refs"))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("opening packed-refs: %w", err)
	}
	defer file.Close()
	lines := bufio.NewReaderSize(file, 64<<10) // there can be hundreds of thousands
	for {
		line, err := lines.ReadSlice('\n')
		switch id, name, isRef := bytes.Cut(bytes.TrimSuffix(line, []byte("\n")), []byte(" ")); {
		case len(line) == 0 && errors.Is(err, io.EOF):
			return "", nil
		case err != nil:
			return "", fmt.Errorf("reading packed-refs, which breaks off: %w", err)
		case line[0] == '#' || line[0] == '^':
		case !isRef || len(id) != 2*idSize:
			return "", fmt.Errorf("packed-refs has the line %.80q", line)
		case wanted(name):
			return string(id), nil
		}
	}
}
