package fix_test

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/repo/gittest"
)

// TestCorpus repairs the Dockerfiles of a folder that DDHOOK_CORPUS names, by the laws of FuzzFile.
func TestCorpus(t *testing.T) {
	folder := os.Getenv("DDHOOK_CORPUS")
	if folder == "" {
		t.Skip("DDHOOK_CORPUS names no folder with Dockerfiles")
	}
	files, repaired := 0, 0
	err := filepath.WalkDir(folder, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(file, "ockerfile") {
			return err
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		files++
		r := laws(t, data)
		repaired += len(r.Repairs)
		for i, why := range r.Left {
			t.Logf("%s: %s is left: %s", filepath.Base(file), r.Verdict.Violations[i].Message, why)
		}
		return nil
	})
	if err != nil || files == 0 || repaired == 0 {
		t.Fatalf("%d files, %d repairs: %v", files, repaired, err)
	}
}

// TestHistory repairs every version of every Dockerfile of the history that DDHOOK_HISTORY names. Nothing is left.
func TestHistory(t *testing.T) {
	from := os.Getenv("DDHOOK_HISTORY")
	if from == "" {
		t.Skip("DDHOOK_HISTORY names no repository or bundle with real Dockerfiles")
	}
	from, err := filepath.Abs(from)
	if err != nil {
		t.Fatal(err)
	}
	repo := filepath.Join(t.TempDir(), "repo.git")
	git(t, "clone", "--quiet", "--bare", from, repo)
	seen := map[string]bool{}
	repaired := 0
	for _, line := range slices.Sorted(strings.Lines(git(t, "-C", repo, "rev-list", "--objects", "--all"))) {
		id, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		if !strings.HasSuffix(name, ".Dockerfile") || seen[id] {
			continue
		}
		seen[id] = true
		r := laws(t, []byte(git(t, "-C", repo, "cat-file", "blob", id)))
		repaired += len(r.Repairs)
		for i, why := range r.Left {
			t.Errorf("%s of %s: %s is left: %s", id[:7], name, r.Verdict.Violations[i].Message, why)
		}
	}
	if repaired == 0 {
		t.Errorf("nothing to repair in %d versions", len(seen))
	}
}

func git(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Env = gittest.Environ(t.TempDir())
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("git %q: %v", args, err)
	}
	return string(out)
}
