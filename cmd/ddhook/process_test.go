package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// program is this program as a process of its own: the test binary, by the name that TestMain knows.
func program(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Args = append([]string{"ddhook"}, args...)
	cmd.Dir = t.TempDir()
	return cmd
}

func exitCode(t *testing.T, err error) int {
	t.Helper()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if exit == nil {
		return 0
	}
	return exit.ExitCode()
}

// A report that nobody reads is a report that could not be written, whatever it says.
func TestClosedPipe(t *testing.T) {
	for _, args := range [][]string{
		{"scan"}, {"scan", "--format", "json"}, {"scan", "--format", "sarif"}, {"scan", "--summary"},
		{"rules"}, {"version"}, {"help"}, {"completion", "bash"},
	} {
		cmd := program(t, args...)
		if err := os.WriteFile(filepath.Join(cmd.Dir, "a.Dockerfile"), []byte("FROM golang\n"), 0o666); err != nil {
			t.Fatal(err)
		}
		reader, writer, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		reader.Close()
		var stderr bytes.Buffer
		cmd.Stdout, cmd.Stderr = writer, &stderr
		err = cmd.Run()
		writer.Close()
		if got := exitCode(t, err); got != statusFailed || !strings.HasPrefix(stderr.String(), "ddhook: ") {
			t.Errorf("%v: %v, standard error %q", args, err, stderr.String())
		}
	}
}

// TestInterrupt allows the program more time to be ready for the signal as long as it was not.
func TestInterrupt(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no interrupt that one process can send to another alone")
	}
	const byTheSystem = -1
	for _, by := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} {
		status, stderr := byTheSystem, ""
		for wait := 2 * listenAfter; status == byTheSystem && wait < time.Minute; wait *= 4 {
			status, stderr = interruptAfter(t, by, wait)
		}
		if status != statusFailed || stderr != "ddhook: interrupted\n" {
			t.Errorf("%s: status %d, standard error %q", by, status, stderr)
		}
	}
}

func interruptAfter(t *testing.T, by os.Signal, wait time.Duration) (status int, complaint string) {
	cmd := program(t, "scan", "-")
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	// More than a pipe holds: when it is written, the program is running.
	if _, err := stdin.Write(bytes.Repeat([]byte("#\n"), 256<<10)); err != nil {
		t.Fatal(err)
	}
	time.Sleep(wait)
	if err := cmd.Process.Signal(by); err != nil {
		t.Fatal(err)
	}
	return exitCode(t, cmd.Wait()), stderr.String()
}
