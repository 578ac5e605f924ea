//go:build unix

package atomic_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/ddhook/ddhook/hook/atomic"
)

// A file is what it was but for its content, and there is never a second one.
func TestWrite(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	defer syscall.Umask(syscall.Umask(0o027))
	for _, step := range []struct {
		name, content string
		chmod, mode   fs.FileMode
	}{
		{name: "new", content: "one", mode: 0o750},
		{name: "kept mode", content: "two", chmod: 0o640, mode: 0o640},
		{name: "more than the umask leaves", content: "three", chmod: 0o666, mode: 0o666},
	} {
		if step.chmod != 0 {
			if err := os.Chmod(file, step.chmod); err != nil {
				t.Fatal(err)
			}
		}
		if err := atomic.Write(file, []byte(step.content), 0o777); err != nil {
			t.Errorf("%s: %v", step.name, err)
		}
		content, err := os.ReadFile(file)
		info, statErr := os.Stat(file)
		if err != nil || statErr != nil || string(content) != step.content || info.Mode() != step.mode {
			t.Errorf("%s: it is %q with %v (%v, %v)", step.name, content, info.Mode(), err, statErr)
		}
		if names, err := os.ReadDir(filepath.Dir(file)); err != nil || len(names) != 1 {
			t.Errorf("%s: beside it are %v (%v)", step.name, names, err)
		}
	}
}

// The new file is made beside the old one, whatever folder is for temporary files.
func TestWriteBeside(t *testing.T) {
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "nowhere"))
	file := filepath.Join(t.TempDir(), "file")
	if err := atomic.Write(file, nil, 0o600); err != nil {
		t.Error(err)
	}
}

func TestOwnerIsKept(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can write another's file and give it back")
	}
	file := filepath.Join(t.TempDir(), "Dockerfile")
	if err := os.WriteFile(file, []byte("FROM x\n"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(file, 1234, 4321); err != nil {
		t.Skipf("there are no other users here: %v", err)
	}
	if err := atomic.Write(file, []byte("FROM y\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	if s := info.Sys().(*syscall.Stat_t); s.Uid != 1234 || s.Gid != 4321 || info.Mode().Perm() != 0o640 {
		t.Errorf("it is now %d:%d's, %v", s.Uid, s.Gid, info.Mode())
	}
}
