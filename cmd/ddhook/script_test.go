package main

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/ddhook/ddhook/hook/repo/gittest"
)

var update = flag.Bool("update", false, "rewrite the golden parts of the scripts")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"ddhook": main})
}

// TestScript runs the program, on real repositories with the real git, as testdata/script says; the hooks that git
// runs find it on PATH.
func TestScript(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git, which makes the repositories, is not installed")
	}
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("..", "..", "testdata", "script"),
		Setup:               setup,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"status": status},
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	})
}

// setup keeps the developer's own git settings out.
func setup(env *testscript.Env) error {
	home := filepath.Join(env.WorkDir, ".home")
	for _, entry := range gittest.Environ(home) {
		if name, value, _ := strings.Cut(entry, "="); name != "PATH" { // on it is the program
			env.Setenv(name, value)
		}
	}
	return os.Mkdir(home, 0o777)
}

// status is `status N program args...`: the program has to end with status N.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N program args...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	got := 0
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("%s ended with status %d, want %d", args[1], got, want)
	}
}
