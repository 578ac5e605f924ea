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

	"github.com/ddhook/ddhook/hook/repo/object"
)

// Head returns the commit's id that HEAD holds, or the branch that it names; "" when that has none. Whatever is not well
// formed is an error: a repository whose branch is garbage is not one without commits. So is a branch that names another.
func (r *Reader) Head() (string, error) {
	l := r.layout
	data, err := os.ReadFile(filepath.Join(l.GitDir, "HEAD"))
	content := strings.TrimRight(string(data), " \t\r\n")
	if target, symbolic := strings.CutPrefix(content, "ref:"); symbolic {
		name := strings.Trim(target, " \t")
		// A branch's name does not lead out of the refs. HEAD leads to another ref where something unusual goes on.
		if !strings.HasPrefix(name, "refs/heads/") || path.Clean(name) != name || strings.ContainsAny(name, " \t\r\n\x00\\") {
			return "", fmt.Errorf("HEAD leads to %.60q, which is not a branch", name)
		}
		data, err = os.ReadFile(filepath.Join(l.CommonDir, filepath.FromSlash(name)))
		content = strings.TrimRight(string(data), " \t\r\n")
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.EISDIR) {
			if content, err = l.packed(func(ref []byte) bool { return string(ref) == name }); content == "" {
				return "", err
			}
		}
	}
	if err == nil && (!object.IsID(content) || len(content) != 2*idSize) {
		err = fmt.Errorf("%.60q is not a commit", content)
	}
	if err != nil {
		return "", fmt.Errorf("reading HEAD: %w", err)
	}
	return content, nil
}

// checkReplaced is an error where git-replace(1) puts other objects in the place of some.
func (l Layout) checkReplaced() error {
	entries, err := os.ReadDir(filepath.Join(l.CommonDir, "refs", "replace"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("looking for replaced objects: %w", err)
	}
	packed, err := l.packed(func(ref []byte) bool { return bytes.HasPrefix(ref, []byte("refs/replace/")) })
	if len(entries) > 0 || packed != "" {
		err = errors.New("refs/replace/ is for git to read")
	}
	return err
}

// packed returns the id of the first ref in packed-refs that is wanted; "" when there is none. The file has a line
// "id name" for each ref, some followed by a line "^id" with what a tag leads to.
func (l Layout) packed(wanted func(name []byte) bool) (id string, err error) {
	file, err := os.Open(filepath.Join(l.CommonDir, "packed-refs"))
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
