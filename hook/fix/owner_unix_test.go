//go:build unix

package fix_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/ddhook/ddhook/hook/fix"
)

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
	if err := fix.Write(file, []byte("FROM y\n")); err != nil {
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
