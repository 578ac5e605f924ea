package gitcli

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/repo/gittest"
)

func TestEnviron(t *testing.T) {
	tests := []struct {
		entry string
		want  bool // whether git gets to see it
	}{
		{"PATH=/bin", true}, {"HOME=/root", true}, {"SSH_AUTH_SOCK=x", true}, {"GITHEAD_1234=side", true}, {"XGIT_DIR=x", true},
		{"GIT_DIR=.git", true}, {"GIT_WORK_TREE=..", true}, {"GIT_INDEX_FILE=x", true}, {"GIT_COMMON_DIR=x", true},
		{"GIT_OBJECT_DIRECTORY=x", true}, {"GIT_ALTERNATE_OBJECT_DIRECTORIES=x", true}, {"GIT_QUARANTINE_PATH=x", true},
		{"GIT_CONFIG_PARAMETERS='a.b=c'", true}, {"GIT_CONFIG_COUNT=1", true}, {"GIT_CONFIG_KEY_0=a.b", true}, {"GIT_CONFIG_GLOBAL=x", true},
		{"GIT_EXEC_PATH=x", true}, {"GIT_SSH_COMMAND=ssh", true}, {"GIT_SSH=ssh", true}, {"GIT_SSL_CAINFO=x", true}, {"GIT_HTTP_USER_AGENT=x", true},
		{"GIT_PROXY_COMMAND=x", true}, {"GIT_ASKPASS=x", true}, {"GIT_ALLOW_PROTOCOL=file", true}, {"GIT_PROTOCOL_FROM_USER=0", true},
		{"GIT_NO_LAZY_FETCH=1", true}, {"GIT_CEILING_DIRECTORIES=/", true}, {"GIT_DISCOVERY_ACROSS_FILESYSTEM=1", true},
		{"GIT_REFERENCE_BACKEND=reftable", true},
		{"GIT_TRACE=1", false}, {"GIT_TRACE2_EVENT=/tmp/x", false}, {"GIT_EXTERNAL_DIFF=x", false}, {"GIT_DIFF_OPTS=-u0", false},
		{"GIT_LITERAL_PATHSPECS=1", false}, {"GIT_ICASE_PATHSPECS=1", false}, {"GIT_NO_REPLACE_OBJECTS=1", false}, {"GIT_PAGER=x", false},
		{"GIT_PREFIX=sub/", false}, {"GIT_EDITOR=:", false}, {"GIT_REFLOG_ACTION=x", false}, {"GIT_TEST_X=1", false}, {"GIT_OPTIONAL_LOCKS=1", false},
	}
	for _, tt := range tests {
		if got := slices.Contains(Environ([]string{tt.entry}), tt.entry); got != tt.want {
			t.Errorf("%s: git gets to see it: %v, want %v", tt.entry, got, tt.want)
		}
	}
	if got := Environ([]string{"GIT_OPTIONAL_LOCKS=1"}); !slices.Equal(got, []string{"GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0"}) {
		t.Errorf("got %q", got)
	}
	cmd := exec.Command("git")
	if cmd.Env = Environ([]string{"GIT_TERMINAL_PROMPT=1"}); slices.Contains(cmd.Environ(), "GIT_TERMINAL_PROMPT=0") {
		t.Errorf("the user wants to be asked, and git gets %q", cmd.Environ())
	}
}

func newGit(t *testing.T, script string) *Git {
	t.Helper()
	dir := gittest.TempDir(t)
	gittest.Sh(t, dir, `git init -q .; `+script)
	git := New(context.Background(), dir, "", gittest.Environ(dir))
	t.Cleanup(git.Close)
	return git
}

// TestErrors says what went wrong in git's own words.
func TestErrors(t *testing.T) {
	git := newGit(t, `echo a >a; git add a; git commit -qm a`)
	_, err := git.Output("cat-file", "-t", "nowhere")
	failed := new(Error)
	if !errors.As(err, &failed) || failed.Command != "cat-file" || failed.Status != 128 || !strings.Contains(failed.Stderr, "nowhere") {
		t.Errorf("got %#v", err)
	}
	if _, err := git.Object("1111111111111111111111111111111111111111", "blob"); err == nil || !strings.Contains(err.Error(), "missing") {
		t.Errorf("got %v", err)
	}
	if _, err := git.Object("HEAD", "blob"); err == nil || !strings.Contains(err.Error(), "commit") {
		t.Errorf("a commit is read as a file: %v", err)
	}
	if id, err := git.Line("rev-parse", "HEAD:a"); err != nil {
		t.Error(err)
	} else if data, err := git.Object(id, "blob"); err != nil || string(data) != "a\n" {
		t.Errorf("after an error the next object is %q, %v", data, err)
	}
}

