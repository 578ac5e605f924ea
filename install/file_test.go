package install

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/budget"
)

// What the block can be put into, and what not.
func TestAlien(t *testing.T) {
	for _, tt := range []struct {
		text string
		want string
	}{
		{text: ""},
		{text: "echo no interpreter is named, and git takes sh\n"},
		{text: "#!/bin/sh\n"},
		{text: "#!/bin/sh"},
		{text: "#! /bin/bash -eu\n"},
		{text: "#!/usr/bin/env zsh\n"},
		{text: "#!/usr/bin/env -S bash -eu\n"},
		{text: "#!/usr/bin/env -S /opt/bin/bash\n"},
		{text: "#!/bin/busybox sh\n"},
		{text: "#!/usr/local/bin/mksh\n"},
		{text: "#!/bin/sh\r\necho a\r\n", want: `run by "/bin/sh\r"`},
		{text: "#!/bin/sh -e\r\n", want: `run by "/bin/sh -e\r"`},
		{text: "#!/usr/bin/env python3\n", want: `run by "/usr/bin/env python3"`},
		{text: "#!/usr/bin/env -S deno run sh\n", want: `run by "/usr/bin/env -S deno run sh"`},
		{text: "#!/usr/bin/node sh\n", want: `run by "/usr/bin/node sh"`},
		{text: "#!/usr/bin/fish\n", want: `run by "/usr/bin/fish"`},
		{text: "#!/bin/tcsh\n", want: `run by "/bin/tcsh"`},
		{text: "#!\n", want: `run by ""`},
		{text: "#!/usr/bin/env\n", want: `run by "/usr/bin/env"`},
		{text: "MZ\x00\x01", want: "a program"},
		{text: "#!/bin/sh\n" + strings.Repeat("#", budget.MaxFile), want: "a program"},
	} {
		path := filepath.Join(t.TempDir(), "hook")
		if err := os.WriteFile(path, []byte(tt.text), 0o777); err != nil {
			t.Fatal(err)
		}
		f, err := load(path)
		if got := f.alien(); got != tt.want || err != nil {
			t.Errorf("%.40q: %q, want %q (%v)", tt.text, got, tt.want, err)
		}
	}
}

