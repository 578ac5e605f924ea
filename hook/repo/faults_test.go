package repo

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/repo/gittest"
	"github.com/ddhook/ddhook/hook/repo/object"
)

// damages are what a crash, a full disk or a bad sector does to a file.
func damages() map[string]func(data []byte) []byte {
	flip := func(at int) func([]byte) []byte {
		return func(data []byte) []byte {
			data = slices.Clone(data)
			if len(data) > 0 {
				data[at*(len(data)-1)/8] ^= 0x55
			}
			return data
		}
	}
	return map[string]func([]byte) []byte{
		"removed":           nil,
		"emptied":           func([]byte) []byte { return nil },
		"cut in half":       func(data []byte) []byte { return data[:len(data)/2] },
		"cut by one byte":   func(data []byte) []byte { return data[:max(0, len(data)-1)] },
		"cut by 20 bytes":   func(data []byte) []byte { return data[:max(0, len(data)-20)] },
		"zeros":             func(data []byte) []byte { return make([]byte, len(data)) },
		"garbage":           func(data []byte) []byte { return []byte("garbage\n") },
		"flipped at start":  flip(0),
		"flipped early":     flip(1),
		"flipped in middle": flip(4),
		"flipped late":      flip(7),
		"flipped at end":    flip(8),
	}
}

// TestFaults damages every file of a repository in every way. What is read then is an error, or right, or at least what
// git itself reads; never a panic, and nothing is changed by it.
func TestFaults(t *testing.T) {
	for _, name := range []string{"plain", "packed with old-style deltas", "index version 4", "sparse index", "shared clone"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := slices.IndexFunc(states(), func(s state) bool { return s.name == name })
			work, dir, environ := states()[i].build(t)
			right, err := everything(dir, environ, false)
			if err != nil {
				t.Fatal(err)
			}
			for _, file := range filesOf(t, work) {
				if testing.Short() && filepath.Base(file) != "index" {
					continue
				}
				damageFile(t, dir, environ, file, right)
			}
		})
	}
}

func damageFile(t *testing.T, dir string, environ []string, file, right string) {
	t.Helper()
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(file, 0o600); err != nil {
		t.Fatal(err)
	}
	for kind, damage := range damages() {
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
		if damage != nil {
			if err := os.WriteFile(file, damage(whole), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		before := gittest.Hash(t, filepath.Dir(file))
		got, err := everything(dir, environ, false)
		if err == nil && got != right {
			if byGit, err := everything(dir, environ, true); err != nil || got != byGit {
				t.Errorf("%s %s: got %s\nwant %s\nand git has %s, %v", file, kind, got, right, byGit, err)
			}
		}
		if gittest.Hash(t, filepath.Dir(file)) != before {
			t.Errorf("%s %s: reading changed the repository", file, kind)
		}
		if damage == nil {
			if err := os.WriteFile(file, nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := os.WriteFile(file, whole, 0o600); err != nil {
		t.Fatal(err)
	}
}

// filesOf are the files of the repositories in a folder that are worth damaging.
func filesOf(t *testing.T, work string) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(work, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.Type().IsRegular() && isPart(path) {
			files = append(files, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// isPart reports whether a repository is read from this file; 38 digits are a loose object's name.
func isPart(path string) bool {
	name := filepath.Base(path)
	for _, pattern := range []string{"HEAD", "index", "config", "config.worktree", "packed-refs", "main", "pack-*.pack", "pack-*.idx", "alternates"} {
		if ok, err := filepath.Match(pattern, name); ok && err == nil {
			return true
		}
	}
	return len(name) == 38 && strings.Trim(name, "0123456789abcdef") == ""
}

// everything is what a staged check reads, as text.
func everything(dir string, environ []string, byGit bool) (string, error) {
	r, err := Open(context.Background(), dir, environ)
	if err != nil {
		return "", err
	}
	defer r.Close()
	if byGit {
		r.native = nil
	}
	parents, err := r.Parents()
	if err != nil {
		return "", err
	}
	head := ""
	if len(parents) > 0 {
		head = parents[0]
	}
	changes, err := r.Staged(head, isDockerfile)
	if err != nil {
		return "", err
	}
	slices.SortFunc(changes, func(a, b object.Change) int { return strings.Compare(a.Path, b.Path) })
	text := fmt.Sprintln(parents)
	for _, c := range changes {
		if !c.New.IsFile() {
			continue
		}
		data, err := r.Blob(c.New.ID)
		if err != nil {
			return "", err
		}
		var old []byte
		if c.Old.IsFile() {
			if old, err = r.Blob(c.Old.ID); err != nil {
				return "", err
			}
		}
		text += fmt.Sprintf("%v %.40q %.40q\n", c, data, old)
	}
	return text, nil
}

// TestIndexReplaced has git put another index in the place of the one that is being read, as every `git add` does: what
// was begun goes on with the old one, which is whole.
func TestIndexReplaced(t *testing.T) {
	dir := gittest.TempDir(t)
	gittest.Sh(t, dir, `git init -q repo; cd repo; echo '{}' >.ddhook.yaml; echo a >a.Dockerfile; git add .`)
	r, err := Open(context.Background(), filepath.Join(dir, "repo"), gittest.Environ(dir))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if settings, err := r.Index(".ddhook.yaml"); err != nil || len(settings) != 1 {
		t.Fatal(settings, err)
	}
	gittest.Sh(t, dir, `cd repo; git rm -q --cached a.Dockerfile; echo b >b.Dockerfile; git add b.Dockerfile`)
	got, err := r.Staged("", isDockerfile)
	if err != nil || len(got) != 1 || got[0].Path != "a.Dockerfile" {
		t.Errorf("got %v, %v; want a.Dockerfile alone", got, err)
	}
}

// TestUnreadable takes away the right to read each file; git could not commit then either.
func TestUnreadable(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root reads every file")
	}
	work, dir, environ := states()[0].build(t)
	for _, file := range filesOf(t, work) {
		if err := os.Chmod(file, 0); err != nil {
			t.Fatal(err)
		}
		right, err := everything(dir, environ, true)
		if got, gotErr := everything(dir, environ, false); gotErr == nil && (err != nil || got != right) {
			t.Errorf("%s: got %s, want %s, %v", file, got, right, err)
		}
		if err := os.Chmod(file, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
