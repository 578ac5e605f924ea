package config

import (
	"bytes"
	"testing"
)

// FuzzLastSlash holds the search for the last slash to the standard library's.
func FuzzLastSlash(f *testing.F) {
	for _, path := range []string{"", "/", "a", "a/b", "/1234567", "1234567/", "a/12345678", "x/\xae\xaf0.\xaf12", "//////////", "\x00\x2e\x30/\x30\x2e\x00\xff"} {
		f.Add([]byte(path))
	}
	f.Fuzz(func(t *testing.T, path []byte) {
		if got, want := lastSlash(path), bytes.LastIndexByte(path, '/'); got != want {
			t.Errorf("lastSlash(%q) = %d, want %d", path, got, want)
		}
	})
}
