package fix_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/fix"
)

// A repaired file keeps its mode, and one that may not be written is left alone.
func TestWrite(t *testing.T) {
	file := filepath.Join(t.TempDir(), "Dockerfile")
	if err := fix.Write(file, nil); err == nil {
		t.Error("a file that is not there was written")
	}
	for _, mode := range []os.FileMode{0o640, 0o440} {
		if err := os.WriteFile(file, []byte("FROM x\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(file, mode); err != nil {
			t.Fatal(err)
		}
		want := "FROM y\n"
		err := fix.Write(file, []byte(want))
		if mode == 0o440 {
			want = "FROM x\n"
			if err == nil || !strings.Contains(err.Error(), "read-only; chmod u+w it first") {
				t.Errorf("%v: %v", mode, err)
			}
		} else if err != nil {
			t.Errorf("%v: %v", mode, err)
		}
		text, err := os.ReadFile(file)
		info, statErr := os.Stat(file)
		if err != nil || statErr != nil || string(text) != want || info.Mode() != mode {
			t.Errorf("%v: it is %q with %v (%v, %v)", mode, text, info.Mode(), err, statErr)
		}
	}
}
