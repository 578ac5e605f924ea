package native

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
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

func id(i int) string { return fmt.Sprintf("%040x", i) }

// TestPackedRefs looks up present and absent names in files from none to many buffers.
func TestPackedRefs(t *testing.T) {
	dir := t.TempDir()
	l := Layout{CommonDir: dir}
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfNDistinct(rapid.StringMatching(`refs/[a-d]{1,3}/[a-z0-9]{1,60}`), 0, 40, rapid.ID).Draw(t, "names")
		if rapid.Bool().Draw(t, "many") {
			for i := range 1500 {
				names = append(names, fmt.Sprintf("refs/m/%06d", i*7))
			}
		}
		data := []byte("# pack-refs with: peeled fully-peeled sorted \n")
		for i, name := range names {
			data = fmt.Appendf(data, "%s %s\n", id(i), name)
			if i%3 == 0 {
				data = fmt.Appendf(data, "^%s\n", id(i+1))
			}
		}
		if err := os.WriteFile(filepath.Join(dir, "packed-refs"), data, 0o600); err != nil {
			t.Fatal(err)
		}
		search := func(name string) (string, error) {
			return l.packed(func(ref []byte) bool { return string(ref) == name })
		}
		for i := 0; i < len(names); i += max(1, len(names)/20) {
			if got, err := search(names[i]); err != nil || got != id(i) {
				t.Fatalf("%s is %s, %v; want %s", names[i], got, err, id(i))
			}
		}
		absent := rapid.StringMatching(`refs/[e-n]{1,2}/[a-z0-9]{1,8}`).Draw(t, "absent")
		if got, err := search(absent); err != nil || got != "" {
			t.Fatalf("%s, which is not there, is %q, %v", absent, got, err)
		}
	})
}

// FuzzPackedRefs makes sure that of any file an answer is a line of it.
func FuzzPackedRefs(f *testing.F) {
	f.Add([]byte("# pack-refs with: peeled fully-peeled sorted \n"+id(1)+" refs/heads/a\n^"+id(2)+"\n"+id(3)+" refs/heads/b\n"), "refs/heads/b")
	f.Add([]byte("# pack-refs with: sorted \n"+strings.Repeat(id(1)+" refs/heads/a\n", 900)), "refs/heads/a")
	f.Add([]byte("# pack-refs with: sorted \n^\n\n"), "refs/heads/a")
	f.Add([]byte("# pack-refs with: sorted "), "")
	dir := f.TempDir()
	l := Layout{CommonDir: dir}
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		if err := os.WriteFile(filepath.Join(dir, "packed-refs"), data, 0o600); err != nil {
			t.Fatal(err)
		}
		id, err := l.packed(func(ref []byte) bool { return string(ref) == name })
		if err == nil && id != "" && !bytes.Contains(append([]byte("\n"), data...), []byte("\n"+id+" "+name+"\n")) {
			t.Errorf("of %q it gives %q", name, id)
		}
	})
}