// A manager's file has ddhook run at a hook in the line that is wanted, or in none.
func TestManagerLine(t *testing.T) {
	for _, tt := range []struct {
		name, manager, hook, text string
		want                      string
	}{
		{name: "within a line", manager: "pre-commit", hook: "pre-commit", text: "- {id: ddhook}", want: "- {id: ddhook}"},
		{name: "quoted", manager: "pre-commit", hook: "pre-commit", text: "\"repos\":\n- 'id' : 'ddhook' # yes", want: "- 'id' : 'ddhook'"},
		{name: "a comment", manager: "pre-commit", hook: "pre-commit", text: "# id: ddhook\nrepos:\n\t # id: ddhook\n"},
		{name: "another hook", manager: "pre-commit", hook: "pre-commit", text: "[id: ddhook-scan, id: ddhooks, id: ddhook_x]\nrepo: https://github.com/ddhook/ddhook"},
		{name: "local", manager: "pre-commit", hook: "pre-push", text: "- repo: local\n  hooks: [{id: x, entry: ddhook pre-push}]", want: "hooks: [{id: x, entry: ddhook pre-push}]"},
		{name: "any hook", manager: "pre-commit", hook: "pre-push", text: "- id: ddhook", want: "- id: ddhook"},
		{name: "stage", manager: "pre-commit", hook: "pre-push", text: "- id: ddhook\n  stages: [push]", want: "- id: ddhook"},
		{name: "stages", manager: "pre-commit", hook: "pre-push", text: "- id: ddhook\n  stages:\n  - pre-commit\n  - pre-push\n- id: x", want: "- id: ddhook"},
		{name: "other stages", manager: "pre-commit", hook: "pre-commit", text: "- id: ddhook\n  stages: [manual]"},
		{name: "stages of another", manager: "pre-commit", hook: "pre-commit", text: "  - id: ddhook\n\n  - id: x\n    stages: [manual]", want: "- id: ddhook"},
		{name: "not this stage", manager: "pre-commit", hook: "pre-commit", text: "- id: ddhook\n  stages:\n    - pre-merge-commit\n    - commit-msg"},
		{name: "manual by default", manager: "pre-commit", hook: "pre-commit", text: "default_stages: [manual]\nrepos:\n- id: ddhook"},
		{name: "by default at pushes", manager: "prek", hook: "pre-commit", text: "hooks = [{ id = \"ddhook\" }]\ndefault_stages = [\"pre-push\"]"},
		{name: "by default", manager: "pre-commit", hook: "pre-push", text: "repos:\n- id: ddhook\ndefault_stages:\n- commit\n- push", want: "- id: ddhook"},
		{name: "not as by default", manager: "pre-commit", hook: "pre-commit", text: "default_stages: [manual]\n- id: ddhook\n  stages: [commit]", want: "- id: ddhook"},
		{name: "TOML", manager: "prek", hook: "pre-commit", text: "[[repos]]\nhooks = [{ id = \"ddhook\" }]", want: "hooks = [{ id = \"ddhook\" }]"},
		{name: "TOML of another stage", manager: "prek", hook: "pre-commit", text: "hooks = [\n  { id = \"ddhook\", stages = [\"pre-push\"] },\n]"},
		{name: "its name only", manager: "lefthook", hook: "pre-commit", text: "pre-commit:\n  name: ddhook\n  run: ddhook pre-push"},
		{name: "its key only", manager: "lefthook", hook: "pre-commit", text: "pre-commit:\n  commands:\n    ddhook:\n      run: 'true'"},
		{name: "flow", manager: "lefthook", hook: "pre-commit", text: "pre-commit: {commands: {ddhook: {run: ddhook}}}", want: "pre-commit: {commands: {ddhook: {run: ddhook}}}"},
		{name: "go tool", manager: "lefthook", hook: "pre-commit", text: "pre-commit:\n  run: go tool ddhook", want: "run: go tool ddhook"},
		{name: "go run", manager: "lefthook", hook: "pre-commit", text: "pre-commit:\n  run: go run github.com/ddhook/ddhook/cmd/ddhook@v1.0.0 staged", want: "run: go run github.com/ddhook/ddhook/cmd/ddhook@v1.0.0 staged"},
		{name: "go run for another task", manager: "lefthook", hook: "pre-commit", text: "pre-commit:\n  run: go run github.com/ddhook/ddhook/cmd/ddhook@v1.0.0 scan"},
		{name: "no standard input", manager: "lefthook", hook: "pre-push", text: "pre-push:\n  jobs:\n    - run: ddhook pre-push\n    - run: x\n      use_stdin: true"},
		{name: "standard input", manager: "lefthook", hook: "pre-push", text: "- run: ddhook pre-push\n\n  use_stdin: true", want: "- run: ddhook pre-push"},
		{name: "after an assignment", manager: "lefthook", hook: "pre-commit", text: "pre-commit:\n  run: files=$(ls); ddhook staged", want: "run: files=$(ls); ddhook staged"},
		{name: "stages in CRLF", manager: "pre-commit", hook: "pre-push", text: "- id: ddhook\r\n  stages:\r\n  - push\r\n", want: "- id: ddhook"},
		{name: "skipped", manager: "pre-commit", hook: "pre-commit", text: "ci: {skip: [x, ddhook]}\nrepos:\n- id: x\n  description: no ddhook"},
		{name: "a name of words", manager: "pre-commit", hook: "pre-commit", text: "- {id: x, name: all but ddhook, entry: x}"},
		{name: "after a name", manager: "pre-commit", hook: "pre-commit", text: "- {name: a b, entry: ddhook}", want: "- {name: a b, entry: ddhook}"},
		{name: "a path only", manager: "pre-commit", hook: "pre-commit", text: "exclude: ^ddhook/\nrepos:\n- id: x\n  files: 'ddhook'"},
		{name: "JSON", manager: "lefthook", hook: "pre-push", text: "{\"run\": \"ddhook pre-push\",\n \"use_stdin\": true}", want: "{\"run\": \"ddhook pre-push\","},
		{name: "at another hook", manager: "lefthook", hook: "pre-commit", text: "pre-commit: {}\npre-push: {jobs: [{run: ddhook staged}]}"},
		{name: "at another hook, in TOML", manager: "lefthook", hook: "pre-commit", text: "[pre-commit]\n[[commit-msg.jobs]]\nrun = \"ddhook\""},
		{name: "at this hook", manager: "lefthook", hook: "pre-commit", text: "commit-msg:\n  jobs: []\n'pre-commit':\n  jobs:\n  - run: ddhook", want: "- run: ddhook"},
		{name: "at this hook, in JSON", manager: "lefthook", hook: "pre-commit", text: "{\n  \"pre-commit\": {\n    \"jobs\": [{\"run\": \"ddhook\"}]\n  }\n}", want: "\"jobs\": [{\"run\": \"ddhook\"}]"},
		{name: "at another hook", manager: "overcommit", hook: "pre-commit", text: "PrePush:\n  a:\n    command: ['ddhook']\n"},
		{name: "list", manager: "overcommit", hook: "pre-push", text: "PrePush:\n  a:\n    command: ['ddhook', 'pre-push']\n", want: "command: ['ddhook', 'pre-push']"},
	} {
		t.Run(tt.manager+" "+tt.name, func(t *testing.T) {
			i := slices.IndexFunc(managers, func(m manager) bool { return m.name == tt.manager })
			m := managers[i]
			m.text = comments().ReplaceAllString(tt.text, "")
			if got := m.lineIn(kindOf(tt.hook)); got != tt.want {
				t.Errorf("%q, not %q", got, tt.want)
			}
		})
	}
}

