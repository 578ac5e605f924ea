package object

import (
	"errors"
	"flag"
	"fmt"
	"maps"
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

// TestLookupNames looks up names, some of which are there, in any order.
func TestLookupNames(t *testing.T) {
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
		wanted := rapid.SliceOf(name).Draw(t, "wanted")
		if rapid.Bool().Draw(t, "in order") {
			slices.Sort(wanted)
		}
		wanted = append(wanted, bare...)
		got, err := inTree(root, wanted, func(string) ([]byte, error) { return treeOf(names), nil })
		for _, n := range wanted {
			e, isFound := got[n]
			isFolder, isThere := kinds[n]
			if err != nil || isFound != isThere || isThere && (e.IsTree() != isFolder || e.Path != n) {
				t.Fatalf("%q in %q is %v, %v", n, names, e, err)
			}
		}
	})
}

// FuzzTree makes sure that a damaged tree is an error or is read, without end or harm.
func FuzzTree(f *testing.F) {
	f.Add(treeOf([]string{"a", "b/", "b.c"}), "b")
	f.Add([]byte("100644 a\x00short"), "a")
	f.Add([]byte("0 b\x00"+strings.Repeat("0", 20)+"40000 b\x00"+strings.Repeat("0", 20)), "b")
	f.Add([]byte("1006449999999999999 a\x00"+strings.Repeat("x", 20)), "a")
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		found, err := inTree(root, []string{name}, func(string) ([]byte, error) { return data, nil })
		if e, ok := found[name]; err == nil && ok && (e.Path != name || len(e.ID) != 40) {
			t.Errorf("%q is %v", name, e)
		}
		work := maxWork - 100_000 // each folder may be in itself
		changes, err := Diff("", root, &work, all, func(string) ([]byte, error) { return data, nil })
		for _, c := range changes {
			if c.Path == "" || c.Path != c.New.Path || c.New.IsTree() {
				t.Errorf("%v (%v)", c, err)
			}
		}
	})
}

var root = strings.Repeat("2", 40)

// inTree looks up paths in a tree.
func inTree(root string, paths []string, read func(id string) ([]byte, error)) (map[string]Entry, error) {
	return Lookup("c", paths, func(id, kind string) ([]byte, error) {
		if id == "c" && kind == "commit" {
			return []byte("tree " + root + "\nauthor a\n"), nil
		}
		return read(id)
	})
}

// TestLookup finds what is in folders, whatever the order, and reads each folder once that something is looked for in.
func TestLookup(t *testing.T) {
	reads := map[string]int{}
	read := func(id string) ([]byte, error) {
		if reads[id]++; id == root {
			return treeOf([]string{"a/", "b/", "c", "z/"}), nil
		}
		return treeOf([]string{"x", "y/"}), nil
	}
	want := map[string]uint32{
		"a": Tree, "a/x": 0o100644, "a/y": Tree, "a/y/x": 0o100644, "a/z": 0, "b/x": 0o100644, "c": 0o100644,
		"c/x": 0, "d/x": 0, "": 0, "a/": 0,
	}
	got, err := inTree(root, slices.Collect(maps.Keys(want)), read)
	for path, mode := range want {
		if _, ok := got[path]; err != nil || got[path].Mode != mode || ok != (mode != 0) {
			t.Errorf("%q is %v, %v; want %o", path, got[path], err, mode)
		}
	}
	if total := reads[root] + reads[strings.Repeat("1", 40)]; total != 4 {
		t.Errorf("%d folders were read, want 4: the top, a, a/y and b", total)
	}
	missing := func(string) ([]byte, error) { return nil, os.ErrNotExist }
	if _, err := inTree(root, []string{"a/x"}, missing); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a folder that cannot be read: %v", err)
	}
}
