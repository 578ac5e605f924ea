package install

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook"
)

const (
	badDockerfile  = "FROM golang\nRUN go mod download\n"
	goodDockerfile = "FROM golang\nRUN go build -mod=mod ./...\n"
)

// TestManagers drives the real hook managers: what `ddhook install` prints is put into the manager's file letter by
// letter, and typed, and then a commit that adds a violation is blocked, and so is a push.
func TestManagers(t *testing.T) {
	program := buildProgram(t)
	for _, m := range []struct {
		name, tool string
		config     string // shows that the manager is in use; with "/" a folder
		text       string // that is in it already
		framework  bool   // it clones and builds ddhook
	}{
		{name: "pre-commit", tool: "pre-commit", config: ".pre-commit-config.yaml", framework: true,
			text: "repos:\n- repo: local\n  hooks:\n  - {id: a, name: a, entry: 'true', language: system}\n"},
		{name: "prek", tool: "prek", config: "prek.toml", framework: true},
		{name: "lefthook", tool: "lefthook", config: "lefthook.yml"},
		{name: "lefthook with jobs", tool: "lefthook", config: ".config/lefthook.yaml",
			text: "pre-commit:\n    jobs:\n        - name: a\n          run: 'true'\n"},
		{name: "lefthook with commands", tool: "lefthook", config: ".lefthook.yml",
			text: "'pre-commit':\n    commands:\n        a:\n            run: 'true'\n"},
		{name: "lefthook in TOML", tool: "lefthook", config: "lefthook.toml", text: "[pre-commit]\nparallel = true\n"},
		{name: "husky", tool: "husky", config: ".husky/"},
	} {
		t.Run(m.name, func(t *testing.T) {
			r := newRepository(t, program)
			r.needs(m.tool)
			if m.framework {
				r.servesDdhook()
			}
			r.write(m.config, m.text)
			r.follow("pre-commit", m.config)
			r.write("a.Dockerfile", badDockerfile)
			r.run(0, "git", "add", "a.Dockerfile")
			r.blocked("git", "commit", "-m", "bad")
			r.run(0, "git", "commit", "--no-verify", "-m", "bad")

			r.run(0, "git", "init", "-q", "--bare", "../server.git")
			r.run(0, "git", "remote", "add", "origin", "../server.git")
			r.follow("pre-push", m.config)
			r.blocked("git", "push", "origin", "HEAD:refs/heads/main")
			if refs := r.run(0, "git", "ls-remote", "origin"); refs != "" {
				t.Errorf("it was pushed: %s", refs)
			}

			r.write("a.Dockerfile", goodDockerfile)
			r.run(0, "git", "add", "a.Dockerfile")
			r.run(0, "git", "commit", "-m", "good")
			r.run(0, "git", "push", "origin", "HEAD:refs/heads/main")
		})
	}
}

// TestGitLFS does the same where the hook itself is all there is.
func TestGitLFS(t *testing.T) {
	r := newRepository(t, buildProgram(t))
	r.needs("git-lfs")
	r.run(0, "git", "lfs", "install", "--local")
	before := r.read(".git/hooks/pre-push")
	advice := r.advice("pre-push")
	if advice.where != "right after its first line" {
		t.Fatalf("the advice is for %q", advice.where)
	}
	r.write(".git/hooks/pre-push", before+advice.lines)
	r.run(1, "ddhook", "install", "--check", "--hook", "pre-push")
	if advice.file != filepath.ToSlash(filepath.Join(r.dir, ".git/hooks/pre-push")) {
		t.Fatalf("advice for %s", advice.file)
	}
	first, rest, _ := strings.Cut(before, "\n")
	r.write(".git/hooks/pre-push", first+"\n"+advice.lines+rest)
	r.run(0, "ddhook", "install", "--check", "--hook", "pre-push")

	server := "file://" + filepath.ToSlash(filepath.Join(filepath.Dir(r.dir), "server.git"))
	r.run(0, "git", "init", "-q", "--bare", server[len("file://"):])
	r.run(0, "git", "lfs", "track", "*.bin")
	r.write("large.bin", "large")
	r.write("a.Dockerfile", badDockerfile)
	r.run(0, "git", "add", ".")
	r.run(0, "git", "commit", "-m", "bad")
	r.blocked("git", "push", server, "HEAD:refs/heads/main")
	r.write("a.Dockerfile", goodDockerfile)
	r.run(0, "git", "commit", "-a", "-m", "good")
	r.run(0, "git", "push", server, "HEAD:refs/heads/main")
	if _, err := os.Stat(filepath.Join(r.dir, "../server.git/lfs/objects")); err != nil {
		t.Errorf("git-lfs did not see what was pushed: %v", err)
	}

	r.run(0, "ddhook", "uninstall")
	if after := r.read(".git/hooks/pre-push"); after != before {
		t.Errorf("uninstalled, the hook is %q", after)
	}
	r.run(0, "ddhook", "install", "--hook", "pre-push", "--force")
	r.run(0, "git", "lfs", "track", "*.other")
	r.write("more.other", "more")
	r.run(0, "git", "add", ".")
	r.run(0, "git", "commit", "-m", "more")
	r.run(0, "git", "push", server, "HEAD:refs/heads/main")
	r.run(0, "ddhook", "uninstall")
	if after := r.read(".git/hooks/pre-push"); after != before {
		t.Errorf("uninstalled, the hook is %q", after)
	}
}

