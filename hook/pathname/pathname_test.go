package pathname_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/ddhook/ddhook/hook/pathname"
)

// folders makes a repository "repo" with a folder "x", and links to both.
func folders(t *testing.T) string {
	t.Helper()
	base, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"repo/x", "other"} {
		if err := os.MkdirAll(filepath.Join(base, filepath.FromSlash(dir)), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	for link, target := range map[string]string{"link": "repo", "repo/to_x": "x", "repo/out": "../other"} {
		if err := os.Symlink(filepath.FromSlash(target), filepath.Join(base, filepath.FromSlash(link))); err != nil {
			t.Skip("no links here: ", err)
		}
	}
	return base
}

func TestPathIn(t *testing.T) {
	base := folders(t)
	for _, tt := range []struct {
		dir, name string // with "/" before it, a name from base
		want      string
		outside   bool
	}{
		{dir: "repo", name: "."},
		{dir: "repo", name: "a", want: "a"},
		{dir: "repo", name: "x/../a", want: "a"},
		{dir: "repo/x", name: "a", want: "x/a"},
		{dir: "repo/x", name: "..", want: ""},
		{dir: "repo/to_x", name: "a", want: "x/a"},
		{dir: "link/x", name: "a/", want: "x/a"},
		{dir: "other", name: "../link/a", want: "a"},
		{dir: "repo", name: "to_x", want: "to_x"},
		{dir: "repo", name: "to_x/a", want: "x/a"},
		{dir: "repo", name: "gone/too/a", want: "gone/too/a"},
		{dir: "repo", name: "to_x/gone/a", want: "x/gone/a"},
		{dir: "other", name: "/repo/a", want: "a"},
		{dir: "other", name: "/link/x/a", want: "x/a"},
		{dir: "other", name: "/link/x/", want: "x"},
		{dir: "other", name: "/link", want: ""},
		{dir: "repo", name: "../other", outside: true},
		{dir: "repo", name: "..", outside: true},
		{dir: "repo", name: "out/a", outside: true},
		{dir: "repo", name: "/repository/a", outside: true},
	} {
		t.Run(tt.dir+" "+tt.name, func(t *testing.T) {
			name := tt.name
			if name[0] == '/' {
				name = base + filepath.FromSlash(name)
			}
			dir := filepath.Join(base, filepath.FromSlash(tt.dir))
			if got, ok := pathname.PathIn(filepath.Join(base, "repo"), dir, name); got != tt.want || ok == tt.outside {
				t.Errorf("got %q, %v; want %q, outside: %v", got, ok, tt.want, tt.outside)
			}
		})
	}
}

func TestBelow(t *testing.T) {
	for _, tt := range []struct {
		dir, file, want string
		outside         bool
	}{
		{dir: "/a", file: "/a"},
		{dir: "/a", file: "/a/b/.c", want: "b/.c"},
		{dir: "/a", file: "/a/.ddhook.yaml", want: ".ddhook.yaml"},
		{dir: "/a", file: "/a/..b", want: "..b"},
		{dir: "/", file: "/b", want: "b"},
		{dir: "/a", file: "/ab", outside: true},
		{dir: "/a", file: "/", outside: true},
		{dir: "/a/b", file: "/a/c", outside: true},
	} {
		got, ok := pathname.Below(filepath.FromSlash(tt.dir), filepath.FromSlash(tt.file))
		if got != tt.want || ok == tt.outside {
			t.Errorf("%s from %s: got %q, %v", tt.file, tt.dir, got, ok)
		}
	}
}

func TestReal(t *testing.T) {
	base := folders(t)
	for name, want := range map[string]string{
		"link/x": "repo/x", "link/gone/too": "repo/gone/too", "link": "repo", "gone": "gone", "link/../repo": "repo",
	} {
		if got := pathname.Real(base + "/" + name); got != filepath.Join(base, filepath.FromSlash(want)) {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}
