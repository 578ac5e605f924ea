package hook

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// What another program wrote between the look and the writing stays.
func TestCreate(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x")
	if err := create(file, "one\n"); err != nil {
		t.Fatal(err)
	}
	err := create(file, "two\n")
	text, readErr := os.ReadFile(file)
	if !errors.Is(err, fs.ErrExist) || readErr != nil || string(text) != "one\n" {
		t.Errorf("%v; it holds %q (%v)", err, text, readErr)
	}
}
