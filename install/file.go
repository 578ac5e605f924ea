package install

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"syscall"

	"github.com/google/renameio/v2/maybe"
)

// maxHook is the largest hook, in bytes, that is read: those that are programs can be huge, and are nothing to be
// read.
const maxHook = 1 << 20

// file is a hook as it stands on disk.
type file struct {
	path   string
	exists bool
	link   bool   // a symbolic link; the rest is about what it leads to
	runs   bool   // git would run it
	text   []byte // nil when it is too large to be a script
	before []byte // of the text, what stands before ddhook's part
	part   []byte // nil when it has none
	after  []byte
}

// load reads the hook at path. One that is not there is no error; what is neither a file nor a link to one is.
func load(path string) (file, error) {
	f := file{path: path}
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return f, nil
	}
	if err != nil {
		return f, fmt.Errorf("looking for a hook that is there already: %w", err)
	}
	f.exists, f.link, f.runs = true, info.Mode()&fs.ModeSymlink != 0, isProgram(path)
	if info, err = os.Stat(path); err != nil && f.link {
		return f, nil // it leads nowhere
	}
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("it is not a file; move it away")
	}
	if err == nil && info.Size() <= maxHook {
		f.text, err = os.ReadFile(path)
	}
	if err != nil {
		return f, fmt.Errorf("reading the hook %s: %w", path, err)
	}
	f.before, f.part, f.after = cut(f.text)
	if f.part == nil && lineIndex(f.text, beginMark) >= 0 {
		return f, fmt.Errorf("%s has the line %q but not the one that begins with %q and ends ddhook's part; take what is left of it out",
			path, beginMark+"...", endMark)
	}
	return f, nil
}

// with is the text with another part of ddhook's: in place of the one it has, else right after the line that names
// the interpreter. An empty file becomes a script of sh.
func (f file) with(part []byte) []byte {
	before, after := f.before, f.after
	switch {
	case len(f.text) == 0:
		before = []byte(shebang)
	case f.part == nil && bytes.HasPrefix(f.text, []byte("#!")):
		first, rest, _ := bytes.Cut(f.text, []byte("\n"))
		before, after = append(bytes.Clone(first), '\n'), rest
	case f.part == nil:
		before, after = nil, f.text
	}
	return bytes.Join([][]byte{before, part, after}, nil)
}

// without is the text without ddhook's part; empty when nothing but what [file.with] wrote is left.
func (f file) without() []byte {
	rest := bytes.Join([][]byte{f.before, f.after}, nil)
	if string(rest) == shebang {
		return nil
	}
	return rest
}

const shebang = "#!/bin/sh\n"

// write replaces the hook, all of it or nothing, and makes sure that git can run it: whoever may read it may then.
func (f file) write(text []byte) error {
	perm := fs.FileMode(0o777)
	if info, err := os.Stat(f.path); err == nil {
		perm = info.Mode().Perm()
	}
	if err := maybe.WriteFile(f.path, text, perm); err != nil {
		return fmt.Errorf("writing the hook: %w", err)
	}
	return makeExecutable(f.path)
}

func makeExecutable(path string) error {
	if isProgram(path) {
		return nil
	}
	info, err := os.Stat(path)
	if err == nil {
		mode := info.Mode().Perm()
		err = os.Chmod(path, mode|0o100|mode&0o444>>2)
	}
	if err == nil && !isProgram(path) {
		err = errors.New("the file system does not keep the bit")
	}
	if err != nil {
		return fmt.Errorf("making %s executable: %w", path, err)
	}
	return nil
}

// isShell says whether the hook is one that ddhook's part can be put into; the reason, when it is not, follows its
// name.
func (f file) isShell() (reason string, ok bool) {
	switch {
	case f.link:
		return "is a link", false
	case f.text == nil && f.exists || bytes.IndexByte(f.text, 0) >= 0:
		return "is a program", false
	}
	first, _, _ := bytes.Cut(f.text, []byte("\n"))
	line, ok := strings.CutPrefix(string(first), "#!")
	if !ok {
		return "", true // git has sh run it
	}
	if !isShellCommand(strings.Fields(line)) || strings.HasSuffix(line, "\r") {
		return fmt.Sprintf("is run by %q", line), false
	}
	return "", true
}

// isShellCommand takes the words after "#!".
func isShellCommand(words []string) bool {
	for len(words) > 0 {
		switch path.Base(words[0]) {
		case "env", "-S", "busybox":
			words = words[1:]
		case "sh", "ash", "bash", "dash", "ksh", "mksh", "zsh":
			return true
		default:
			return false
		}
	}
	return false
}
