package install

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// Whoever installs and takes away at the same time, what others wrote is there in the end, and nothing lies about.
// DDHOOK_ROUNDS is how often that is tried.
func TestAtOnce(t *testing.T) {
	rounds, err := strconv.Atoi(cmp.Or(os.Getenv("DDHOOK_ROUNDS"), "4"))
	if err != nil {
		t.Fatal(err)
	}
	for _, theirs := range []string{"", "#!/bin/sh -eu\necho theirs\n"} {
		dir := t.TempDir()
		environ := append(gitEnviron(dir), "PATH="+os.Getenv("PATH"))
		git := exec.Command("git", "init", "-q", dir)
		git.Env = environ
		if out, err := git.CombinedOutput(); err != nil {
			t.Skipf("%v: %s", err, out)
		}
		hook := filepath.Join(dir, ".git", "hooks", "pre-commit")
		if theirs != "" {
			if err := os.WriteFile(hook, []byte(theirs), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		binary := filepath.Join(t.TempDir(), "ddhook")
		writeProgram(t, binary, "")
		o := Options{Dir: dir, Environ: environ, Binary: binary}
		for range rounds {
			var all sync.WaitGroup
			for _, act := range []func(context.Context, Options) (Result, error){Install, Install, Uninstall, Install, Uninstall, Check} {
				all.Go(func() {
					if _, err := act(context.Background(), o); err != nil && !strings.Contains(err.Error(), "at the same time") && !errors.Is(err, fs.ErrNotExist) {
						t.Error(err)
					}
				})
			}
			all.Wait()
			if f, err := load(hook); err != nil || f.exists() && (f.block == nil || string(f.rest) != shebang) && string(f.rest) != theirs || theirs != "" && !f.exists() {
				t.Fatalf("%q is left of %q (%v)", f.text, theirs, err)
			}
		}
		if _, err := Uninstall(context.Background(), o); err != nil {
			t.Error(err)
		}
		if text, err := os.ReadFile(hook); string(text) != theirs || theirs != "" && err != nil {
			t.Errorf("in the end it is %q (%v)", text, err)
		}
		left, err := filepath.Glob(filepath.Join(dir, ".git", "hooks", ".*"))
		if err != nil || len(left) > 0 {
			t.Errorf("left behind: %q (%v)", left, err)
		}
	}
}

// A hook that changes under the hands of an installation is not overwritten.
func TestChanged(t *testing.T) {
	hook := filepath.Join(t.TempDir(), "pre-commit")
	for _, before := range []string{"", "#!/bin/sh\necho one\n"} {
		if before != "" {
			if err := os.WriteFile(hook, []byte(before), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		f, err := load(hook)
		if err != nil {
			t.Fatal(err)
		}
		const theirs = "#!/bin/sh\necho two\n"
		if err := os.WriteFile(hook, []byte(theirs), 0o755); err != nil {
			t.Fatal(err)
		}
		for _, text := range [][]byte{insert(f.rest, kindOf("pre-commit").blockFor("/x")), nil} {
			if err := f.write(text); err == nil || !strings.Contains(err.Error(), "at the same time") {
				t.Errorf("%v", err)
			}
			if now, err := os.ReadFile(hook); string(now) != theirs || err != nil {
				t.Errorf("now it is %q (%v)", now, err)
			}
		}
		if err := os.Remove(hook); err != nil {
			t.Fatal(err)
		}
	}
}
