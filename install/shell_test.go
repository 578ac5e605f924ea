package install

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// shells are those that a hook may be run by: as git does it, or since a team's hook names it.
func shells() [][]string {
	return [][]string{{"sh"}, {"dash"}, {"bash"}, {"bash", "--posix"}, {"busybox", "sh"}, {"ksh"}, {"zsh"}, {"mksh"}}
}

// eachShell runs the test with every shell that is there, with each of these switches; "" is none. A team's hook may
// have strict ones: what can go wrong without them can go wrong in more ways with them, but for what they alone stop.
func eachShell(t *testing.T, switches []string, test func(t *testing.T, run []string)) {
	for _, shell := range shells() {
		path, err := exec.LookPath(shell[0])
		for _, flags := range switches {
			t.Run(strings.Join(append(shell, flags), " "), func(t *testing.T) {
				if err != nil {
					t.Skipf("%s is not installed", shell[0])
				}
				run := append([]string{path}, shell[1:]...)
				if flags != "" {
					run = append(run, flags)
				}
				test(t, run)
			})
		}
	}
}

// writeProgram makes a program of an absolute interpreter, so that it needs no PATH.
func writeProgram(t *testing.T, path, body string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+body), 0o777); err != nil {
		t.Fatal(err)
	}
}

// outcome is what came of a hook's run.
type outcome struct {
	status         int
	stdout, stderr string
}

// runHook runs a hook's text as a file with this name, in an environment that has nothing but PATH.
func runHook(t *testing.T, run []string, file string, text []byte, path, stdin string, args ...string) outcome {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, text, 0o777); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(run[0], append(append(run[1:len(run):len(run)], file), args...)...)
	cmd.Dir, cmd.Env = t.TempDir(), []string{"PATH=" + path}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &stdout, &stderr
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return outcome{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// Of a PATH that is empty, and places of every kind, the block hands everything on: to ddhook, and to the rest of the
// hook.
func TestBlockHandsOn(t *testing.T) {
	const refs = "refs/heads/a 1111 refs/heads/a 2222\n(delete) 0000 refs/heads/b 3333\n"
	const read = "while IFS= read -r line; do echo \"< $line\"; done\n"
	places := []string{"plain", "with space", `quote'd "twice"`, "dollar$HOME`id`", "new\nline", `back\slash`, "ünï", "-dash", "*?[x]", "@hook@"}
	eachShell(t, []string{"-eu"}, func(t *testing.T, run []string) {
		for _, name := range places {
			dir := t.TempDir()
			place := filepath.Join(dir, name, "ddhook")
			writeProgram(t, place, "echo ddhook \"$@\" $DDHOOK_HOOK\n"+read)
			hook := filepath.Join(dir, name, "hooks", "pre-push")
			text := append(kindOf("pre-push").blockFor(place), "set -eu\necho rest \"$@\"\n"+read+"exit 5\n"...)
			lines := strings.ReplaceAll("< "+strings.TrimSuffix(refs, "\n"), "\n", "\n< ") + "\n"
			want := outcome{status: 5, stdout: "ddhook pre-push -- origin a b\n" + lines + "rest origin a b\n" + lines}
			if got := runHook(t, run, hook, text, "", refs, "origin", "a b"); got != want {
				t.Errorf("in %q: got %+v\nwant %+v", name, got, want)
			}
			want.stdout = "ddhook pre-push -- origin a b\nrest origin a b\n" // ddhook finds out why nothing came
			if got := runHook(t, run, hook, text, "", "", "origin", "a b"); got != want {
				t.Errorf("in %q, with nothing to push: got %+v\nwant %+v", name, got, want)
			}
			text = kindOf("pre-commit").blockFor(place)
			want = outcome{stdout: "ddhook staged pre-commit\n"}
			if got := runHook(t, run, hook, text, "", ""); got != want {
				t.Errorf("in %q: got %+v\nwant %+v", name, got, want)
			}
		}
	})
}

// More than a pipe holds, in the order it came.
func TestBlockHandsOnManyRefs(t *testing.T) {
	var refs strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&refs, "refs/heads/branch-%d %040d refs/heads/branch-%d %040d\n", i, i+1, i, 0)
	}
	eachShell(t, []string{"-eu"}, func(t *testing.T, run []string) {
		dir := t.TempDir()
		writeProgram(t, filepath.Join(dir, "ddhook"), "exit 0\n") // reads nothing of it
		text := append(kindOf("pre-push").blockFor(filepath.Join(dir, "ddhook")), "while IFS= read -r line; do echo \"$line\"; done\n"...)
		got := runHook(t, run, filepath.Join(dir, "pre-push"), text, "", refs.String())
		if got.status != 0 || got.stdout != refs.String() {
			t.Errorf("status %d, %d bytes of %d, %s", got.status, len(got.stdout), refs.Len(), got.stderr)
		}
	})
}

