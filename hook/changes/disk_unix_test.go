//go:build unix

package changes_test

import (
	"path/filepath"
	"syscall"
	"testing"

	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/config"
	"github.com/ddhook/ddhook/hook/pathname"
)

// A pipe that nobody writes into is not waited for, by whatever way it is found.
func TestPipe(t *testing.T) {
	dir := pathname.Real(t.TempDir())
	pipe := filepath.Join(dir, "pipe.Dockerfile")
	if err := syscall.Mkfifo(pipe, 0o666); err != nil {
		t.Skip("no named pipes here: ", err)
	}
	const want = "not a regular file"
	if _, err := changes.Find(dir, "pipe.Dockerfile"); err == nil || err.Error() != "pipe.Dockerfile: "+want+"; `ddhook scan -` reads standard input" {
		t.Errorf("named: %v", err)
	}
	if _, err := changes.ReadFile(pipe); err == nil || err.Error() != want {
		t.Errorf("read: %v", err)
	}
	here, err := changes.Find(dir, ".")
	if err != nil {
		t.Fatal(err)
	}
	if set, err := here.Files(config.Default().Matcher()); err != nil || len(set.Changes) > 0 {
		t.Errorf("walked over: %v, %v", set.Changes, err)
	}
}
