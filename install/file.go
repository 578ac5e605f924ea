package install

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"syscall"

	"github.com/google/renameio/v2/maybe"
	"mvdan.cc/sh/v3/syntax"
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
	read   bool   // a shell reads it, so that it need not be executable
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

// equals says whether both are scripts, and the same.
func (f file) equals(other file) bool {
	return f.text != nil && other.text != nil && bytes.Equal(f.text, other.text)
}

// with is the text with another part of ddhook's: in place of the one it has, if that is run, else right after the
// line that names the interpreter. An empty file becomes a script of sh.
func (f file) with(part []byte) []byte {
	if f.part != nil && f.leads() {
		return bytes.Join([][]byte{f.before, part, f.after}, nil)
	}
	rest := bytes.Join([][]byte{f.before, f.after}, nil)
	var before []byte
	switch {
	case len(f.text) == 0:
		before = []byte(shebang)
	case bytes.HasPrefix(rest, []byte("#!")):
		first, others, _ := bytes.Cut(rest, []byte("\n"))
		before, rest = append(bytes.Clone(first), '\n'), others
	}
	return bytes.Join([][]byte{before, part, rest}, nil)
}

// leads says whether ddhook's part is run, and first reads standard input: whatever stands before it.
func (f file) leads() bool {
	script, err := parseShell(f.before)
	return err == nil && !slices.ContainsFunc(script.Stmts, func(stmt *syntax.Stmt) bool { return !isHarmless(stmt) })
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

// write replaces the hook, all of it or nothing, and makes sure that it is run: whoever may read it may run it then.
func (f file) write(text []byte) error {
	perm := fs.FileMode(0o777)
	if info, err := os.Stat(f.path); err == nil {
		perm = info.Mode().Perm()
	}
	if err := maybe.WriteFile(f.path, text, perm); err != nil {
		return fmt.Errorf("writing the hook: %w", err)
	}
	if f.read {
		return nil
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

// usesName says whether the hook is a script that uses its own name, which it would lose where it is kept. In a name's
// place there may be a folder of scripts, or what is to be done.
func (f file) usesName() bool { return ownName.Match(anyName.ReplaceAll(f.text, nil)) }

// anyName is what does the same under any name: Ruby's and Python's ways to find the folder of a script, or out that it
// is no library.
var anyName = regexp.MustCompile(`__FILE__ == \$(0|PROGRAM_NAME)\b|\$(0|PROGRAM_NAME) == __FILE__|dirname\(([\w.]+\()?__(FILE|file)__\)`)

// ownName is how shells, Perl, Ruby, Python and JavaScript write a script's own name.
var ownName = regexp.MustCompile(`\$\{?0\b|\bBASH_SOURCE\b|\$PROGRAM_NAME\b|\b__FILE__\b|\b__file(name)?(__)?\b|\bargv\[0\]|\bprocess\.argv\[1\]`)

// isProgram says whether the hook is no script, so that nothing tells whether it uses its name.
func (f file) isProgram() bool { return f.text == nil || bytes.IndexByte(f.text, 0) >= 0 }

// isShell says whether the hook is one that ddhook's part can be put into; the reason, when it is not, follows its
// name.
func (f file) isShell() (reason string, ok bool) {
	switch {
	case f.link:
		return "is a link", false
	case f.exists && f.isProgram():
		return "is a program", false
	}
	if line, ok := f.interpreter(); !ok {
		return fmt.Sprintf("is run by %q", line), false
	}
	return "", true
}

// interpreter is what the first line names after "#!"; ok says whether that is a shell, as git takes one when no line
// does.
func (f file) interpreter() (line string, ok bool) {
	first, _, _ := bytes.Cut(f.text, []byte("\n"))
	line, named := strings.CutPrefix(string(first), "#!")
	return line, !named || isShellCommand(strings.Fields(line)) && !strings.HasSuffix(line, "\r")
}

// lineRunning is the 1-based line at which a hook that is a script has ddhook run without a part of ddhook's own; 0
// when it does not.
func (f file) lineRunning(hook string) int {
	if _, ok := f.interpreter(); ok {
		return lineRunning(f.text, hook, false)
	}
	return lineWith(f.text, `\bddhook\W+`+script{hook: hook}.subcommand()+`\b`) // in whatever language
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