// TestHead has what HEAD and the refs can hold; where git says that it is not a ref, it is an error and not "no commit".
func TestHead(t *testing.T) {
	packed := "# pack-refs with: peeled fully-peeled sorted \n" + id(7) + " refs/heads/packed\n" + id(8) + " refs/tags/x\n"
	tests := []struct {
		name    string
		files   map[string]string
		want    string
		wantErr bool
	}{
		{name: "loose", files: map[string]string{"HEAD": "ref: refs/heads/a\n", "refs/heads/a": id(5) + "\n"}, want: id(5)},
		{name: "packed", files: map[string]string{"HEAD": "ref: refs/heads/packed\n", "packed-refs": packed}, want: id(7)},
		{name: "loose before packed", files: map[string]string{"HEAD": "ref: refs/heads/packed\n", "packed-refs": packed,
			"refs/heads/packed": id(9) + "\n"}, want: id(9)},
		{name: "a folder in the place of a packed ref", files: map[string]string{"HEAD": "ref: refs/heads/packed\n",
			"packed-refs": packed, "refs/heads/packed/x": id(9) + "\n"}, want: id(7)},
		{name: "detached", files: map[string]string{"HEAD": id(3) + "\n"}, want: id(3)},
		{name: "unborn", files: map[string]string{"HEAD": "ref: refs/heads/none\n"}, want: ""},
		{name: "unborn beside packed ones", files: map[string]string{"HEAD": "ref: refs/heads/none\n", "packed-refs": packed}, want: ""},
		{name: "in other blanks", files: map[string]string{"HEAD": "ref:\trefs/heads/a \n\n", "refs/heads/a": id(2)}, want: id(2)},
		{name: "through another", files: map[string]string{"HEAD": "ref: refs/heads/a\n", "refs/heads/a": "ref: refs/heads/b",
			"refs/heads/b": id(2)}, wantErr: true},
		{name: "without end", files: map[string]string{"HEAD": "ref: refs/heads/a\n", "refs/heads/a": "ref: refs/heads/a\n"}, wantErr: true},
		{name: "no HEAD", files: map[string]string{"refs/heads/a": id(1)}, wantErr: true},
		{name: "empty HEAD", files: map[string]string{"HEAD": ""}, wantErr: true},
		{name: "garbage HEAD", files: map[string]string{"HEAD": "garbage\n"}, wantErr: true},
		{name: "garbage ref", files: map[string]string{"HEAD": "ref: refs/heads/a\n", "refs/heads/a": "zzz\n"}, wantErr: true},
		{name: "empty ref", files: map[string]string{"HEAD": "ref: refs/heads/a\n", "refs/heads/a": "\n"}, wantErr: true},
		{name: "short ref", files: map[string]string{"HEAD": "ref: refs/heads/a\n", "refs/heads/a": id(1)[1:]}, wantErr: true},
		{name: "long ref", files: map[string]string{"HEAD": "ref: refs/heads/a\n", "refs/heads/a": id(1) + id(1)[:24]}, wantErr: true},
		{name: "out of the refs", files: map[string]string{"HEAD": "ref: refs/../x\n", "x": id(1)}, wantErr: true},
		{name: "no ref at all", files: map[string]string{"HEAD": "ref: x\n", "x": id(1)}, wantErr: true},
		{name: "packed refs cut off", files: map[string]string{"HEAD": "ref: refs/heads/packed\n", "packed-refs": packed[:70]}, wantErr: true},
		{name: "packed refs of garbage", files: map[string]string{"HEAD": "ref: refs/heads/a\n",
			"packed-refs": packed[:46] + "garbage\n"}, wantErr: true},
		{name: "packed refs that are not sorted", files: map[string]string{"HEAD": "ref: refs/heads/packed\n",
			"packed-refs": id(8) + " refs/tags/x\n" + id(7) + " refs/heads/packed\n"}, want: id(7)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := writeFiles(t, tt.files)
			got, err := New(Layout{GitDir: dir, CommonDir: dir}).Head()
			if got != tt.want || (err != nil) != tt.wantErr {
				t.Errorf("got %q, %v; want %q, error %v", got, err, tt.want, tt.wantErr)
			}
		})
	}
}

// TestReplaced finds replaced objects wherever git keeps them.
func TestReplaced(t *testing.T) {
	packed := "# pack-refs with: sorted \n" + id(7) + " refs/heads/packed\n"
	tests := []struct {
		name  string
		files map[string]string
		want  bool
	}{
		{name: "none", files: map[string]string{"HEAD": "x"}},
		{name: "loose", files: map[string]string{"refs/replace/" + id(1): id(2)}, want: true},
		{name: "packed", files: map[string]string{"packed-refs": packed + id(1) + " refs/replace/" + id(2) + "\n"}, want: true},
		{name: "packed others", files: map[string]string{"packed-refs": packed + id(1) + " refs/tags/x\n"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := writeFiles(t, tt.files)
			err := Layout{GitDir: dir, CommonDir: dir}.checkReplaced()
			if got := err != nil && strings.HasPrefix(err.Error(), "refs/replace/ "); got != tt.want || err != nil && !got {
				t.Errorf("got %v; want %v", err, tt.want)
			}
		})
	}
}

func writeFiles(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