// repository is a new one, in a folder of its own, where the real tools are run.
type repository struct {
	t       *testing.T
	dir     string
	environ []string
}

// buildProgram builds ddhook itself and gives the folder that it is in.
func buildProgram(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("nearly all of this happens in other programs")
	}
	bin := t.TempDir()
	build := exec.Command("go", "build", "-buildvcs=false", "-o", filepath.Join(bin, programName()), "github.com/ddhook/ddhook/cmd/ddhook")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building ddhook: %v\n%s", err, out)
	}
	return bin
}

func newRepository(t *testing.T, bin string) *repository {
	t.Helper()
	temp := t.TempDir()
	home := filepath.Join(temp, "home")
	r := &repository{t: t, dir: filepath.Join(temp, "repo")}
	for _, entry := range os.Environ() {
		if name, _, _ := strings.Cut(entry, "="); !strings.HasPrefix(name, "GIT_") && name != "PATH" {
			r.environ = append(r.environ, entry)
		}
	}
	path := strings.Join([]string{bin, os.Getenv("PATH")}, string(os.PathListSeparator))
	if modules := os.Getenv("DDHOOK_NODE_MODULES"); modules != "" {
		path = strings.Join([]string{bin, filepath.Join(modules, ".bin"), os.Getenv("PATH")}, string(os.PathListSeparator))
	}
	r.environ = append(r.environ, gitEnviron(home)...)
	r.environ = append(r.environ, "PATH="+path, "PRE_COMMIT_HOME="+home, "PREK_HOME="+filepath.Join(home, "prek"))
	if err := os.MkdirAll(home, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(r.dir, 0o777); err != nil {
		t.Fatal(err)
	}
	r.run(0, "git", "init", "-q", "-b", "main")
	return r
}

// needs skips the test when the tool is not there: on PATH, or in the folder that DDHOOK_NODE_MODULES names.
func (r *repository) needs(tool string) {
	r.t.Helper()
	if _, err := r.look(tool); err != nil {
		r.t.Skipf("%s is not installed; `bash .ci/tools FOLDER` does it", tool)
	}
	if tool == "husky" { // which is run from the project's own modules
		if err := os.Symlink(os.Getenv("DDHOOK_NODE_MODULES"), filepath.Join(r.dir, "node_modules")); err != nil {
			r.t.Fatal(err)
		}
		r.write(".gitignore", "node_modules\n")
		r.write("package.json", "{}")
	}
}

func (r *repository) look(tool string) (string, error) {
	for _, dir := range filepath.SplitList(hook.Variable(r.environ, "PATH")) {
		if isProgram(filepath.Join(dir, tool)) {
			return filepath.Join(dir, tool), nil
		}
	}
	return "", exec.ErrNotFound
}

func (r *repository) write(name, content string) {
	r.t.Helper()
	path := filepath.Join(r.dir, name)
	err := os.MkdirAll(filepath.Dir(path), 0o777)
	if err == nil && strings.HasSuffix(name, "/") {
		err = os.MkdirAll(path, 0o777)
	} else if err == nil {
		err = os.WriteFile(path, []byte(content), 0o666)
	}
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *repository) read(name string) string {
	r.t.Helper()
	content, err := os.ReadFile(filepath.Join(r.dir, name))
	if err != nil {
		r.t.Fatal(err)
	}
	return string(content)
}

// run runs a program, which has to end with a status, and gives what it prints.
func (r *repository) run(status int, words ...string) string {
	r.t.Helper()
	program, err := r.look(words[0])
	if err != nil {
		r.t.Fatalf("%s: %v", words[0], err)
	}
	var out bytes.Buffer
	cmd := exec.Command(program, words[1:]...)
	cmd.Dir, cmd.Env = r.dir, r.environ
	cmd.Stdout, cmd.Stderr = &out, &out
	exit := new(exec.ExitError)
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		r.t.Fatalf("%s: %v", strings.Join(words, " "), err)
	}
	if got := cmd.ProcessState.ExitCode(); got != status {
		r.t.Fatalf("%s ended with status %d, not %d:\n%s", strings.Join(words, " "), got, status, out.String())
	}
	return out.String()
}

