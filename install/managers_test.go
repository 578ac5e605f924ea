package install

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook"
)

const (
	badDockerfile  = "FROM golang\nRUN go mod download\n"
	goodDockerfile = "FROM golang\nRUN go build -mod=mod ./...\n"
	localHook      = "repos:\n  - repo: local\n    hooks:\n      - {id: a, name: a, entry: 'true', language: system}\n"
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
			text: localHook},
		{name: "prek", tool: "prek", config: "prek.toml", framework: true},
		{name: "lefthook", tool: "lefthook", config: "lefthook.yml"},
		{name: "lefthook with other hooks", tool: "lefthook", config: ".config/lefthook.yaml", text: "commit-msg:\n  jobs:\n    - run: 'true'\n"},
		{name: "lefthook with an empty one", tool: "lefthook", config: ".lefthook.yml", text: "'pre-commit':\n"},
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

// TestHusky is what else there is to it: the block stands in the team's own hook, which looks for ddhook on PATH.
func TestHusky(t *testing.T) {
	r := newRepository(t, buildProgram(t))
	r.needs("husky")
	r.write(".husky/pre-commit", "echo theirs\n")
	if out := r.run(1, "ddhook", "install"); !strings.Contains(out, "npx husky || npx husky install; ddhook install\n") {
		t.Fatalf("husky has not been called yet:\n%s", out)
	}
	r.run(0, "husky")
	generated := r.read(".husky/_/pre-commit")
	if out := r.run(0, "ddhook", "install"); !strings.Contains(out, "to hand it on: git add "+r.dir+"/.husky/pre-commit\n") {
		t.Errorf("colleagues need it too:\n%s", out)
	}
	if text := r.read(".husky/pre-commit"); !strings.HasPrefix(text, "# >>> ddhook") || !strings.HasSuffix(text, "# <<< ddhook\necho theirs\n") {
		t.Fatalf("the hook is now\n%s", text)
	}
	info, err := os.Stat(filepath.Join(r.dir, ".husky/pre-commit"))
	if err != nil || info.Mode()&0o111 != 0 {
		t.Errorf("husky has a shell read it, and now it is %v (%v)", info.Mode(), err)
	}
	if r.read(".husky/_/pre-commit") != generated {
		t.Error("what husky wrote is not as it was")
	}
	r.run(0, "ddhook", "install", "--check")
	if out := r.run(0, "git", "commit", "--allow-empty", "-m", "empty"); !strings.Contains(out, "theirs") {
		t.Errorf("the rest of the hook was not run: %s", out)
	}
	r.run(0, "ddhook", "uninstall")
	if text := r.read(".husky/pre-commit"); text != "echo theirs\n" {
		t.Errorf("uninstalled, the hook is %q", text)
	}
}

// TestForce puts the block into the managers' own hooks, and takes it out.
func TestForce(t *testing.T) {
	program := buildProgram(t)
	for _, m := range []struct{ name, config, text, activate string }{
		{"pre-commit", ".pre-commit-config.yaml", localHook, "pre-commit install"},
		{"prek", ".pre-commit-config.yaml", localHook, "prek install"},
		{"lefthook", "lefthook.yml", "pre-commit:\n  jobs:\n    - run: echo theirs\n", "lefthook install"},
	} {
		t.Run(m.name, func(t *testing.T) {
			r := newRepository(t, program)
			r.needs(m.name)
			r.write(m.config, m.text)
			r.run(0, strings.Fields(m.activate)...)
			before := r.read(".git/hooks/pre-commit")
			r.run(1, "ddhook", "install")
			if r.read(".git/hooks/pre-commit") != before {
				t.Error("the hook was changed without being asked for")
			}
			r.run(0, "ddhook", "install", "--force")
			r.run(0, "ddhook", "install", "--check")
			r.run(0, "ddhook", "install")
			r.write("a.Dockerfile", badDockerfile)
			r.run(0, "git", "add", ".")
			r.blocked("git", "commit", "-m", "bad")
			r.write("a.Dockerfile", goodDockerfile)
			r.run(0, "git", "add", ".")
			r.run(0, "git", "commit", "-m", "good")
			r.run(0, "ddhook", "uninstall")
			if r.read(".git/hooks/pre-commit") != before {
				t.Error("uninstalled, the hook is not what it was")
			}
		})
	}
}

