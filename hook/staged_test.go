package hook_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook"
	"github.com/ddhook/ddhook/hook/repo/gittest"
)

// Only a hook lets settings pass that cannot be read, and only where the commit touches nothing that they may be about.
func TestUnreadableSettings(t *testing.T) {
	for _, tt := range []struct {
		name, script string
		inHook, pass bool
	}{
		{name: "by hand", script: "echo >x; git add x"},
		{name: "nothing of the kind", script: "echo >x; git add x", inHook: true, pass: true},
		{name: "a Dockerfile", script: "mkdir d; echo >d/My.dockerFILE; git add .", inHook: true},
		{name: "a folder of them", script: "mkdir dockerfiles; echo >dockerfiles/x; git add .", inHook: true},
		{name: "the settings", script: "echo 'more: x' >>.ddhook.yaml; git add .", inHook: true},
		{name: "settings of another folder", script: "mkdir d; echo >d/.ddhook.yaml; git add .", inHook: true, pass: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := gittest.TempDir(t)
			gittest.Sh(t, dir, "git init -q repo; cd repo; echo 'shiny: x' >.ddhook.yaml; git add .; git commit -q -m one; "+tt.script)
			environ := gittest.Environ(dir)
			if tt.inHook {
				environ = append(environ, "DDHOOK_HOOK=pre-commit")
			}
			report, err := hook.Staged(context.Background(), hook.Options{Dir: filepath.Join(dir, "repo"), Environ: environ})
			if (err == nil) != tt.pass || tt.pass != (len(report.Warnings) == 1) {
				t.Errorf("%v, warnings %v", err, report.Warnings)
			}
			if err != nil && !strings.Contains(err.Error(), `.ddhook.yaml:1:1: unknown key "shiny"`) {
				t.Error(err)
			}
		})
	}
}