// blocked runs a program that has to fail since ddhook found the violation.
func (r *repository) blocked(words ...string) {
	r.t.Helper()
	if out := r.run(1, words...); !strings.Contains(out, "a.Dockerfile:2:5: ") || !strings.Contains(out, "[no-go-mod-download]") {
		r.t.Fatalf("%s did not show the finding:\n%s", strings.Join(words, " "), out)
	}
}

// advice is what `ddhook install` says where a manager is in charge.
type advice struct {
	file  string // to add the lines to
	where string // in words; "" is anywhere
	lines string
	typed string // the command; "" when there is none
}

func (r *repository) advice(hook string) advice {
	r.t.Helper()
	out := r.run(1, "ddhook", "install", "--hook", hook)
	var a advice
	adding := false
	for line := range strings.Lines(out) {
		file, isFile := strings.CutPrefix(line, "add to ")
		typed, isTyped := strings.CutPrefix(line, "then type: ")
		switch {
		case isFile:
			a.file, adding = strings.TrimSuffix(file, ":\n"), true
			a.file, a.where, _ = strings.Cut(a.file, ", ")
		case isTyped:
			a.typed, adding = strings.TrimSpace(typed), false
		case strings.HasPrefix(line, "to install beside"):
			adding = false
		case adding:
			a.lines += line
		}
	}
	return a
}

// follow does what `ddhook install` says, until it is content.
func (r *repository) follow(hook, config string) {
	r.t.Helper()
	a := r.advice(hook)
	if a.file != "" {
		name, err := filepath.Rel(r.dir, filepath.FromSlash(a.file))
		if err != nil || !strings.HasPrefix(filepath.ToSlash(name), config) {
			r.t.Fatalf("the advice is for %s, not for %s (%v)", name, config, err)
		}
		before, _ := os.ReadFile(a.file)
		r.write(name, string(before)+a.lines)
	}
	if a.typed != "" {
		r.run(0, strings.Fields(a.typed)...)
	}
	if out := r.run(0, "ddhook", "install", "--check", "--hook", hook); !strings.HasPrefix(out, "guarded: ") {
		r.t.Fatalf("after the advice was followed: %s", out)
	}
}

// servesDdhook lets the tools find this very module where they would fetch it from, and build it without a network.
func (r *repository) servesDdhook() {
	r.t.Helper()
	out, err := exec.Command("go", "env", "GOMOD", "GOMODCACHE", "GOCACHE", "GOFLAGS").Output()
	if err != nil {
		r.t.Fatal(err)
	}
	values := strings.Split(string(out), "\n")
	module := &repository{t: r.t, dir: filepath.Dir(values[0]), environ: r.environ}
	served := &repository{t: r.t, dir: filepath.Join(filepath.Dir(r.dir), "served"), environ: r.environ}
	served.write("./", "")
	if err := exec.Command("git", "-C", module.dir, "rev-parse").Run(); err != nil {
		r.t.Skip("this module is in no git repository, so that nothing tells which files are its own")
	}
	for name := range strings.SplitSeq(module.run(0, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"), "\x00") {
		if content, err := os.ReadFile(filepath.Join(module.dir, name)); err == nil {
			served.write(name, string(content))
		}
	}
	served.run(0, "git", "init", "-q", "-b", "main")
	served.run(0, "git", "add", ".")
	served.run(0, "git", "commit", "-q", "-m", "one")
	here := "url.file://" + filepath.ToSlash(served.dir) + ".insteadOf"
	r.run(0, "git", "config", "--global", here, "https://github.com/ddhook/ddhook")
	// Without paths in them, what was compiled for one clone is good for the next.
	r.environ = append(r.environ, "GOMODCACHE="+values[1], "GOCACHE="+values[2], "GOFLAGS="+strings.TrimSpace(values[3]+" -trimpath"), "GOPROXY=off", "GOTOOLCHAIN=local")
}