// TestMoved: the framework moves a hook that it finds, and runs it. The block is found there.
func TestMoved(t *testing.T) {
	program := buildProgram(t)
	for _, name := range []string{"pre-commit", "prek"} {
		t.Run(name, func(t *testing.T) {
			r := newRepository(t, program)
			r.needs(name)
			r.run(0, "ddhook", "install")
			r.write(".pre-commit-config.yaml", localHook)
			r.run(0, name, "install")
			r.run(0, "ddhook", "install", "--check")
			r.write("a.Dockerfile", badDockerfile)
			r.run(0, "git", "add", ".")
			r.blocked("git", "commit", "-m", "bad")
			r.run(0, "ddhook", "uninstall")
			r.run(0, "git", "commit", "-m", "bad")
		})
	}
}

// TestGitLFS: its hook reads the lines of a push after ddhook.
func TestGitLFS(t *testing.T) {
	r := newRepository(t, buildProgram(t))
	r.needs("git-lfs")
	r.run(0, "git", "lfs", "install", "--local")
	before := r.read(".git/hooks/pre-push")
	r.run(1, "ddhook", "install", "--check", "--hook", "pre-push")
	r.run(0, "ddhook", "install", "--hook", "pre-push")
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
}

// repository is a new one, in a folder of its own, where the real tools are run.
type repository struct {
	t       *testing.T
	dir     string
	environ []string
}

func programName() string {
	if runtime.GOOS == "windows" {
		return "ddhook.exe"
	}
	return "ddhook"
}

// buildProgram builds ddhook itself and returns the folder that it is in.
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
		if isWhole(filepath.Join(dir, tool)) {
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

// run runs a program, which has to end with a status, and returns what it prints.
func (r *repository) run(status int, words ...string) string {
	r.t.Helper()
	out, got := r.try(words...)
	if got != status {
		r.t.Fatalf("%s ended with status %d, not %d:\n%s", strings.Join(words, " "), got, status, out)
	}
	return out
}

// try runs a program and returns what it prints, and its status.
func (r *repository) try(words ...string) (string, int) {
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
	return out.String(), cmd.ProcessState.ExitCode()
}

// blocked runs a program that has to fail since ddhook found the violation.
func (r *repository) blocked(words ...string) {
	r.t.Helper()
	if out := r.run(1, words...); !strings.Contains(out, "a.Dockerfile:2:5: ") || !strings.Contains(out, "[no-go-mod-download]") {
		r.t.Fatalf("%s did not show the finding:\n%s", strings.Join(words, " "), out)
	}
}

// follow does what `ddhook install` says, until it is content.
func (r *repository) follow(hook, config string) {
	r.t.Helper()
	for range 3 {
		out, done := r.try("ddhook", "install", "--hook", hook)
		if done == 0 {
			break
		}
		file, add := "", ""
		for line := range strings.Lines(out) {
			name, isFile := strings.CutPrefix(line, "add to ")
			typed, isTyped := strings.CutPrefix(line, "to have its hooks run: ")
			switch {
			case isFile:
				file, _, _ = strings.Cut(strings.TrimSuffix(name, ":\n"), ", ")
			case isTyped:
				r.append(file, add)
				file, add = "", ""
				typed, _, _ = strings.Cut(strings.TrimSpace(typed), ";")
				r.run(0, strings.Fields(strings.TrimPrefix(typed, "npx "))...)
			case file != "":
				add += line
			}
		}
		r.append(file, add)
		if rel, err := filepath.Rel(r.dir, file); file != "" && (err != nil || !strings.HasPrefix(filepath.ToSlash(rel), config)) {
			r.t.Fatalf("the advice is for %s, not for %s", file, config)
		}
	}
	if out := r.run(0, "ddhook", "install", "--check", "--hook", hook); !strings.HasPrefix(out, "guarded: ") {
		r.t.Fatalf("after the advice was followed: %s", out)
	}
}

// append adds lines to a file; "" is none.
func (r *repository) append(file, lines string) {
	r.t.Helper()
	if file == "" {
		return
	}
	text, err := os.ReadFile(file)
	if err == nil {
		err = os.WriteFile(file, append(text, lines...), 0o666)
	}
	if err != nil {
		r.t.Fatal(err)
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