// Every status of ddhook's is the hook's, and what follows is not run.
func TestBlockStatus(t *testing.T) {
	eachShell(t, []string{"", "-eu"}, func(t *testing.T, run []string) {
		for _, k := range kinds {
			for _, status := range []int{0, 1, 2, 126, 127} {
				dir := t.TempDir()
				place := filepath.Join(dir, "ddhook")
				writeProgram(t, place, fmt.Sprintf("exit %d\n", status))
				text := append(k.blockFor(place), "echo after\n"...)
				want := outcome{status: status}
				if status == 0 {
					want.stdout = "after\n"
				}
				if got := runHook(t, run, filepath.Join(dir, k.name), text, "", "a b c d\n"); got != want {
					t.Errorf("%s: got %+v, want %+v", k.name, got, want)
				}
			}
		}
	})
}

// With neither ddhook nor git to be found nobody knows what is touched: that must not pass. An empty ddhook is none.
func TestBlockWithoutAnything(t *testing.T) {
	eachShell(t, []string{"-eu"}, func(t *testing.T, run []string) {
		for _, k := range kinds {
			for _, path := range []string{"", "/nonexistent", "."} {
				dir := t.TempDir()
				place := filepath.Join(dir, "ddhook")
				if err := os.WriteFile(place, nil, 0o777); err != nil {
					t.Fatal(err)
				}
				got := runHook(t, run, filepath.Join(dir, k.name), append(k.blockFor(place), "echo after\n"...), path, "a b c d\n")
				if got.status != 2 || !strings.Contains(got.stderr, "ddhook: "+k.deed+" blocked: ") || got.stdout != "" {
					t.Errorf("%s with PATH=%q: got %+v", k.name, path, got)
				}
				if !strings.Contains(got.stderr, "/"+k.name+"\n") || strings.Contains(got.stderr, "no-verify") {
					t.Errorf("%s names no file to change, or advises to go past it: %s", k.name, got.stderr)
				}
			}
		}
	})
}

// A ddhook in the folder that is checked is no ddhook of the user's, whatever PATH has in it, and hides no other.
func TestBlockRunsNothingOfTheRepository(t *testing.T) {
	eachShell(t, []string{"-eu"}, func(t *testing.T, run []string) {
		dir, users := t.TempDir(), t.TempDir()
		writeProgram(t, filepath.Join(users, "ddhook"), "echo users\n")
		writeProgram(t, filepath.Join(dir, "sub", "ddhook"), "echo caught\n") // first: ".." alone makes no sub
		fromRoot := strings.TrimPrefix(users, "/")
		for path, want := range map[string]outcome{
			"": {status: 2}, ".": {status: 2}, ":": {status: 2}, "..": {status: 2},
			fromRoot: {stdout: "users\n"}, "./" + fromRoot: {stdout: "users\n"}, "bin:" + users: {stdout: "users\n"},
		} {
			writeProgram(t, filepath.Join(dir, "sub", strings.Split(path, ":")[0], "ddhook"), "echo caught\n")
			text := append([]byte("cd '"+dir+"/sub'\n"), kindOf("pre-commit").blockFor("")...)
			got := runHook(t, run, filepath.Join(t.TempDir(), "pre-commit"), text, path, "")
			if got.status != want.status || got.stdout != want.stdout {
				t.Errorf("PATH=%q: got %+v", path, got)
			}
		}
	})
}

// The block is for anybody to read.
func TestBlockIsShort(t *testing.T) {
	for _, k := range kinds {
		text := k.blockFor("/usr/local/bin/ddhook")
		if n := bytes.Count(text, []byte("\n")); n > 35 {
			t.Errorf("%s: %d lines", k.name, n)
		}
		for line := range strings.Lines(string(text)) {
			if len(line) > 125 {
				t.Errorf("%s: %d bytes in %s", k.name, len(line), line)
			}
		}
	}
}
