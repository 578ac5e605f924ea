//go:build unix

package atomic_test

import (
	"errors"
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
	refused, fine := errors.New("refused"), func() error { return nil }
	for _, step := range []struct {
		name, content, want string
		chmod, mode         fs.FileMode
		ready               func() error
	}{
		{name: "new", content: "one", want: "one", mode: 0o750, ready: fine},
		{name: "kept mode", content: "two", want: "two", chmod: 0o640, mode: 0o640, ready: fine},
		{name: "more than the umask leaves", content: "three", want: "three", chmod: 0o666, mode: 0o666, ready: fine},
		{name: "refused", content: "four", want: "three", mode: 0o666, ready: func() error { return refused }},
		{name: "asked first", content: "five", want: "five", mode: 0o666, ready: func() error {
			if now, err := os.ReadFile(file); err != nil || string(now) != "three" {
				t.Errorf("when it is asked it is %q already (%v)", now, err)
			}
			return nil
		}},
	} {
		if step.chmod != 0 {
			if err := os.Chmod(file, step.chmod); err != nil {
				t.Fatal(err)
			}
		}
		err := atomic.Write(file, []byte(step.content), 0o777, step.ready)
		if wantErr := step.content != step.want; errors.Is(err, refused) != wantErr || !wantErr && err != nil {
			t.Errorf("%s: %v", step.name, err)
		}
		content, err := os.ReadFile(file)
		info, statErr := os.Stat(file)
		if err != nil || statErr != nil || string(content) != step.want || info.Mode() != step.mode {
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
	if err := atomic.Write(file, nil, 0o600, func() error {
		names, err := filepath.Glob(filepath.Join(filepath.Dir(file), ".file*"))
		if err != nil || len(names) != 1 {
			t.Errorf("beside it are %v (%v)", names, err)
		}
		return nil
	}); err != nil {
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
	if err := atomic.Write(file, []byte("FROM y\n"), 0o666, func() error { return nil }); err != nil {
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