// TestEnds stops git when its caller has no time any more.
func TestEnds(t *testing.T) {
	git := newGit(t, `for i in 1 2 3 4 5 6 7 8 9; do echo $i >$i; done; git add .; git commit -qm a`)
	if _, err := git.raw(func([]byte) bool { panic("no path is asked for") }, "rev-parse", "HEAD"); err == nil {
		t.Error("what is no list of changes is taken for one")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := New(ctx, git.dir, "", git.env).Head(); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that it was cancelled", err)
	}
}

// TestRawAlong reads a list of changes while git writes it, since it has a line for each file of a first commit.
func TestRawAlong(t *testing.T) {
	bin := t.TempDir()
	line := ":000000 100644 " + strings.Repeat("0", 40) + " " + strings.Repeat("1", 40) + ` A\0%s\0`
	script := "#!/bin/sh\nprintf '" + line + "' first\ni=0; while [ ! -e '" + bin + "/seen' ] && [ $i -lt 100 ]; do sleep 0.1; i=$((i + 1)); done\n" +
		"[ $i -lt 100 ] && printf '" + line + "' second\n"
	if err := os.WriteFile(filepath.Join(bin, "git"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	git := New(context.Background(), bin, bin, os.Environ())
	changes, err := git.raw(func([]byte) bool { return os.WriteFile(filepath.Join(bin, "seen"), nil, 0o600) == nil }, "diff-index")
	if err != nil || len(changes) != 2 || changes[1].Path != "second" {
		t.Errorf("got %v, %v", changes, err)
	}
}

// TestTooLarge does not read what no Dockerfile is as long as, and goes on to read others.
func TestTooLarge(t *testing.T) {
	git := newGit(t, `head -c 1048577 /dev/zero >large; echo a >small; git add .`)
	for name, want := range map[string]error{"large": budget.ErrTooLarge, "small": nil} {
		id, err := git.Line("rev-parse", ":"+name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := git.Object(id, "blob"); !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", name, err, want)
		}
	}
}

// TestIndexMany looks up more paths than fit on a command line.
func TestIndexMany(t *testing.T) {
	git := newGit(t, `for i in $(seq 400); do echo $i >$(printf '%0100d' $i); done; git add .`)
	out, err := git.Output("ls-files")
	if err != nil {
		t.Fatal(err)
	}
	paths := strings.Fields(string(out))
	if tops(paths) != nil || len(tops(paths[:100])) != 100 {
		t.Fatalf("%d paths fit on one command line, or 100 do not", len(paths))
	}
	found, err := git.Index(paths)
	if err != nil || len(found) != 400 {
		t.Errorf("found %d, %v", len(found), err)
	}
}

// TestNoGit says what to do without git.
func TestNoGit(t *testing.T) {
	git := newGit(t, "")
	t.Setenv("PATH", os.DevNull)
	if _, err := git.Head(); err == nil || !strings.Contains(err.Error(), "not installed") {
		t.Errorf("got %v", err)
	}
}

// TestIgnoreReplacements looks at what a commit holds, and not at what git-replace(1) puts in its place.
func TestIgnoreReplacements(t *testing.T) {
	git := newGit(t, `echo a >a; git add a; git commit -qm 1; echo b >b; git add b; git commit -qm 2; git replace HEAD HEAD~1`)
	head, err := git.Head()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"1", "2"} {
		if data, err := git.Object(head, "commit"); err != nil || !strings.HasSuffix(string(data), "\n\n"+want+"\n") {
			t.Errorf("got %s, %v; want %s", data, err, want)
		}
		git.Close()
		git.IgnoreReplacements()
	}
}

// TestBoundariesTooMany pushes a branch that merged one known commit after the other.
func TestBoundariesTooMany(t *testing.T) {
	git := newGit(t, `git commit -q --allow-empty -m 1; {
			echo "reset refs/heads/main"; echo "from $(git rev-parse HEAD)"; echo; seq 4500 | sed 's,.*,commit refs/remotes/o/&\
mark :&\
committer a <a@b> & +0000\
data 1\
x\
commit refs/heads/main\
committer a <a@b> 2 +0000\
data 1\
x\
merge :&,'; } | git fast-import --quiet --force`)
	for tip, want := range map[string]int{"HEAD~500": 4000, "HEAD": 0} {
		id, err := git.Commit(tip)
		if err != nil {
			t.Fatal(err)
		}
		boundaries, err := git.Boundaries([]string{id}, "--remotes")
		if len(boundaries[id]) != want || (err != nil) != (want == 0) || err != nil && !strings.Contains(err.Error(), "push older ones") {
			t.Errorf("%s: %d known commits, %v", tip, len(boundaries[id]), err)
		}
	}
}
