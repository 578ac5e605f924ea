package install

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// frameworkConfig is what the README has for it.
func frameworkConfig(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)```yaml\n# .pre-commit-config.yaml\n(.*?)```").FindSubmatch(text)
	if block == nil {
		t.Fatal("the README has nothing for the framework")
	}
	return strings.Replace(string(block[1]), "rev: v1.0.0\n", "rev: main\n", 1)
}

// TestFramework drives the pre-commit framework through what it does besides running a hook at a commit. Each part goes
// on from what the one before it committed.
func TestFramework(t *testing.T) {
	r := newRepository(t, buildProgram(t))
	r.needs("pre-commit")
	r.servesDdhook()
	r.write(".pre-commit-config.yaml", frameworkConfig(t))
	r.write("a.Dockerfile", goodDockerfile)
	r.run(0, "git", "add", ".")
	r.run(0, "git", "commit", "-m", "one")
	r.run(0, "pre-commit", "install")

	for _, part := range []struct {
		name string
		test func(*testing.T, *repository)
	}{
		{name: "names with spaces and signs", test: frameworkNames},
		{name: "unstaged changes", test: frameworkUnstaged},
		{name: "an old violation", test: frameworkTouched},
		{name: "all files", test: frameworkAllFiles},
		{name: "ranges", test: frameworkRanges},
		{name: "whole files for CI", test: frameworkScan},
		{name: "repair", test: frameworkFix},
		{name: "many files", test: frameworkManyFiles},
		{name: "the ddhook on PATH", test: frameworkSystem},
	} {
		t.Run(part.name, func(t *testing.T) { part.test(t, r.in(t)) })
	}
}

func frameworkNames(t *testing.T, r *repository) {
	for _, name := range []string{"with space/b c.Dockerfile", "-dash.Dockerfile", "ü$x.Dockerfile"} {
		r.write(name, badDockerfile)
		r.run(0, "git", "add", ":/")
		if out := r.run(1, "git", "commit", "-m", "bad"); !strings.Contains(out, filepath.Base(name)+":2:5: ") {
			t.Errorf("%q is not found:\n%s", name, out)
		}
		r.run(0, "git", "rm", "-q", "-f", "--", name)
	}
}

func frameworkUnstaged(t *testing.T, r *repository) {
	r.write("a.Dockerfile", badDockerfile)
	r.run(0, "git", "add", "a.Dockerfile")
	r.write("a.Dockerfile", goodDockerfile)
	r.blocked("git", "commit", "-m", "bad")
	if r.read("a.Dockerfile") != goodDockerfile {
		t.Error("the unstaged change is lost")
	}
	r.write("a.Dockerfile", "# staged\n"+goodDockerfile)
	r.run(0, "git", "add", "a.Dockerfile")
	r.write("a.Dockerfile", badDockerfile)
	r.run(0, "git", "commit", "-m", "good")
	if r.read("a.Dockerfile") != badDockerfile {
		t.Error("the unstaged change is lost")
	}
	r.run(0, "git", "checkout", "-q", "a.Dockerfile")
}

func frameworkTouched(t *testing.T, r *repository) {
	r.write("old.Dockerfile", badDockerfile)
	r.run(0, "git", "add", "old.Dockerfile")
	r.run(0, "git", "commit", "-q", "--no-verify", "-m", "bad")
	r.write("old.Dockerfile", badDockerfile+"RUN true\n")
	r.run(0, "git", "commit", "-a", "-m", "touched, and not for the worse")
}

func frameworkAllFiles(t *testing.T, r *repository) {
	out := r.run(1, "pre-commit", "run", "--all-files")
	if !strings.Contains(out, "old.Dockerfile:2:5: ") || !strings.Contains(out, "\nddhook: 1 violation in 1 of 2 Dockerfiles (0 ignored); ") {
		t.Errorf("the old violation is not found, or called new:\n%s", out)
	}
	// What is advised can be typed: the folder of this ddhook is on PATH for the hook alone.
	_, advice, _ := strings.Cut(out, "to learn why:")
	if program, _, _ := strings.Cut(strings.TrimSpace(advice), " "); !filepath.IsAbs(program) || !isWhole(program) {
		t.Errorf("%q cannot be typed in a shell:\n%s", program, out)
	}
	r.run(0, "pre-commit", "run", "--files", "a.Dockerfile")
	if out := r.run(1, "pre-commit", "run", "--files", "old.Dockerfile"); !strings.Contains(out, "old.Dockerfile:2:5: ") {
		t.Errorf("the old violation is not found:\n%s", out)
	}
	r.write("other", "")
	r.run(0, "git", "add", "other")
	r.run(0, "git", "commit", "-m", "nothing to do with it")
}

