package object

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestMain has property tests try the same values each time, so that a change is blamed for what it broke alone;
// -rapid.seed=0 tries other ones.
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.seed", "1"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// treeOf is a tree as git stores it; a name that ends in a slash is a folder.
func treeOf(names []string) []byte {
	slices.Sort(names) // git's order, since a folder's slash counts
	var b strings.Builder
	for _, name := range names {
		mode := "100644"
		if strings.HasSuffix(name, "/") {
			mode = "40000"
		}
		fmt.Fprintf(&b, "%s %s\x00%s", mode, strings.TrimSuffix(name, "/"), strings.Repeat("\x11", 20))
	}
	return []byte(b.String())
}

// TestTreeFind looks up names in any order and wants what a search from the start gives.
func TestTreeFind(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[ab.\-0]{1,3}`)
		bare := rapid.SliceOfDistinct(name, rapid.ID).Draw(t, "names")
		kinds := map[string]bool{}
		var names []string
		for _, n := range bare {
			kinds[n] = rapid.Bool().Draw(t, n+" is a folder")
			if kinds[n] {
				n += "/"
			}
			names = append(names, n)
		}
		tree := tree{data: treeOf(names), idSize: 20}
		wanted := rapid.SliceOf(name).Draw(t, "wanted")
		if rapid.Bool().Draw(t, "in order") {
			slices.Sort(wanted)
		}
		for _, n := range append(wanted, bare...) {
			e, err := tree.find(n)
			isFolder, isThere := kinds[n]
			if err != nil || (e.Mode != 0) != isThere || isThere && e.IsTree() != isFolder {
				t.Fatalf("%q in %q is %v, %v", n, names, e, err)
			}
		}
	})
}

// FuzzTree makes sure that a damaged tree is an error or is read, without end or harm.
func FuzzTree(f *testing.F) {
	f.Add(treeOf([]string{"a", "b/", "b.c"}), "b")
	f.Add([]byte("100644 a\x00short"), "a")
	f.Add([]byte("1006449999999999999 a\x00"+strings.Repeat("x", 20)), "a")
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		tree := tree{data: data, idSize: 20}
		e, err := tree.find(name)
		if err == nil && e.Mode != 0 && (e.Path != name || len(e.ID) != 40) {
			t.Errorf("%q is %v", name, e)
		}
	})
}

// TestOpenTrees goes down, sideways and up, and reads no folder twice in a row.
func TestOpenTrees(t *testing.T) {
	trees := map[string][]byte{"root": treeOf([]string{"a/", "b/", "c"}), "sub": treeOf([]string{"x", "y/"})}
	root := strings.Repeat("2", 40)
	reads := 0
	d := openTrees{
		read: func(id string) ([]byte, error) {
			if reads++; reads > 5 {
				return nil, errors.New("too many reads")
			}
			if id == root {
				return trees["root"], nil
			}
			return trees["sub"], nil
		},
	}
	if err := d.push("", root); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		path string
		want uint32
	}{
		{"a/x", 0o100644}, {"a/y", Tree}, {"a/y/x", 0o100644}, {"a/z", 0}, {"b/x", 0o100644}, {"c", 0o100644}, {"c/x", 0}, {"d/x", 0}, {"", 0},
	} {
		if e, err := d.find(tt.path); err != nil || e.Mode != tt.want {
			t.Errorf("%q is %o, %v; want %o", tt.path, e.Mode, err, tt.want)
		}
	}
	if reads != 4 {
		t.Errorf("%d folders were read, want 4", reads)
	}
}
