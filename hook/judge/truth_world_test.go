package judge_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/rogpeppe/go-internal/txtar"
)

// world is a place where scripts are really run: a folder of stand-ins comes first on PATH, and the go command among
// them notes down how it was called.
type world struct {
	bin string // the stand-ins
	tmp string // a folder of its own for each run
	// missing are the tools that are not installed here.
	missing []string
}

// lacks returns a tool that a script uses and that is not installed, "" where all are.
func (w *world) lacks(shell, script string) string {
	words := strings.FieldsFunc(shell+" "+script, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' })
	for _, tool := range w.missing {
		if slices.Contains(words, tool) || tool == "busybox" && slices.Contains(words, "ash") {
			return tool
		}
	}
	return ""
}

// aliases are further names of a stand-in.
var aliases = map[string]string{
	"go1.25.1": "go", "xx-go": "go", "go.exe": "go", "kit": "go", "kit3.1": "go", "xx-kit": "go", "su-exec": "gosu", "apk": "setup", "apt-get": "setup",
	"make": "setup", "git": "setup", "curl": "setup", "cargo": "setup", "npm": "setup", "docker": "setup",
	"upx": "setup", "chown": "setup",
}

// tools are real programs that some scripts use, and that are not everywhere.
var tools = []string{"bash", "zsh", "ksh", "mksh", "busybox", "nice", "ionice", "nohup", "stdbuf", "setsid", "timeout", "flock"}

func newWorld(t testing.TB) *world {
	if runtime.GOOS != "linux" {
		t.Skip("scripts are run as in a Linux container: this is " + runtime.GOOS)
	}
	w := &world{bin: t.TempDir(), tmp: t.TempDir()}
	for _, tool := range tools {
		if _, err := exec.LookPath(tool); err != nil {
			w.missing = append(w.missing, tool)
		}
	}
	programs, err := txtar.ParseFile(filepath.Join("testdata", "truth", "programs.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range programs.Files {
		if err := os.WriteFile(filepath.Join(w.bin, p.Name), p.Data, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for name, program := range aliases {
		if err := os.Symlink(program, filepath.Join(w.bin, name)); err != nil {
			t.Fatal(err)
		}
	}
	if busybox, err := exec.LookPath("busybox"); err == nil {
		if err := os.Symlink(busybox, filepath.Join(w.bin, "ash")); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// ran is one call of the go command.
type ran struct {
	argv    []string // with the name it was called by
	goflags string
	set     bool // GOFLAGS was in its environment
}

const deadline = 20 * time.Second

// run executes a command line in an empty folder and gives the calls of the go command, in the order they happened.
// The pipe they are noted down in ends when the last process that was started has ended, so that commands in the
// background are waited for.
func (w *world) run(argv, env []string) ([]ran, string, error) {
	dir, err := os.MkdirTemp(w.tmp, "")
	if err != nil {
		return nil, "", err
	}
	defer os.RemoveAll(dir)
	notes, write, err := os.Pipe()
	if err != nil {
		return nil, "", err
	}
	defer notes.Close()
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	cmd := exec.CommandContext(ctx, w.program(argv[0]), argv[1:]...)
	cmd.Dir = dir
	cmd.Env = append([]string{"PATH=" + w.bin + ":/usr/bin:/bin", "HOME=" + dir}, env...)
	cmd.ExtraFiles = []*os.File{nil, nil, nil, nil, write} // descriptor 7: scripts like to use the low ones
	killTogether(cmd)
	var screen bytes.Buffer
	cmd.Stdout, cmd.Stderr = &screen, &screen
	err = cmd.Start()
	write.Close()
	if err != nil {
		return nil, "", err
	}
	record, err := io.ReadAll(notes)
	if err != nil {
		return nil, "", err
	}
	_ = cmd.Wait() // what a script returns is its own affair
	if ctx.Err() != nil {
		return nil, screen.String(), fmt.Errorf("still running after %v", deadline)
	}
	calls, err := parseRecord(string(record))
	return calls, screen.String(), err
}

// program finds the shells of other distributions by their names.
func (w *world) program(path string) string {
	name := filepath.Base(path)
	if _, err := os.Stat(filepath.Join(w.bin, name)); err == nil {
		return filepath.Join(w.bin, name)
	}
	if found, err := exec.LookPath(name); err == nil {
		return found
	}
	return path
}

func parseRecord(record string) ([]ran, error) {
	const before = 4 // what stands before the arguments
	fields := strings.Split(strings.TrimSuffix(record, "\x00"), "\x00")
	if record == "" {
		return nil, nil
	}
	var calls []ran
	for len(fields) > 0 {
		n, err := strconv.Atoi(fields[0])
		if err != nil || len(fields) < before+n {
			return nil, fmt.Errorf("broken record %q", record)
		}
		calls = append(calls, ran{argv: fields[before-1 : before+n], set: fields[1] != "", goflags: fields[2]})
		fields = fields[before+n:]
	}
	return calls, nil
}
