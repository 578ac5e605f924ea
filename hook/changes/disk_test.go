package changes_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/config"
	"github.com/ddhook/ddhook/hook/pathname"
)

// folder makes files, which end in a content of their own name, and links, which have a target, below a new folder.
func folder(t *testing.T, files []string, links map[string]string) string {
	t.Helper()
	base := pathname.Real(t.TempDir())
	for _, name := range files {
		file := filepath.Join(base, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(name), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for link, target := range links {
		if err := os.Symlink(filepath.FromSlash(target), filepath.Join(base, filepath.FromSlash(link))); err != nil {
			t.Skip("no links here: ", err)
		}
	}
	return base
}

// TestDisk has a repository with another one in it, files outside, and links in and out of it.
func TestDisk(t *testing.T) {
	base := folder(t,
		[]string{"repo/.git/HEAD", "repo/a.Dockerfile", "repo/x/b.Dockerfile", "repo/x/Dockerfile", "repo/.git/c.Dockerfile",
			"repo/inner/.git/HEAD", "repo/inner/d.Dockerfile", "other/e.Dockerfile"},
		map[string]string{"repo/in": "x", "repo/out": "../other", "repo/out.Dockerfile": "../other/e.Dockerfile", "link": "repo/x"})
	for _, tt := range []struct{ name, dir, path, want, top, err string }{
		{name: "a folder", dir: ".", path: "repo", want: "repo/a.Dockerfile repo/x/b.Dockerfile ?repo/x/Dockerfile", top: "repo"},
		{name: "this folder", dir: "repo/x", path: ".", want: "b.Dockerfile ?Dockerfile", top: "repo"},
		{name: "a file of any name", dir: "repo", path: "x/../x/Dockerfile", want: "x/Dockerfile", top: "repo"},
		{name: "another repository", dir: "repo", path: "inner", want: "inner/d.Dockerfile", top: "repo/inner"},
		{name: "outside any", dir: "other", path: ".", want: "e.Dockerfile", top: "other"},
		{name: "upwards from a link", dir: "link", path: "..", want: "../a.Dockerfile ../x/b.Dockerfile ?../x/Dockerfile", top: "repo"},
		{name: "a link to within", dir: "repo", path: "in", want: "in/b.Dockerfile ?in/Dockerfile", top: "repo"},
		{name: "a link of nobody's", dir: ".", path: "link/b.Dockerfile", want: "link/b.Dockerfile", top: "repo"},
		{name: "a link out", dir: "repo", path: "out.Dockerfile", err: "out.Dockerfile: a link leads out of the repository "},
		{name: "a file below a link out", dir: "repo", path: "out/e.Dockerfile", err: "out/e.Dockerfile: a link leads out of the repository "},
		{name: "a folder that is a link out", dir: ".", path: "repo/out", err: "repo/out: a link leads out of the repository "},
		{name: "nothing", dir: "repo", path: "nowhere", err: "nowhere: "},
		{name: "no file", dir: "repo", path: os.DevNull, err: os.DevNull + ": not a regular file; `ddhook scan -` reads standard input"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			place, err := changes.Find(filepath.Join(base, tt.dir), tt.path)
			if tt.err != "" {
				if err == nil || !strings.HasPrefix(err.Error(), tt.err) || strings.Contains(err.Error(), "stat") {
					t.Errorf("%v, want %s", err, tt.err)
				}
				return
			}
			top, _ := pathname.Below(base, place.Top)
			set, err := place.Files(config.Default().Matcher())
			var got []string
			for _, c := range set.Changes {
				got = append(got, c.Path)
				text, err := c.New()
				if rel, _ := pathname.Below(base, c.File); err != nil || string(text) != rel {
					t.Errorf("%s is at %s and holds %q (%v)", c.Path, c.File, text, err)
				}
			}
			for _, path := range set.Unlisted {
				got = append(got, "?"+path)
			}
			if err != nil || strings.Join(got, " ") != tt.want || top != tt.top {
				t.Errorf("got %q with the settings of %s, %v; want %q with those of %s", got, top, err, tt.want, tt.top)
			}
		})
	}
}
