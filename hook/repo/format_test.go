package repo

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/repo/gittest"
)

// forms are configuration files, in the forms that people and programs write.
func forms() []string {
	return []string{
		"", "[core]\n\trepositoryformatversion = 0\n\tbare = false\n", "[CORE]\nBare=true", "[core]\r\n\tbare = false\r\n\tworktree = ../x\r\n",
		"# comment\n; another\n[core]\nbare = true\n\teditor = \"x # y\" -w ; z\n", "[branch.main]\n\tremote = origin\n[core]\nworktree=\nbare\n",
		"[remote \"a\"]\n\turl = \"x;y\"\n[core]\nbare = false\n", "[alias]\n\tx = \"!f() { echo \\\"$1\\\"; }; f\"\n[core]\nbare = false\n",
		"[extensions]\n\tworktreeConfig = true\n\tpartialClone = origin\n",
		// What follows is git's, or nobody's.
		"[core]\nbare = on\n", "[core]\nbare =\n", "[core] bare = true\n", "[core]bare\n", "\ufeff[core]\nbare = yes\n", "[core] ; third\nbare = 1\n", "[core]\nbare = 1 # fourth\n",
		"[core]\nworktree = \" a b \" \n", "[core]\nworktree = a\\\n  b\n", "[x]\ny = a\\\n[core]\nbare = true\n", "[x]\ny = a\\\r\n[core]\nbare = true\n",
		"[x \"\\\"]\n[core]\nbare\n\"]\n", "[core]\nworktree = \"a;b#c\" d\\t\\n\\\\e\n", "[x]\ny = \"open\n[core]\nbare = true\n", "[core\nbare = true\n",
		"[core]\nbare true\n", "bare = true\n", "[core]\n= x\n", "[core]\n1x = y\n", "[co re]\nbare = true\n", "[core \"x]\nbare = true\n",
		"[core \"x\"]\nbare = true\n", "[extensions \"x\"]\ny\n", "[extensions.x]\ny\n", "[core]\nx-y.z = 1\n", "[]\na=b\n", "[a] b = c [d] e = f\n",
		"[a \"\"]\nb\n", "[core]\n\vbare = \vtrue\v\n", "[core]\nworktree = c\x00d\n", "[core]\nworktree = c\rd\n", "[core]\nbare = true\r", "[core]\rbare\n",
		"\x00[core]\nbare\n", "[core\x00]\nbare\n", "[core]bare=\"\" 0", "[a]b=c \"\"", "[a]b=]\n[core]\nbare", "[a \"]\n[core]\nbare",
	}
}

// FuzzReadConfig holds the reader to git: of the sections that matter it reads what git reads. It may refuse what git reads.
func FuzzReadConfig(f *testing.F) {
	for _, form := range forms() {
		f.Add(form)
	}
	if _, err := exec.LookPath("git"); err != nil {
		f.Skip("git is not installed, and it is what this is compared with")
	}
	dir := gittest.TempDir(f)
	f.Fuzz(func(t *testing.T, data string) {
		file := filepath.Join(dir, "config")
		if err := os.WriteFile(file, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		if err := readConfig(file, got); err != nil {
			return
		}
		cmd := exec.Command("git", "config", "--file", file, "--no-includes", "--list", "-z")
		cmd.Env = gittest.Environ(dir)
		out, err := cmd.Output()
		if err != nil {
			return // nobody can commit then
		}
		want := map[string]string{}
		for field := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
			name, value, ok := strings.Cut(field, "\n")
			if !ok {
				value = "true"
			}
			if _, matters := understood()[name]; matters {
				want[name] = value
			} else if strings.HasPrefix(name, "extensions.") {
				t.Errorf("%q: git reads %q", data, field)
			}
		}
		if !maps.Equal(got, want) {
			t.Errorf("%q is %q, want %q", data, got, want)
		}
	})
}

// TestReadConfig makes sure that the forms that git writes are read, and not left to git.
func TestReadConfig(t *testing.T) {
	for _, form := range forms()[:9] {
		file := filepath.Join(t.TempDir(), "config")
		if err := os.WriteFile(file, []byte(form), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := readConfig(file, map[string]string{}); err != nil {
			t.Errorf("%q: %v", form, err)
		}
	}
}

func TestReadFormat(t *testing.T) {
	tests := []struct {
		name                        string
		config, perWorktree, linked string // linked is the config.worktree of a linked worktree
		want, wantLinked            string // core.bare and core.worktree
		wantErr                     bool
	}{
		{name: "nothing", want: " ", wantLinked: " "},
		{name: "bare", config: "[core]\nrepositoryformatversion = 0\nbare = true\n", want: "true ", wantLinked: " "},
		{name: "bare without a version", config: "[core]\nbare = true\n", want: " ", wantLinked: " "},
		{name: "the last one wins", config: "[core]\nrepositoryformatversion = 0\nbare = true\nbare = false\nworktree = x\nworktree = y\n", want: "false y", wantLinked: " "},
		{name: "for the worktree", config: "[core]\nbare = true\n[extensions]\nworktreeConfig\n", perWorktree: "[core]\nbare = false\n",
			linked: "[core]\nworktree = z\n", want: "false ", wantLinked: " z"},
		{name: "not for the worktree", config: "[extensions]\nworktreeConfig = false\n", perWorktree: "[core]\nbare = true\n",
			linked: "[core]\nbare\n", want: " ", wantLinked: " "},
		{name: "SHA-1 and files", config: "[core]\nrepositoryformatversion = 1\n[extensions]\nobjectFormat = sha1\nrefStorage = files\n",
			want: " ", wantLinked: " "},
		{name: "SHA-256", config: "[core]\nrepositoryformatversion = 1\n[extensions]\nobjectFormat = sha256\n", wantErr: true},
		{name: "reftable", config: "[extensions]\nrefStorage = reftable\n", wantErr: true},
		{name: "unknown extension", config: "[extensions]\ntomorrow = false\n", wantErr: true},
		{name: "unknown extension with a subsection", config: "[extensions \"x\"]\ny = 1\n", wantErr: true},
		{name: "unknown version", config: "[core]\nrepositoryformatversion = 2\n", wantErr: true},
		{name: "a truth in other words", config: "[extensions]\nworktreeConfig = perhaps\n", wantErr: true},
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
			for gitDir, want := range map[string]string{common: tt.want, linked: tt.wantLinked} {
				settings, err := readFormat(common, gitDir)
				got := settings["core.bare"] + " " + settings["core.worktree"]
				if (err != nil) != tt.wantErr || err == nil && got != want {
					t.Errorf("got %q, %v; want %q, error %v", got, err, want, tt.wantErr)
				}
			}
		})
	}
}
