package repo

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/ddhook/ddhook/hook/repo/gittest"
)

// TestUnstaged compares files of several repositories with what each index has.
func TestUnstaged(t *testing.T) {
	dir := gittest.TempDir(t)
	gittest.Sh(t, dir, `for r in one two; do git init -q $r; mkdir $r/sub; for f in same other crlf sub/same sub/other; do echo $f >$r/$f; done
		git -C $r add .; echo new >$r/untracked; git -C $r update-index --chmod=+x same; done
		git init -q split; echo x >split/other; git -C split add .; git -C split update-index --split-index; mkdir none`)
	data := map[string]string{"same": "same\n", "crlf": "crlf\r\n", "sub/same": "sub/same\n", "other": "more\n", "sub/other": "", "untracked": "x"}
	files := map[string][]byte{}
	for _, folder := range []string{"one", "two", "split", "none"} {
		for name, text := range data {
			files[filepath.Join(dir, folder, name)] = []byte(text)
		}
	}
	var want []string
	for _, name := range []string{"one/other", "one/sub/other", "two/other", "two/sub/other"} {
		want = append(want, filepath.Join(dir, name))
	}
	if got := Unstaged(files); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
