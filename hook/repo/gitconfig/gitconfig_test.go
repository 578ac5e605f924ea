package gitconfig

import (
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/repo/gittest"
)

// forms are configuration files, in the forms that people and programs write.
func forms() []string {
	return []string{
		"", "[core]\n\trepositoryformatversion = 0\n\tbare = false\n", "[core] bare = false\n", "[core]bare\n", "[CORE]\nBare=TRUE",
		"\ufeff[core]\nbare = yes\n", "[core]\r\n\tbare = no\r\n\tworktree = ../x\r\n", "# comment\n; another\n[core] ; third\nbare = 1 # fourth\n",
		"[branch.main]\n\tremote = origin\n", "[branch \"Main\\\"x\\\\y\"]\n\tremote = origin\n", "[remote \"a\"]\n[core]\nworktree = \" a b \" \n",
		"[core]\nworktree = a\\\n  b\n", "[core]\nworktree = \"a;b#c\" d\\t\\n\\\\e\n", "[core]\nworktree = a \"b\"  c\t \n", "[core]\nworktree=\n",
		"[core]\nbare =\n", "[alias]\n\tx = \"!f() { echo \\\"$1\\\"; }; f\"\n", "[extensions]\n\tworktreeConfig = true\n",
		"[core]\nworktree = \"open\n", "[core\nbare = true\n", "[core]\nbare true\n", "bare = true\n", "[core]\n= x\n", "[core]\n1x = y\n",
		"[core]\nworktree = \\q\n", "[co re]\nbare = true\n", "[core \"x]\nbare = true\n", "[core]\nbare = a\\", "[core]\nx-y.z = 1\n", "[]\na=b\n",
		"[a] b = c [d] e = f\n", "[a]\nb = \"\"\"x\"\n", "[a \"\"]\nb\n", "[a] \n\n\n b \n", "[a]\n\vb = \vc\v\n", "[a]\nb = c\x00d\n", "[a]b=\\\r\nc\n",
		"[a \"x\ny\"]\nb\n", "[a.b.c]\nd = e\n", "[a.]\nb=1\n", "[.a]\nb=1\n", "[a.b \"c\"]\nd=1\n", "[a]\nb = c\rd\n", "[a]\nb = c\r", "\x00[a]\n", "[a\x00]\nb\n", "[a]b=\"\" 0", "[a]b=c \"\"",
	}
}

// FuzzParse holds the reader to git: what it gives is what git gives, where older gits make spaces of tabs. It may refuse
// what git reads, never the reverse.
func FuzzParse(f *testing.F) {
	for _, form := range forms() {
		f.Add(form)
	}
	if _, err := exec.LookPath("git"); err != nil {
		f.Skip("git is not installed, and it is what this is compared with")
	}
	dir := gittest.TempDir(f)
	f.Fuzz(func(t *testing.T, data string) {
		keys, err := Parse([]byte(data))
		if err != nil {
			return
		}
		for i := range keys {
			keys[i].Value = strings.ReplaceAll(keys[i].Value, "\t", " ")
		}
		file := filepath.Join(dir, "config")
		if err := os.WriteFile(file, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("git", "config", "--file", file, "--no-includes", "--list", "-z")
		cmd.Env = gittest.Environ(dir)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%q is read as %+v, and git says %s", data, keys, out)
		}
		var want []Key
		for field := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
			if name, value, ok := strings.Cut(field, "\n"); field != "" {
				want = append(want, Key{Name: name, Value: strings.ReplaceAll(value, "\t", " "), Alone: !ok})
			}
		}
		if !reflect.DeepEqual(keys, want) {
			t.Errorf("%q is %+v, want %+v", data, keys, want)
		}
	})
}

// TestParseReads makes sure that the common forms are read, and not left to git.
func TestParseReads(t *testing.T) {
	for _, form := range forms()[:18] {
		if _, err := Parse([]byte(form)); err != nil {
			t.Errorf("%q: %v", form, err)
		}
	}
}

func TestRead(t *testing.T) {
	tests := []struct {
		name                        string
		config, perWorktree, linked string // linked is the config.worktree of a linked worktree
		want, wantLinked            Core
		wantErr                     bool
	}{
		{name: "nothing"},
		{name: "bare", config: "[core]\nbare = true\n", want: Core{Bare: true}},
		{name: "the last one wins", config: "[core]\nbare = true\nbare = false\nworktree = x\nworktree = y\n", want: Core{WorkTree: "y"}},
		{name: "for the worktree", config: "[core]\nbare = true\n[extensions]\nworktreeConfig\n", perWorktree: "[core]\nbare = false\n",
			linked: "[core]\nworktree = z\n", wantLinked: Core{WorkTree: "z"}},
		{name: "not for the worktree", config: "[extensions]\nworktreeConfig = off\n", perWorktree: "[core]\nbare = true\n", linked: "[core]\nbare\n"},
		{name: "SHA-1 and files", config: "[core]\nrepositoryformatversion = 1\n[extensions]\nobjectFormat = sha1\nrefStorage = files\n"},
		{name: "SHA-256", config: "[core]\nrepositoryformatversion = 1\n[extensions]\nobjectFormat = sha256\n", wantErr: true},
		{name: "reftable", config: "[extensions]\nrefStorage = reftable\n", wantErr: true},
		{name: "unknown extension", config: "[extensions]\ntomorrow = false\n", wantErr: true},
		{name: "unknown extension with a subsection", config: "[extensions \"x\"]\ny = 1\n", wantErr: true},
		{name: "unknown version", config: "[core]\nrepositoryformatversion = 2\n", wantErr: true},
		{name: "unknown truth", config: "[extensions]\nworktreeConfig = perhaps\n", wantErr: true},
		{name: "syntax", config: "[core\n", wantErr: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			common, linked := t.TempDir(), t.TempDir()
			for file, content := range map[string]string{filepath.Join(common, "config"): tt.config,
				filepath.Join(common, "config.worktree"): tt.perWorktree, filepath.Join(linked, "config.worktree"): tt.linked} {
				if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			for gitDir, want := range map[string]Core{common: tt.want, linked: tt.wantLinked} {
				got, err := Read(common, gitDir)
				if got != want || (err != nil) != tt.wantErr {
					t.Errorf("got %+v, %v; want %+v, error %v", got, err, want, tt.wantErr)
				}
			}
		})
	}
}