func frameworkRanges(t *testing.T, r *repository) {
	out := r.run(1, "pre-commit", "run", "--from-ref", "HEAD~3", "--to-ref", "HEAD")
	if !strings.Contains(out, "old.Dockerfile:2:5: ") {
		t.Errorf("the violation of the range is not found:\n%s", out)
	}
	r.run(0, "pre-commit", "run", "--from-ref", "HEAD~2", "--to-ref", "HEAD")
}

func frameworkScan(t *testing.T, r *repository) {
	out := r.run(1, "pre-commit", "run", "ddhook-scan", "--hook-stage", "manual", "--all-files")
	if !strings.Contains(out, "old.Dockerfile:2:5: ") || !strings.Contains(out, " of 2 Dockerfiles ") {
		t.Errorf("not the whole tree:\n%s", out)
	}
	r.write("old.Dockerfile", goodDockerfile)
	r.run(0, "pre-commit", "run", "ddhook-scan", "--hook-stage", "manual", "--all-files")
	r.run(0, "git", "checkout", "-q", "old.Dockerfile")
}

// Nothing is repaired unless it is asked for.
func frameworkFix(t *testing.T, r *repository) {
	bad := badDockerfile + "RUN go build ./...\n"
	r.write("fix.Dockerfile", bad)
	r.run(0, "git", "add", "fix.Dockerfile")
	if out := r.run(1, "git", "commit", "-m", "bad"); !strings.Contains(out, "fix.Dockerfile:3:5: ") || r.read("fix.Dockerfile") != bad {
		t.Errorf("not blocked alone:\n%s", out)
	}
	out := r.run(1, "pre-commit", "run", "ddhook-fix", "--hook-stage", "manual", "--all-files")
	if !strings.Contains(out, "files were modified by this hook") || !strings.Contains(out, "fix.Dockerfile:3: ") {
		t.Errorf("not repaired:\n%s", out)
	}
	r.run(0, "git", "checkout", "-q", "old.Dockerfile") // of which nothing was asked
	r.run(0, "git", "commit", "-a", "-m", "good")
	if text := r.read("fix.Dockerfile"); !strings.Contains(text, "\nRUN go build -mod=mod ./...\n") || strings.Contains(text, "go mod download") {
		t.Errorf("repaired to %s", text)
	}
}

// frameworkSystem has the framework build nothing.
func frameworkSystem(t *testing.T, r *repository) {
	r.write(".pre-commit-config.yaml", strings.Replace(frameworkConfig(t), "id: ddhook ", "id: ddhook-system ", 1))
	r.run(0, "git", "add", ".pre-commit-config.yaml")
	r.run(0, "ddhook", "install", "--check")
	r.write("a.Dockerfile", badDockerfile)
	r.run(0, "git", "add", "a.Dockerfile")
	r.blocked("git", "commit", "-m", "bad")
	r.environ = append(r.environ, "PATH=/usr/bin:/bin")
	if out := r.run(1, "git", "commit", "-m", "bad"); !strings.Contains(out, "Executable `ddhook` not found") {
		t.Errorf("without ddhook:\n%s", out)
	}
}

func frameworkManyFiles(t *testing.T, r *repository) {
	const files = 1500 // of names that fill more than one command line
	for i := range files {
		content := goodDockerfile
		if i == 0 || i == files-1 {
			content = badDockerfile
		}
		r.write(fmt.Sprintf("many/%04d-%s.Dockerfile", i, strings.Repeat("x", 100)), content)
	}
	r.run(0, "git", "add", "many")
	out := r.run(1, "git", "commit", "-m", "many")
	for _, i := range []int{0, files - 1} {
		if !strings.Contains(out, fmt.Sprintf("many/%04d-", i)) {
			t.Errorf("the violation in file %d is not found", i)
		}
	}
	if n := strings.Count(out, "commit blocked: "); n < 2 {
		t.Errorf("ddhook ran %d times: the names were not too many", n)
	}
	if n := strings.Count(out, "[no-go-mod-download]"); n != 2 {
		t.Errorf("%d findings, not 2:\n%s", n, out)
	}
}

// in is the repository for a part of a test.
func (r *repository) in(t *testing.T) *repository {
	t.Helper()
	part := *r
	part.t = t
	return &part
}
