package repo

import (
	"context"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/repo/gittest"
)

// TestDiscover holds the place that is found to what git says in the same folder with the same environment.
func TestDiscover(t *testing.T) {
	const made = `git init -q repo; mkdir -p repo/a/b outside; git init -q --bare bare; git init -q repo/a/inner
		git -C repo commit -q --allow-empty -m x; git -C repo worktree add -q ../linked; mkdir linked/deep
		git init -q --separate-git-dir store apart; ln -s repo/a alias; mkdir repo/a/empty; touch repo/a/empty/.keep
		git init -q elsewhere; git -C elsewhere config core.worktree ../../outside; mkdir -p fake/objects fake/refs fake/sub
		git init -q odd; printf '[core] bare = "no"\n' >odd/.git/config; git init -q worktrees; git -C worktrees config core.bare true
		git -C worktrees config extensions.worktreeConfig true; git init -q foreign; git -C foreign config extensions.x y; mkdir foreign/sub
		git init -q old; printf '[core]\n\tbare = true\n\tworktree = ../../outside\n' >old/.git/config
	`
	tests := []struct {
		name, dir string
		env       []string // %s is the temporary folder
	}{
		{name: "the top", dir: "repo"},
		{name: "below", dir: "repo/a/b"},
		{name: "an inner one", dir: "repo/a/inner"},
		{name: "linked", dir: "linked/deep"},
		{name: "apart", dir: "apart"},
		{name: "bare", dir: "bare"},
		{name: "in a bare one", dir: "bare/refs"},
		{name: "the .git folder", dir: "repo/.git"},
		{name: "through a link", dir: "alias/b"},
		{name: "no repository", dir: "outside"},
		{name: "what only looks like one", dir: "fake/sub"},
		{name: "core.worktree", dir: "elsewhere"},
		{name: "odd settings", dir: "odd"},
		{name: "core.bare", dir: "worktrees"},
		{name: "an extension", dir: "foreign/sub"},
		{name: "settings without a version", dir: "old"},
		{name: "a ceiling", dir: "repo/a/b", env: []string{"GIT_CEILING_DIRECTORIES=%s/repo/a"}},
		{name: "a ceiling that is the repository", dir: "repo/a/b", env: []string{"GIT_CEILING_DIRECTORIES=%s/repo"}},
		{name: "a ceiling above", dir: "repo/a/b", env: []string{"GIT_CEILING_DIRECTORIES=%s"}},
		{name: "a ceiling here", dir: "repo/a", env: []string{"GIT_CEILING_DIRECTORIES=%s/repo/a"}},
		{name: "a ceiling through a link", dir: "repo/a/b", env: []string{"GIT_CEILING_DIRECTORIES=%s/alias"}},
		{name: "a ceiling through a link that is not followed", dir: "repo/a/b", env: []string{"GIT_CEILING_DIRECTORIES=:%s/alias"}},
		{name: "GIT_DIR", dir: "outside", env: []string{"GIT_DIR=../repo/.git"}},
		{name: "GIT_DIR and GIT_WORK_TREE", dir: "outside", env: []string{"GIT_DIR=%s/repo/.git", "GIT_WORK_TREE=../repo"}},
		{name: "GIT_WORK_TREE alone", dir: "repo", env: []string{"GIT_WORK_TREE=a"}},
		{name: "GIT_DIR is a file", dir: "outside", env: []string{"GIT_DIR=../linked/.git"}},
		{name: "GIT_DIR is bare", dir: "outside", env: []string{"GIT_DIR=../bare"}},
		{name: "GIT_DIR is nothing", dir: "repo", env: []string{"GIT_DIR=../outside"}},
		{name: "GIT_DIR with core.worktree", dir: "repo", env: []string{"GIT_DIR=../elsewhere/.git"}},
	}
	work := gittest.TempDir(t)
	gittest.Sh(t, work, made)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var env []string
			for _, e := range tt.env {
				env = append(env, strings.ReplaceAll(e, "%s", work))
			}
			environ := gittest.Environ(work, env...)
			dir := filepath.Join(work, tt.dir)
			wantDir, wantErr := revParse(dir, environ, "--absolute-git-dir")
			r, err := Open(context.Background(), dir, environ)
			if (err != nil) != (wantErr != nil) {
				t.Fatalf("got %v, and git says %v", err, wantErr)
			}
			if err != nil {
				return
			}
			defer r.Close()
			wantTop, _ := revParse(dir, environ, "--show-toplevel") // fails in a bare one
			gitPath := func(name string) string {
				path, _ := revParse(dir, environ, "--path-format=absolute", "--git-path", name)
				return path
			}
			if r.GitDir != wantDir {
				t.Errorf("got %s, want %s", r.GitDir, wantDir)
			}
			l, err := discover(dir, environ)
			objects := filepath.Join(l.CommonDir, "objects")
			if err != nil || l.foreign == nil && (l.Index != gitPath("index") || objects != gitPath("objects")) {
				t.Errorf("got %+v, %v; want %s, %s", l, err, gitPath("index"), gitPath("objects"))
			}
			if r.Top != wantTop && !strings.HasPrefix(dir, filepath.Join(work, "repo", ".git")) {
				t.Errorf("the top is %q, want %q", r.Top, wantTop)
			}
		})
	}
}

// revParse is one line that git-rev-parse(1) prints.
func revParse(dir string, environ []string, args ...string) (string, error) {
	cmd := exec.Command("git", append([]string{"rev-parse"}, args...)...)
	cmd.Dir, cmd.Env = dir, environ
	out, err := cmd.Output()
	return strings.TrimSpace(string(out)), err
}
