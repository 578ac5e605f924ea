package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/repo/gittest"
)

const (
	download = "no-go-mod-download"
	build    = "require-mod-mod"
)

// introduced is what each commit of the real history adds, made by reading the diffs. A commit that is not in it adds
// no violation.
var introduced = map[string][]string{
	"445bb40": slices.Concat(
		both("docker/ai-service.Dockerfile", 22, 28), both("docker/alert-service.Dockerfile", 22, 28),
		both("docker/context-service.Dockerfile", 22, 28), both("docker/executor-service.Dockerfile", 22, 28),
		both("docker/gateway-service.Dockerfile", 22, 28), both("docker/intelligence-service.Dockerfile", 22, 28),
		both("docker/monitor-service.Dockerfile", 22, 28), both("docker/notification-service.Dockerfile", 22, 28),
		both("docker/processor-service.Dockerfile", 22, 28), both("docker/storage-service.Dockerfile", 22, 28),
		both("docker/workflow-service.Dockerfile", 22, 28)),
	"53b63a6": both("docker/notification-controller.Dockerfile", 15, 24),
	"66287a6": {at("docker/notification-controller.Dockerfile", 24, build)}, // its flags were re-indented
	"b3ce5ba": {at("docker/notification-controller.Dockerfile", 31, build)}, // GOARCH=amd64 became an argument
	"3d633af": slices.Concat(
		both("docker/context-api.Dockerfile", 26, 35), both("docker/notification-controller-ubi9.Dockerfile", 26, 38)),
	"002fc7d": {at("docker/context-api.Dockerfile", 38, build)},
	"e695e82": both("docker/data-storage.Dockerfile", 30, 38),
	"68b12db": both("docker/remediationprocessor.Dockerfile", 20, 27),
	"f8a83b4": slices.Concat(
		both("docker/gateway-ubi9.Dockerfile", 22, 28), both("docker/gateway.Dockerfile", 30, 38)),
	"07817e7": {at("docker/gateway-ubi9.Dockerfile", 36, build)},
	"9094c39": slices.Concat(
		both("docker/contextapi-ubi9.Dockerfile", 28, 36), both("docker/datastorage-ubi9.Dockerfile", 31, 40)),
	"4ae46d9": both("docker/dynamic-toolset-ubi9.Dockerfile", 28, 36),
	"1950e3c": {at("docker/gateway-ubi9.Dockerfile", 41, build)}, // -ldflags changed, three times
	"0e59ce8": {at("docker/gateway-ubi9.Dockerfile", 41, build)},
	"8adbdd9": {at("docker/gateway-ubi9.Dockerfile", 41, build)},
	"6435af8": {at("docker/datastorage-ubi9.Dockerfile", 40, build)}, // the package argument changed
	"5ca7266": {at("docker/datastorage-ubi9.Dockerfile", 40, build)}, // -o changed
	// The decision came with 5ac199b, which repairs and adds nothing. What follows slipped in after it.
	"fe5bf99": {at("test/services/mock-llm/go.Dockerfile", 39, download)},
	"067636d": {at("docker/db-migrate.Dockerfile", 26, build)},
	"d76f23e": {at("docker/apifrontend.Dockerfile", 32, download)},
	"ddd1e43": {at("docker/db-migrate.Dockerfile", 46, build)}, // rewritten, still without the flag
}

func at(path string, line int, rule string) string { return fmt.Sprintf("%s:%d %s", path, line, rule) }

func both(path string, downloadLine, buildLine int) []string {
	return []string{at(path, downloadLine, download), at(path, buildLine, build)}
}

// TestReplay puts each commit of the history that led to the decision into the index over its parent, and runs the
// built program as the hook would.
func TestReplay(t *testing.T) {
	repo, bin := history(t), buildBinary(t)
	commits := strings.Fields(run(t, repo, nil, "git", "rev-list", "--reverse", "HEAD"))
	if len(commits) != 75 {
		t.Fatalf("%d commits, want the 75 that the table was made from", len(commits))
	}
	run(t, repo, nil, "git", "symbolic-ref", "HEAD", "refs/heads/replay") // unborn: the first commit has no parent
	for _, commit := range commits {
		run(t, repo, nil, "git", "read-tree", commit)
		got := findings(t, repo, bin, "staged", "--format", "json")
		want := slices.Clone(introduced[commit[:7]])
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s:\n got %q\nwant %q", commit[:7], got, want)
		}
		run(t, repo, nil, "git", "update-ref", "refs/heads/replay", commit)
	}
}

// TestScanOfRealTree scans the newest files, in which many builds spread over several lines and comments tell of
// go mod download.
func TestScanOfRealTree(t *testing.T) {
	repo, bin := history(t), buildBinary(t)
	run(t, repo, nil, "git", "checkout", "--quiet", "HEAD")
	got := findings(t, repo, bin, "scan", "--format", "json")
	want := []string{
		at("docker/apifrontend.Dockerfile", 32, download),
		at("docker/db-migrate.Dockerfile", 54, build),
		at("test/services/mock-llm/go.Dockerfile", 40, download),
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

// history clones the folder or bundle that DDHOOK_HISTORY names.
func history(t *testing.T) string {
	t.Helper()
	from := os.Getenv("DDHOOK_HISTORY")
	if from == "" {
		t.Skip("DDHOOK_HISTORY names no repository or bundle with the history to replay")
	}
	from, err := filepath.Abs(from)
	if err != nil {
		t.Fatal(err)
	}
	repo := filepath.Join(t.TempDir(), "repo")
	run(t, t.TempDir(), nil, "git", "clone", "--quiet", "--branch", "main", from, repo)
	return repo
}

func buildBinary(t *testing.T) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "ddhook")
	if out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return bin
}

// findings runs ddhook and gives what it found as sorted "path:line rule".
func findings(t *testing.T, dir, bin string, args ...string) []string {
	t.Helper()
	out := run(t, dir, []int{0, 1}, bin, args...)
	var report struct {
		Findings []struct {
			Rule, Path string
			Line       int
		}
		Warnings []any
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	if len(report.Warnings) > 0 {
		t.Errorf("warnings: %v", report.Warnings)
	}
	found := []string{}
	for _, f := range report.Findings {
		found = append(found, at(f.Path, f.Line, f.Rule))
	}
	slices.Sort(found)
	return found
}

// run runs a command without the developer's settings and gives its standard output.
func run(t *testing.T, dir string, statuses []int, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = gittest.Environ(t.TempDir())
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if status := cmd.ProcessState.ExitCode(); err != nil && !slices.Contains(statuses, status) {
		t.Fatalf("%s %q: %v\n%s", name, args, err, stderr.String())
	}
	return stdout.String()
}
