package compare

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/source"
)

func addedLines(before, after string) []int {
	m := diffLines(source.NewFile([]byte(before)), source.NewFile([]byte(after)))
	var added []int
	for i, old := range m.old {
		if old == 0 {
			added = append(added, i+1)
		}
	}
	return added
}

var hunk = regexp.MustCompile(`(?m)^@@ -\S+ \+(\d+)(?:,(\d+))? @@`)

// gitAdded asks the installed git which lines are added.
func gitAdded(t *testing.T, before, after string) []int {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"a": before, "b": after} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("git", "diff", "--no-index", "-U0", "--ignore-cr-at-eol", "a", "b")
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=" + os.DevNull}
	out, err := cmd.Output()
	if exit, ok := err.(*exec.ExitError); err != nil && (!ok || exit.ExitCode() != 1) {
		t.Fatalf("git diff: %v", err)
	}
	var added []int
	for _, m := range hunk.FindAllStringSubmatch(string(out), -1) {
		start, _ := strconv.Atoi(m[1])
		n := 1
		if m[2] != "" {
			n, _ = strconv.Atoi(m[2])
		}
		for i := range n {
			added = append(added, start+i)
		}
	}
	return added
}

func TestAddedLinesAreThoseOfGit(t *testing.T) {
	tests := []struct{ name, before, after string }{
		{"nothing", "a\nb\n", "a\nb\n"},
		{"all", "", "a\nb\n"},
		{"none left", "a\n", ""},
		{"one more", "a\nb\n", "a\nx\nb\n"},
		{"a second of the same", "RUN x\n", "RUN x\nRUN x\n"},
		{"a second block", "FROM a\n\nRUN x\n\nRUN y\n", "FROM a\n\nRUN x\n\nRUN x\n\nRUN y\n"},
		{"an indented block twice", "RUN a; \\\n  b; \\\n  c\n", "RUN a; \\\n  b; \\\n  b; \\\n  c\n"},
		{"no last newline", "a\nb", "a\nb\nc"},
		{"last newline added", "a\nb", "a\nb\n"},
		{"line ends changed", "a\nb\nc\n", "a\r\nb\r\nx\r\n"},
		{"moved", "a\nb\nc\nd\n", "c\na\nb\nd\n"},
		{"swapped", "FROM x\nRUN a\nCOPY . .\n", "FROM x\nCOPY . .\nRUN a\n"},
		{"all the other way round", numbered(150), reversed(150)},
		{"all moved, more than git looks for the shortest answer", numbered(600), reversed(600)},
		{"blank lines", "a\n\n\nb\n", "a\n\n\n\n\nb\n"},
		{"white space", "a\nb\n", "a\n b\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, want := addedLines(tt.before, tt.after), gitAdded(t, tt.before, tt.after)
			if !slices.Equal(got, want) {
				t.Errorf("got %v, git says %v", got, want)
			}
		})
	}
}

// Random edits of a file with many equal lines: where a change could be shown in several places, the choice is git's.
func TestAddedLinesOfRandomEdits(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for round := range 400 {
		size, edits := 5+rng.IntN(40), 1+rng.IntN(4)
		if round%8 == 0 {
			size, edits = 400, 20
		}
		before := randomLines(rng, size)
		after := slices.Clone(before)
		for range edits {
			after = randomEdit(rng, after)
		}
		a, b := strings.Join(before, ""), strings.Join(after, "")
		if got, want := addedLines(a, b), gitAdded(t, a, b); !slices.Equal(got, want) {
			t.Errorf("got %v, git says %v\n%s----\n%s", got, want, a, b)
		}
	}
}

func numbered(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "RUN %d\n", i)
	}
	return b.String()
}

func reversed(n int) string {
	lines := strings.SplitAfter(numbered(n), "\n")
	slices.Reverse(lines)
	return strings.Join(lines, "")
}

func randomLines(rng *rand.Rand, n int) []string {
	lines := make([]string, n)
	for i := range lines {
		if rng.IntN(3) == 0 {
			lines[i] = fmt.Sprintf("RUN step-%d\n", rng.IntN(1000))
		} else {
			lines[i] = []string{"\n", "RUN go build\n", "    fi; \\\n", "\tgo build \\\n", "  -mod=mod \\\n", "# comment\n"}[rng.IntN(6)]
		}
	}
	return lines
}

func randomEdit(rng *rand.Rand, lines []string) []string {
	at := rng.IntN(len(lines) + 1)
	n := min(1+rng.IntN(4), len(lines)-at)
	some := slices.Clone(lines[at : at+n])
	switch rng.IntN(4) {
	case 0:
		return slices.Insert(lines, at, randomLines(rng, 1+rng.IntN(5))...)
	case 1:
		return slices.Delete(lines, at, at+n)
	case 2: // the same lines once more, behind themselves
		return slices.Insert(lines, at+n, some...)
	default: // the lines elsewhere
		lines = slices.Delete(lines, at, at+n)
		return slices.Insert(lines, rng.IntN(len(lines)+1), some...)
	}
}

// Every line of the new version that is not added is the same line of the old one, and the order is kept.
func FuzzDiffLines(f *testing.F) {
	f.Add("a\nb\nc\n", "a\nc\nc\n")
	f.Add("x\n\n\nx\n", "x\n\nx\n\nx")
	f.Fuzz(func(t *testing.T, before, after string) {
		a, b := source.NewFile([]byte(before)), source.NewFile([]byte(after))
		m := diffLines(a, b)
		last := 0
		for i, old := range m.old {
			if old == 0 {
				continue
			}
			if lines(a)[old-1] != lines(b)[i] {
				t.Errorf("line %d is said to be the old line %d", i+1, old)
			}
			if old <= last {
				t.Errorf("line %d was line %d, behind line %d", i+1, old, last)
			}
			last = old
		}
	})
}
