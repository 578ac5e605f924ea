package gitcli

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/repo/gittest"
)

var header = regexp.MustCompile(`(?m)^(?:diff --git a/old/(\d+) |@@ (.*?) @@)`)

// headersOf is the pairs and hunks of patches: "0: -1 +1,2; 1: ...".
func headersOf(patches []byte) string {
	var b strings.Builder
	for _, m := range header.FindAllStringSubmatch(string(patches), -1) {
		if m[1] != "" {
			b.WriteString("; " + m[1] + ":")
		} else {
			b.WriteString(" " + m[2])
		}
	}
	return strings.TrimPrefix(b.String(), "; ")
}

func TestDiffTexts(t *testing.T) {
	tests := []struct {
		name  string
		pairs [][2]string
		want  string
	}{
		{name: "nothing differs", pairs: [][2]string{{"a\n", "a\n"}, {"", ""}}},
		{name: "several", pairs: [][2]string{{"a\nb\n", "a\nc\n"}, {"a\n", "a\n"}, {"", "x\n"}, {"x\ny\n", ""}},
			want: "0: -2 +2; 2: -0,0 +1; 3: -1,2 +0,0"},
		{name: "no end of the last line before", pairs: [][2]string{{"a\nb", "a\nb\n"}, {"a\nb", "a\nb\nc"}}, want: "1: -2,0 +3"},
		{name: "no end of the last line now", pairs: [][2]string{{"a\nb\n", "a\nb"}}},
		{name: "line ends", pairs: [][2]string{{"a\nb\nc\n", "a\r\nb\r\nx\r\n"}, {"a\r\nb", "a\nb\r"}}, want: "0: -3 +3"},
		{name: "a carriage return within a line", pairs: [][2]string{{"a\rb\n", "ab\n"}}, want: "0: -1 +1"},
		{name: "white space", pairs: [][2]string{{"a\nb\n", "a\n b \n"}, {"a\n", "a\n\n"}}, want: "0: -2 +2; 1: -1,0 +2"},
		{name: "bytes that are no text", pairs: [][2]string{{"a\x00\xff\nb\n", "a\x00\xff\nc\n"}}, want: "0: -2 +2"},
		{name: "content like a patch", pairs: [][2]string{{"a\n", "++ b/new/1\n@@ -1 +1 @@\n"}}, want: "0: -1 +1,2"},
		// Settings could change these two: diff.algorithm and diff.indentHeuristic.
		{name: "patience would pair the rare line", pairs: [][2]string{{"a\na\nrare\nb\nb\nb\n", "b\nb\nb\nrare\na\na\n"}},
			want: "0: -1,3 +0,0 -6,0 +4,3"},
		{name: "the second block without the heuristic", pairs: [][2]string{{"RUN a; \\\n  b; \\\n  c\n", "RUN a; \\\n  b; \\\n  b; \\\n  c\n"}},
			want: "0: -1,0 +2"},
	}
	plain := newGit(t, "")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			patches, err := plain.DiffTexts(tt.pairs)
			if got := headersOf(patches); err != nil || got != tt.want {
				t.Errorf("got %q, %v; want %q", got, err, tt.want)
			}
		})
	}
	var all [][2]string
	for _, tt := range tests {
		all = append(all, tt.pairs...)
	}
	want, err := plain.DiffTexts(all)
	if err != nil {
		t.Fatal(err)
	}
	for name, git := range hostile(t) {
		for _, temp := range []string{os.TempDir(), filepath.Join(git.dir, "tmp"), filepath.Join(git.dir, "a:b")} {
			t.Setenv("TMPDIR", temp)
			if got, err := git.DiffTexts(all); err != nil || string(got) != string(want) {
				t.Errorf("%s: got %q, %v; want %q", name, got, err, want)
			}
		}
	}
}

