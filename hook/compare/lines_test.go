package compare

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestParsePatches(t *testing.T) {
	const patches = `diff --git a/old/10 b/new/10
index 0b1bdcb..ff7c5e0 100644
--- a/old/10
+++ b/new/10
@@ -1 +0,0 @@
-diff --git a/old/11 b/new/11
@@ -3,0 +3,2 @@ RUN x
+@@ -1 +1 @@
+diff --git a/old/11 b/new/11
@@ -8,2 +9 @@
-@@ -1 +1 @@
-x
\ No newline at end of file
+y
diff --git a/old/2 b/new/2
`
	got, err := parsePatches([]byte(patches), 11)
	if err != nil {
		t.Fatal(err)
	}
	want := make([]Lines, 11)
	want[10] = Lines{{run{1, 2}, run{1, 1}}, {run{4, 4}, run{3, 5}}, {run{8, 10}, run{9, 10}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestParsePatchesErrors(t *testing.T) {
	const file = "diff --git a/old/0 b/new/0\n"
	for _, patches := range []string{
		"@@ -1 +1 @@\n", "diff --git a/x b/x\n", "diff --git a/old/1 b/new/1\n", "diff --git a/old/-1 b/new/-1\n",
		"fatal: something\n", file + "@@ -x +1 @@\n", file + "@@ -1 @@\n", file + "@@ -1,-2 +1 @@\n", file + "@@ -1 +99999999999 @@\n",
	} {
		if lines, err := parsePatches([]byte(patches), 1); err == nil {
			t.Errorf("%q: got %v, want an error", patches, lines)
		}
	}
}

func TestBefore(t *testing.T) {
	lines := Lines{{run{1, 2}, run{1, 1}}, {run{4, 4}, run{3, 5}}, {run{8, 10}, run{9, 10}}}
	for line, want := range map[int]string{
		1: "{2 3} true", 2: "{3 4} true", 3: "{4 4} false", 4: "{4 4} false", 5: "{4 5} true", 8: "{7 8} true",
		9: "{8 10} false", 10: "{10 11} true", 99: "{99 100} true",
	} {
		old, kept := lines.before(line)
		if got := fmt.Sprint(old, kept); got != want {
			t.Errorf("line %d: got %s, want %s", line, got, want)
		}
	}
}

// TestMapLinesFails has all of a file count as new when git cannot tell.
func TestMapLinesFails(t *testing.T) {
	broken := errors.New("broken")
	for name, diff := range map[string]Differ{
		"an error":    func([][2]string) ([]byte, error) { return nil, broken },
		"no patch":    func([][2]string) ([]byte, error) { return []byte("usage: git\n"), nil },
		"another one": func([][2]string) ([]byte, error) { return []byte("diff --git a/old/1 b/new/1\n"), nil },
	} {
		const text = "RUN go mod download\n"
		files := []File{{Now: verdict(t, text), Olds: []Old{{Verdict: verdict(t, text)}}}}
		if err := MapLines(files, diff); err == nil || strings.HasPrefix(name, "an ") && !errors.Is(err, broken) {
			t.Errorf("%s: got %v", name, err)
		}
		if introduced, existing, _ := split(files[0]); len(introduced) != 1 || len(existing) != 0 {
			t.Errorf("%s: got %v, %v", name, introduced, existing)
		}
	}
}

// FuzzParsePatches: whatever is read, its hunks are runs of lines, and written out again they are read as the same.
func FuzzParsePatches(f *testing.F) {
	f.Add("diff --git a/old/0 b/new/0\n--- a/old/0\n+++ b/new/0\n@@ -1,2 +1 @@\n-a\n-b\n+c\n@@ -9 +8,0 @@ x\n-d\n")
	f.Add("diff --git a/old/1 b/new/1\n@@ -0,0 +1 @@\n+a\n\\ No newline at end of file\n")
	f.Fuzz(func(t *testing.T, patches string) {
		all, err := parsePatches([]byte(patches), 2)
		if err != nil {
			return
		}
		var again strings.Builder
		for pair, lines := range all {
			fmt.Fprintf(&again, "diff --git a/old/%d b/new/%[1]d\n", pair)
			for _, h := range lines {
				fmt.Fprintf(&again, "@@ -%s +%s @@ RUN x\n", written(h.old), written(h.new))
			}
		}
		if same, err := parsePatches([]byte(again.String()), 2); err != nil || !reflect.DeepEqual(same, all) {
			t.Errorf("%q is read as %v, and that as %v, %v", patches, all, same, err)
		}
	})
}

// written is a run as git writes it.
func written(r run) string {
	switch n := r.to - r.from; n {
	case 0:
		return fmt.Sprintf("%d,0", r.from-1)
	case 1:
		return fmt.Sprint(r.from)
	default:
		return fmt.Sprintf("%d,%d", r.from, n)
	}
}
