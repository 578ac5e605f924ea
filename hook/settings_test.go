package hook_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook"
	"github.com/ddhook/ddhook/hook/repo"
	"github.com/ddhook/ddhook/hook/repo/gittest"
)

// What there is to say about the Dockerfiles of an index, and what init makes of it.
func TestSurveyAndInit(t *testing.T) {
	for _, tt := range []struct {
		name, script string
		selected     int
		missed       []string
		settings     string
		pending      bool
		init         string // what is wrong; "" is nothing
	}{
		{name: "nothing", init: "no file looks like a Dockerfile"},
		{name: "the default", script: "echo >a.Dockerfile; git add .", selected: 1},
		{name: "others", script: "mkdir d; echo >d/Dockerfile; echo >Containerfile; echo >Dockerfile.dockerignore; git add .",
			missed: []string{"Containerfile", "d/Dockerfile"}},
		{name: "written", script: "echo >Dockerfile; git add .; echo 'files: [Dockerfile]' >.ddhook.yaml",
			missed: []string{"Dockerfile"}, settings: ".ddhook.yaml", pending: true, init: ".ddhook.yaml is there already"},
		{name: "added", script: "echo >Dockerfile; echo 'files: [x]' >.ddhook.yaml; git add .; rm .ddhook.yaml",
			missed: []string{"Dockerfile"}, settings: ".ddhook.yaml", init: ".ddhook.yaml is there already"},
		{name: "a stray", script: "echo >a.Dockerfile; git add .; echo >.ddhook.yml",
			selected: 1, settings: ".ddhook.yml", init: ".ddhook.yml is there already"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := gittest.TempDir(t)
			gittest.Sh(t, dir, "git init -q repo; cd repo; "+tt.script)
			o := hook.Options{Dir: filepath.Join(dir, "repo"), Environ: gittest.Environ(dir)}
			r, err := repo.Open(context.Background(), o.Dir, o.Environ)
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			s, err := hook.TakeSurvey(r, o)
			if err != nil || s.Selected != tt.selected || !slices.Equal(s.Missed, tt.missed) || s.Settings != tt.settings || s.Pending != tt.pending {
				t.Errorf("%+v, %v", s, err)
			}
			file, lines, err := hook.Init(context.Background(), o)
			switch {
			case tt.init != "":
				if err == nil || !strings.Contains(err.Error(), tt.init) {
					t.Errorf("init: %v", err)
				}
				return
			case err != nil:
				t.Fatal(err)
			}
			if text, err := os.ReadFile(file); err != nil || string(text) != strings.Join(lines, "\n")+"\n" || file != filepath.Join(r.Top, ".ddhook.yaml") {
				t.Errorf("%s is %q (%v)", file, text, err)
			}
			gittest.Sh(t, dir, "git -C repo add .ddhook.yaml")
			again, err := repo.Open(context.Background(), o.Dir, o.Environ)
			if err != nil {
				t.Fatal(err)
			}
			defer again.Close()
			if s, err := hook.TakeSurvey(again, o); err != nil || s.Selected != tt.selected+len(tt.missed) {
				t.Errorf("then %+v, %v", s, err)
			}
		})
	}
}