// A manager's file is made by whoever may push: none takes more than what is some times as long as it.
func TestManagerLineBomb(t *testing.T) {
	for name, text := range map[string]string{
		"lefthook":   "pre-push:\n  jobs:\n" + strings.Repeat("      run: ddhook pre-push\n", 4000),
		"pre-commit": "repos:\n" + strings.Repeat("      id: ddhook\n", 4000) + "      stages: [manual]\n",
		"prek":       strings.Repeat("id = \"ddhook\"\n", 4000) + "stages = [\"manual\"]\n",
	} {
		m := managers[slices.IndexFunc(managers, func(m manager) bool { return m.name == name })]
		m.text = text
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		line := m.lineIn(kindOf("pre-push"))
		runtime.ReadMemStats(&after)
		if made := after.TotalAlloc - before.TotalAlloc; line != "" || made > 20*uint64(len(text)) {
			t.Errorf("%s: %q, and %d bytes for a file of %d", name, line, made, len(text))
		}
	}
}

func kindOf(hook string) kind { return kinds[slices.Index(Hooks(), hook)] }

// A hook of others runs ddhook where a line that is no comment names it for this hook, whatever else the hook does.
func TestHookLine(t *testing.T) {
	for _, tt := range []struct{ text, hook, want string }{
		{text: "#!/bin/sh\n  ddhook staged || exit\necho more", want: "ddhook staged || exit"},
		{text: "npm test && ddhook --quiet\r\n", want: "npm test && ddhook --quiet"},
		{text: "if ! ddhook; then exit 1; fi", want: "if ! ddhook; then exit 1; fi"},
		{text: "exec \"$HOME/go/bin/ddhook\" --quiet staged", want: "exec \"$HOME/go/bin/ddhook\" --quiet staged"},
		{text: "go tool ddhook staged", want: "go tool ddhook staged"},
		{text: "subprocess.check_call(['ddhook', 'staged'])", want: "subprocess.check_call(['ddhook', 'staged'])"},
		{text: "# ddhook staged\n// ddhook staged"},
		{text: "ddhook scan .\nddhook --quiet pre-push\nddhook-x\nmyddhook\ncp .ddhook.yaml x\n['ddhook', 'fix']"},
		{text: "ddhook staged", hook: "pre-push"},
		{text: "refs=$(cat)\nprintf '%s\\n' \"$refs\" | ddhook pre-push || exit", hook: "pre-push", want: "printf '%s\\n' \"$refs\" | ddhook pre-push || exit"},
		{text: string(kindOf("pre-commit").blockFor("/usr/bin/ddhook")) + "echo more"},
	} {
		k := kindOf("pre-commit")
		if tt.hook != "" {
			k = kindOf(tt.hook)
		}
		if got := k.lineIn(parsed([]byte(tt.text)).rest); got != tt.want {
			t.Errorf("%q, not %q:\n%s", got, tt.want, tt.text)
		}
	}
}

// What the go command builds for one run lies in folders with names of its own; a project may be called nearly like them.
func TestBuiltForOneRun(t *testing.T) {
	for path, want := range map[string]bool{
		"/tmp/go-build123/b001/exe/ddhook": true, "/home/me/.cache/go-build/ab/abc-d/ddhook": true, "/cache/ab/abc-d/ddhook": true,
		"/opt/go-builder/bin/ddhook": false, "/opt/go-build-tools/ddhook": false, "/src/go-build1x/ddhook": false,
		"/src/my-go-build/ddhook": false, "/usr/bin/go-build": false, "/caches/ddhook": false,
	} {
		if got := BuiltForOneRun(path, "/cache"); got != want {
			t.Errorf("%s: %v, want %v", path, got, want)
		}
	}
}

func TestStablePlace(t *testing.T) {
	dir := t.TempDir()
	real := filepath.Join(dir, "cellar", "1.2", "ddhook")
	writeProgram(t, real, "")
	other := filepath.Join(dir, "other", "ddhook")
	writeProgram(t, other, "")
	link := filepath.Join(dir, "bin", "ddhook")
	if err := os.Mkdir(filepath.Dir(link), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(real, link); err != nil {
		t.Skipf("no links here: %v", err)
	}
	t.Chdir(dir)
	for _, tt := range []struct {
		name, want string
		path       []string
	}{
		{name: "a link to it on PATH", path: []string{filepath.Dir(link)}, want: link},
		{name: "itself on PATH, first", path: []string{filepath.Dir(real), filepath.Dir(link)}, want: real},
		{name: "another one on PATH", path: []string{filepath.Dir(other)}, want: real},
		{name: "no PATH", want: real},
		{name: "folders that count from here", path: []string{"", ".", "bin"}, want: real},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv("PATH", strings.Join(tt.path, string(os.PathListSeparator)))
			if got, err := stablePlace(real, ""); err != nil || got != filepath.ToSlash(tt.want) {
				t.Errorf("got %s, %v; want %s", got, err, tt.want)
			}
		})
	}
}
