package hook

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/repo/gittest"
)

// TestConfigPipe hands the settings over by a pipe, which can be read once: they hold for all that is looked at.
func TestConfigPipe(t *testing.T) {
	if _, err := os.Stat("/dev/fd"); err != nil {
		t.Skip("no pipe has a name here")
	}
	const wrong = `FROM golang\nRUN go build\n`
	dir := onDisk(t, "a/Dockerfile: "+wrong, "b/Dockerfile: "+wrong)
	for name, run := range map[string]func(Options) (int, error){
		"scan": func(o Options) (int, error) { r, err := Scan(o); return r.Files, err },
		"fix": func(o Options) (int, error) {
			r, err := Fix(o, func(string, []byte, []byte) error { return nil })
			return len(r.Repairs), err
		},
		"rules --check": func(o Options) (int, error) { trial, err := TryRules(o); return trial.Files, err },
	} {
		from, to, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(to, "files: ['**/Dockerfile']")
		to.Close()
		n, err := run(Options{Dir: dir, Config: fmt.Sprintf("/dev/fd/%d", from.Fd()), Paths: []string{"a", "b"}})
		if from.Close(); n != 2 || err != nil {
			t.Errorf("%s: %d, %v; want 2", name, n, err)
		}
	}
}

// TestSettingsOnce pushes many refs with few settings: each is read once, and two are compared once.
func TestSettingsOnce(t *testing.T) {
	dir := gittest.TempDir(t)
	ids := strings.Fields(gittest.Sh(t, dir, `git init -q repo; cd repo
		for s in a a b; do echo "rules: {npm: {forbid: npm $s}}" >.ddhook.yaml; git add .; git commit -q --allow-empty -m "$s"; done
		git rev-parse HEAD~2 HEAD~1 HEAD`))
	o := Options{Dir: filepath.Join(dir, "repo"), Environ: gittest.Environ(dir)}
	if _, err := o.inRepository(context.Background(), "", func(c check) error {
		reads := 0
		var found []*settings
		for _, id := range slices.Concat(ids, ids) {
			entries, err := changes.CommittedSettings(c.repo, id)
			read := entries[0].Read
			entries[0].Read = func() ([]byte, error) { reads++; return read() }
			s, err := c.settings(entries, err)
			if err != nil {
				return err
			}
			found = append(found, s)
		}
		if reads != 2 || found[0] != found[1] || found[1] == found[2] || found[2] != found[5] {
			t.Errorf("they are read %d times, as %p", reads, found)
		}
		for _, compared := range []float64{0.01, 0} {
			if err := c.changedSettings(ids, found[0]); err != nil || len(found[0].less) != 0 {
				t.Errorf("what a parent has is compared with %d others (%v)", len(found[0].less), err)
			}
			before := c.report.used
			if err := c.changedSettings(ids[:2], found[2]); err != nil || len(found[2].less) != 1 || c.report.used < before+1+compared {
				t.Errorf("two parents that are alike are compared %d times (%v)", len(found[2].less), err)
			}
		}
		if got := fmt.Sprint(c.report.Warnings); strings.Count(got, "npm a") != 2 {
			t.Errorf("told is %s", got)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// TestSettingsTooMuch pushes refs with ever other large settings: the push fails, whichever of them could be read.
func TestSettingsTooMuch(t *testing.T) {
	dir := gittest.TempDir(t)
	lines := gittest.Sh(t, dir, `git init -q repo; cd repo; echo "files: [a]" >.ddhook.yaml; git add .; git commit -qm main
		for i in $(seq 12); do
			{ echo "rules: {require-mod-mod: false}"; yes "# $i" | head -c 1000000; echo; } >.ddhook.yaml
			printf 'FROM a\nRUN go build\n' >$i.Dockerfile; git add .; git commit -qm $i
			echo "$(git hash-object --stdin </dev/null | tr '[:xdigit:]' 0) $(git rev-parse HEAD) refs/heads/$i"
		done; git reset -q --hard HEAD~12`)
	o := Options{Dir: filepath.Join(dir, "repo"), Environ: gittest.Environ(dir)}
	r, err := Push(context.Background(), o, changes.PreReceive, strings.NewReader(lines))
	if err == nil || !strings.Contains(err.Error(), errTooMuch.Error()) {
		t.Errorf("%d findings, %v", len(r.Findings), err)
	}
}

// TestTipsTooMuch pushes two refs where one is enough, also one of whose files none is checked.
func TestTipsTooMuch(t *testing.T) {
	dir := gittest.TempDir(t)
	ids := strings.Fields(gittest.Sh(t, dir, `git init -q repo; cd repo; git commit -q --allow-empty -m main
		for i in 1.Dockerfile 2.Dockerfile Dockerfile; do echo FROM a >$i; git add .; git commit -qm $i; git rev-parse HEAD; git reset -q --hard HEAD^; done`))
	zero := strings.Repeat("0", len(ids[0]))
	o := Options{Dir: filepath.Join(dir, "repo"), Environ: gittest.Environ(dir)}
	for _, tt := range []struct {
		before, first, files int
	}{{0, 1, 2}, {maxBrought, 1, 1}, {maxBrought, 2, 0}} {
		r, err := o.inRepository(context.Background(), "", func(c check) error {
			c.report.brought = tt.before
			return c.updates(changes.PreReceive, []changes.Update{{Ref: "a", Old: zero, New: ids[tt.first]}, {Ref: "b", Old: zero, New: ids[0]}})
		})
		if r.Files != tt.files || errors.Is(err, errTooMuch) != (tt.before > 0) {
			t.Errorf("%+v: %d files, %v", tt, r.Files, err)
		}
		if looked := 2 - min(tt.before, 1); r.used < float64(looked)*0.005 { // the commit before each counts
			t.Errorf("%+v: %f of a file's work", tt, r.used)
		}
	}
}