// hostile are gits that find settings and attributes that would change a diff, each in another place.
func hostile(t *testing.T) map[string]*Git {
	t.Helper()
	settings := `[diff]
	algorithm = patience
	context = 5
	interHunkContext = 9
	indentHeuristic = false
	external = false
	noprefix = true
	mnemonicPrefix = true
	srcPrefix = x/
	relative = true
	renames = copies
	orderFile = /nowhere
	suppressBlankEmpty = true
	wordRegex = .
	colorMoved = zebra
	wsErrorHighlight = all
	submodule = log
	ignoreSubmodules = all
[diff "broken"]
	textconv = false
	command = false
	binary = true
	algorithm = histogram
[color]
	ui = always
	diff = always
[core]
	quotePath = true
	autocrlf = true
	safecrlf = true
	eol = crlf
	whitespace = cr-at-eol,trailing-space
	attributesFile = %s/attributes
	pager = false
	bigFileThreshold = 1
[pager]
	diff = false
`
	dir := gittest.TempDir(t)
	gittest.Sh(t, dir, `git init -q repo; mkdir -p repo/tmp repo/a:b home/git
		printf '* diff=broken -text\n' >attributes; cp attributes repo/.gitattributes; cp attributes repo/.git/info/attributes
		cp attributes home/git/attributes; printf '* -diff\n' >>home/git/attributes`)
	settings = strings.ReplaceAll(settings, "%s", dir)
	for _, file := range []string{"repo/.git/config", "home/.gitconfig", "home/git/config", "global"} {
		if err := os.WriteFile(filepath.Join(dir, file), []byte("[core]\n\trepositoryformatversion = 0\n"+settings), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	repo, home := filepath.Join(dir, "repo"), filepath.Join(dir, "home")
	gits := map[string]*Git{}
	for name, env := range map[string][]string{
		"the user's":                  {"PATH=" + os.Getenv("PATH"), "HOME=" + home},
		"the user's, XDG":             {"PATH=" + os.Getenv("PATH"), "HOME=/nowhere", "XDG_CONFIG_HOME=" + home},
		"GIT_CONFIG_GLOBAL":           gittest.Environ(dir, "GIT_CONFIG_GLOBAL="+dir+"/global"),
		"GIT_CONFIG_SYSTEM":           {"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "GIT_CONFIG_SYSTEM=" + dir + "/global"},
		"git -c":                      gittest.Environ(dir, "GIT_CONFIG_PARAMETERS='diff.algorithm'='patience' 'diff.noprefix'='true'"),
		"GIT_CONFIG_COUNT":            gittest.Environ(dir, "GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=diff.algorithm", "GIT_CONFIG_VALUE_0=patience"),
		"the repository's, of a hook": gittest.Environ(dir, "GIT_DIR="+repo+"/.git", "GIT_WORK_TREE="+repo),
	} {
		gits[name] = New(context.Background(), repo, filepath.Join(repo, ".git", "objects"), env)
	}
	return gits
}

// TestDiffTextsWithin keeps its texts in a folder of a repository, whose settings and attributes do not count either.
func TestDiffTextsWithin(t *testing.T) {
	git := newGit(t, `git config diff.algorithm patience; git config diff.noprefix true; echo '* -diff' >.gitattributes; mkdir tmp`)
	t.Setenv("TMPDIR", filepath.Join(git.dir, "tmp"))
	patches, err := git.DiffTexts([][2]string{{"a\na\nrare\nb\nb\nb\n", "b\nb\nb\nrare\na\na\n"}})
	if got := headersOf(patches); err != nil || got != "0: -1,3 +0,0 -6,0 +4,3" {
		t.Errorf("got %q, %v", got, err)
	}
	if left, err := os.ReadDir(filepath.Join(git.dir, "tmp")); err != nil || len(left) > 0 {
		t.Errorf("%v is left, %v", left, err)
	}
}

func TestDiffTextsErrors(t *testing.T) {
	git := newGit(t, "")
	differ := [][2]string{{"a\n", "b\n"}}
	t.Run("no temporary folder", func(t *testing.T) {
		t.Setenv("TMPDIR", filepath.Join(git.dir, "nowhere"))
		if _, err := git.DiffTexts(differ); err == nil || !strings.Contains(err.Error(), "nowhere") {
			t.Errorf("got %v", err)
		}
	})
	for name, script := range map[string]string{
		"git says that it cannot read": "echo 'Could not access' >&2; exit 1", "git breaks off": "echo 'diff --git a/old/0 b/new/0'; exit 128",
	} {
		t.Run(name, func(t *testing.T) {
			bin := t.TempDir()
			if err := os.WriteFile(filepath.Join(bin, "git"), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
				t.Fatal(err)
			}
			t.Setenv("PATH", bin)
			if patches, err := git.DiffTexts(differ); err == nil {
				t.Errorf("got %q, want an error", patches)
			}
		})
	}
}
