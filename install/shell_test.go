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

// Of a PATH that is empty, and places of every kind, the hook hands everything on.
func TestHookHandsOn(t *testing.T) {
	const refs = "refs/heads/a 1111 refs/heads/a 2222\n(delete) 0000 refs/heads/b 3333\n"
	const ours = "echo ddhook \"$@\"\nwhile IFS= read -r line; do echo \"< $line\"; done\n"
	places := []string{"plain", "with space", `quote'd "twice"`, "dollar$HOME`id`", "new\nline", `back\slash`, "ünï", "-dash", "*?[x]"}
	eachShell(t, []string{"-eu"}, func(t *testing.T, run []string) {
		for _, name := range places {
			dir := t.TempDir()
			place := filepath.Join(dir, name, "ddhook")
			writeProgram(t, place, ours)
			hook := filepath.Join(dir, name, "hooks", "pre-push")
			writeProgram(t, filepath.Join(filepath.Dir(hook), keptName("pre-push")), strings.ReplaceAll(ours, "ddhook", "kept")+"exit 5\n")
			text := script{hook: "pre-push", place: place, kept: true}.text()
			want := outcome{status: 5}
			lines := strings.ReplaceAll("< "+strings.TrimSuffix(refs, "\n"), "\n", "\n< ") + "\n"
			want.stdout = "ddhook pre-push -- origin a b\n" + lines + "kept origin a b\n" + lines
			if got := runHook(t, run, hook, text, "", refs, "origin", "a b"); got != want {
				t.Errorf("in %q: got %+v\nwant %+v", name, got, want)
			}
			want.stdout = "kept origin a b\n" // nothing is pushed: ddhook has nothing to look at
			if got := runHook(t, run, hook, text, "", "", "origin", "a b"); got != want {
				t.Errorf("in %q, with nothing to push: got %+v\nwant %+v", name, got, want)
			}
			text = script{hook: "pre-commit", place: place}.text()
			want = outcome{stdout: "ddhook staged\n"}
			if got := runHook(t, run, hook, text, "", ""); got != want {
				t.Errorf("in %q: got %+v\nwant %+v", name, got, want)
			}
		}
	})
}

// More than a pipe holds, in the order it came.
func TestHookHandsOnManyRefs(t *testing.T) {
	var refs strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&refs, "refs/heads/branch-%d %040d refs/heads/branch-%d %040d\n", i, i+1, i, 0)
	}
	eachShell(t, []string{"-eu"}, func(t *testing.T, run []string) {
		dir := t.TempDir()
		writeProgram(t, filepath.Join(dir, "ddhook"), "exit 0\n") // reads nothing of it
		text := append(script{hook: "pre-push", place: filepath.Join(dir, "ddhook")}.text(), "while IFS= read -r line; do printf '%s\\n' \"$line\"; done\n"...)
		got := runHook(t, run, filepath.Join(dir, "pre-push"), text, "", refs.String())
		if got.status != 0 || got.stdout != refs.String() {
			t.Errorf("status %d, %d bytes of %d, %s", got.status, len(got.stdout), refs.Len(), got.stderr)
		}
	})
}

// Every status of ddhook's is the hook's, and what follows is not run.
func TestHookStatus(t *testing.T) {
	eachShell(t, []string{"", "-eu"}, func(t *testing.T, run []string) {
		for _, hook := range Hooks() {
			for _, status := range []int{0, 1, 2, 126, 127} {
				dir := t.TempDir()
				place := filepath.Join(dir, "ddhook")
				writeProgram(t, place, fmt.Sprintf("exit %d\n", status))
				text := append(script{hook: hook, place: place}.text(), "echo after\n"...)
				want := outcome{status: status}
				if status == 0 {
					want.stdout = "after\n"
				}
				if got := runHook(t, run, filepath.Join(dir, hook), text, "", "a b c d\n"); got != want {
					t.Errorf("%s: got %+v, want %+v", hook, got, want)
				}
			}
		}
	})
}

// With neither ddhook nor git to be found nobody knows what is touched: that must not pass.
func TestHookWithoutAnything(t *testing.T) {
	eachShell(t, []string{"-eu"}, func(t *testing.T, run []string) {
		for _, hook := range Hooks() {
			for _, path := range []string{"", "/nonexistent", "."} {
				s := script{hook: hook, place: "/nonexistent/ddhook"}
				got := runHook(t, run, filepath.Join(t.TempDir(), hook), s.text(), path, "a b c d\n")
				if got.status != 2 || !strings.Contains(got.stderr, "ddhook: "+s.deed()+" blocked: ") || got.stdout != "" {
					t.Errorf("%s with PATH=%q: got %+v", hook, path, got)
				}
				if strings.Contains(got.stderr, "no-verify") {
					t.Errorf("%s advises to go past it: %s", hook, got.stderr)
				}
			}
		}
	})
}

// A ddhook in the folder that is checked is no ddhook of the user's, whatever PATH has in it.
func TestHookRunsNothingOfTheRepository(t *testing.T) {
	eachShell(t, []string{"-eu"}, func(t *testing.T, run []string) {
		for _, path := range []string{"", ".", ":"} {
			dir := t.TempDir()
			writeProgram(t, filepath.Join(dir, "ddhook"), "echo caught\n")
			text := append([]byte("cd "+quote(dir)+"\n"), script{hook: "pre-commit"}.text()...)
			if got := runHook(t, run, filepath.Join(t.TempDir(), "pre-commit"), text, path, ""); got.status != 2 || got.stdout != "" {
				t.Errorf("PATH=%q: got %+v", path, got)
			}
		}
	})
}
