package native

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
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

// head follows HEAD to a commit's id; "" when it names a branch without one. Whatever is no well-formed ref is an
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
			return "", fmt.Errorf("the ref %s holds %.60q, which is no commit", name, content)
		}
		if name = strings.Trim(target, " \t"); !isRefName(name) {
			return "", fmt.Errorf("a ref leads to %.60q, which is no name of one", name)
		}
	}
	return "", errors.New("HEAD leads from ref to ref without end")
}

// content is the ref as its file has it, without blanks at its end, or else as packed-refs has it; "" when neither does.
func (r *refs) content(name string) (string, error) {
	dir := r.commonDir
	if isPerWorktree(name) {
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
	return r.packed(name)
}

// isPerWorktree says whether each linked worktree has the ref for itself, see gitglossary(7).
func isPerWorktree(name string) bool {
	return name == "HEAD" || strings.HasPrefix(name, "refs/bisect/") || strings.HasPrefix(name, "refs/worktree/") ||
		strings.HasPrefix(name, "refs/rewritten/")
}

// isRefName is narrower than git-check-ref-format(1) where a name would lead out of the refs.
func isRefName(name string) bool {
	return strings.HasPrefix(name, "refs/") && !strings.Contains(name, "..") && !strings.Contains(name, "//") &&
		!strings.ContainsAny(name, " \t\r\n\x00\\") && !strings.HasSuffix(name, "/")
}

func isHash(s string) bool {
	return len(s) == 2*idSize && strings.Trim(s, "0123456789abcdef") == ""
}

// replaced says whether git-replace(1) puts other objects in the place of some.
func (r *refs) replaced() (bool, error) {
	if r.checked {
		return r.anyReplaced, nil
	}
	entries, err := os.ReadDir(filepath.Join(r.commonDir, "refs", "replace"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, fmt.Errorf("looking for replaced objects: %w", err)
	}
	if r.anyReplaced = len(entries) > 0; !r.anyReplaced {
		if r.anyReplaced, err = r.anyPacked("refs/replace/"); err != nil {
			return false, err
		}
	}
	r.checked = true
	return r.anyReplaced, nil
}

// packed is the id that packed-refs has for the ref; "" when it has none.
func (r *refs) packed(name string) (string, error) {
	found, id, err := r.firstPacked(name)
	if err != nil || found != name {
		return "", err
	}
	return id, nil
}

// anyPacked says whether packed-refs has a ref whose name begins so.
func (r *refs) anyPacked(prefix string) (bool, error) {
	found, _, err := r.firstPacked(prefix)
	return strings.HasPrefix(found, prefix), err
}

// firstPacked is the first ref of packed-refs that does not sort before name.
func (r *refs) firstPacked(name string) (found, id string, err error) {
	file, err := os.Open(filepath.Join(r.commonDir, "packed-refs"))
	if errors.Is(err, fs.ErrNotExist) {
		return "", "", nil
	}
	if err != nil {
		return "", "", fmt.Errorf("opening packed-refs: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return "", "", fmt.Errorf("reading packed-refs: %w", err)
	}
	p := packedRefs{file: file, size: info.Size()}
	if found, id, err = p.search(name); err != nil {
		return "", "", fmt.Errorf("reading packed-refs: %w", err)
	}
	return found, id, nil
}
