package object

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// trees are the contents of folders by their ids.
type trees map[string][]byte

func (t trees) read(id string) ([]byte, error) {
	data, ok := t[id]
	if !ok {
		return nil, fmt.Errorf("no %s", id)
	}
	return data, nil
}

// add adds a folder of entries "mode name", each with an id.
func (t trees) add(entries ...[2]string) (id string) {
	var data []byte
	for _, e := range entries {
		raw, _ := hex.DecodeString(e[1])
		data = append(append(data, e[0]+"\x00"...), raw...)
	}
	id = fmt.Sprintf("%040x", len(t)+1)
	t[id] = data
	return id
}

func blob(n int) string { return fmt.Sprintf("%040x", 1000+n) }

func all([]byte) bool { return true }

// TestDiff compares folders in which names are both files and folders, in git's order ("a.b" before "a/"), and damaged ones.
func TestDiff(t *testing.T) {
	f := trees{}
	inner := f.add([2]string{"100644 x", blob(1)}, [2]string{"100644 y", blob(2)})
	other := f.add([2]string{"100644 x", blob(1)}, [2]string{"100755 y", blob(2)}, [2]string{"120000 z", blob(3)})
	old := f.add([2]string{"100644 a", blob(1)}, [2]string{"100644 a.b", blob(2)}, [2]string{"40000 b", inner}, [2]string{"40000 gone", inner}, [2]string{"100644 z", blob(4)})
	now := f.add([2]string{"100644 a.b", blob(2)}, [2]string{"40000 a", inner}, [2]string{"40000 b", other}, [2]string{"160000 s", blob(5)}, [2]string{"100644 z", blob(5)})
	twice := f.add([2]string{"100644 z", blob(4)}, [2]string{"100644 z", blob(6)}, [2]string{"100644 a", blob(1)})
	short := f.add([2]string{"100644 a", blob(1)})
	f[short] = f[short][:20]
	missing := f.add([2]string{"40000 m", blob(9)})
	for _, tt := range []struct {
		name, from, to string
		want           string // sorted; "!" is an error
	}{
		{name: "the same", from: old, to: old},
		{name: "from nothing", to: inner, want: "x y"},
		{name: "files and folders", from: old, to: now, want: "a/x a/y b/y* b/z s z*"},
		{name: "back", from: now, to: old, want: "a b/y* gone/x gone/y z*"},
		{name: "damaged: a name twice, out of order", from: old, to: twice, want: "a z"},
		{name: "damaged: cut off", from: old, to: short, want: "!"},
		{name: "damaged: cut off before", from: short, to: old, want: "!"},
		{name: "a folder that is missing", from: old, to: missing, want: "!"},
		{name: "a folder that is gone and missing", from: missing, to: inner, want: "!"},
	} {
		work := 0
		changes, err := Diff(tt.from, tt.to, &work, all, f.read)
		var got []string
		for _, c := range changes {
			if c.Old != (Entry{}) {
				c.Path += "*"
			}
			got = append(got, c.Path)
		}
		if slices.Sort(got); err != nil {
			got = []string{"!"}
		}
		if strings.Join(got, " ") != tt.want || (work == 0) != (tt.from == tt.to) {
			t.Errorf("%s: got %q, %v, for %d; want %s", tt.name, got, err, work, tt.want)
		}
	}
}

// TestDiffTooMuch gives up on a few folders in each other, which are a million files, and on more files than anybody has.
func TestDiffTooMuch(t *testing.T) {
	f := trees{}
	top := f.add([2]string{"100644 f", blob(1)})
	for range 6 {
		var entries [][2]string
		for i := range 10 {
			entries = append(entries, [2]string{fmt.Sprint("40000 ", i), top})
		}
		top = f.add(entries...)
	}
	none := func([]byte) bool { return false }
	work := maxWork - 1_000_000
	if _, err := Diff("", top, &work, none, f.read); err == nil || !strings.Contains(err.Error(), "too many in all") {
		t.Errorf("a million files: %v, for %d", err, work)
	}
	work = 0
	if changes, err := Diff("", top, &work, all, f.read); err == nil || !strings.Contains(err.Error(), "more than 50000 files that look") {
		t.Errorf("a million changes: %d, %v", len(changes), err)
	}
}
