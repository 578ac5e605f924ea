package native

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/repo/gittest"
)

// TestAlternates has folders of objects in a row, each of which borrows from the one before: as many as git follows, and
// in a ring.
func TestAlternates(t *testing.T) {
	dir := gittest.TempDir(t)
	id := strings.TrimSpace(gittest.Sh(t, dir, `git init -q 0; echo a | git -C 0 hash-object -w --stdin
		for i in 1 2 3 4 5 6 7; do git init -q $i; echo $PWD/$((i - 1))/.git/objects >$i/.git/objects/info/alternates; done
		echo $PWD/7/.git/objects >0/.git/objects/info/alternates`))
	for i := range 8 {
		gitDir := filepath.Join(dir, fmt.Sprint(i), ".git")
		gits := gittest.Sh(t, dir, fmt.Sprintf("git -C %d cat-file -e %s 2>/dev/null && echo yes || true", i, id))
		r := New(Layout{GitDir: gitDir, CommonDir: gitDir})
		data, err := r.Blob(id)
		if r.Close(); gits != "" && (err != nil || string(data) != "a\n") {
			t.Errorf("over %d others: %q, %v", i, data, err)
		}
	}
	r := New(Layout{CommonDir: filepath.Join(dir, "7", ".git")})
	defer r.Close()
	if data, err := r.Blob(strings.Repeat("1", 40)); err == nil {
		t.Errorf("what is nowhere is %q", data)
	}
}
