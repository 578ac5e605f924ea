package install

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestIsShell(t *testing.T) {
	for _, tt := range []struct {
		text string
		want bool
	}{
		{text: "", want: true},
		{text: "echo no interpreter is named, and git takes sh\n", want: true},
		{text: "#!/bin/sh\n", want: true},
		{text: "#!/bin/sh", want: true},
		{text: "#! /bin/bash -eu\n", want: true},
		{text: "#!/usr/bin/env zsh\n", want: true},
		{text: "#!/usr/bin/env -S bash -eu\n", want: true},
		{text: "#!/bin/busybox sh\n", want: true},
		{text: "#!/usr/local/bin/mksh\n", want: true},
		{text: "#!/bin/sh\r\necho a\r\n", want: false},
		{text: "#!/usr/bin/env python3\n", want: false},
		{text: "#!/usr/bin/env -S deno run sh\n", want: false},
		{text: "#!/usr/bin/node sh\n", want: false},
		{text: "#!/usr/bin/fish\n", want: false},
		{text: "#!/bin/tcsh\n", want: false},
		{text: "#!\n", want: false},
		{text: "#!/usr/bin/env\n", want: false},
		{text: "MZ\x00\x01", want: false},
	} {
		hook := file{exists: true, text: []byte(tt.text)}
		if reason, got := hook.isShell(); got != tt.want || got != (reason == "") {
			t.Errorf("%q: %v (%q)", tt.text, got, reason)
		}
	}
}

func TestManagerLine(t *testing.T) {
	for _, tt := range []struct {
		name, manager, hook, text string
		want                      int
	}{
		{name: "alone", manager: "husky", hook: "pre-commit", text: "a\nddhook staged\n", want: 2},
		{name: "short", manager: "husky", hook: "pre-commit", text: "ddhook", want: 1},
		{name: "after another", manager: "husky", hook: "pre-commit", text: "npm test && ddhook --quiet\n", want: 1},
		{name: "another command", manager: "husky", hook: "pre-commit", text: "ddhook pre-push\nddhook scan .\nddhook-x\n"},
		{name: "an argument", manager: "husky", hook: "pre-commit", text: "echo ddhook staged\n"},
		{name: "whatever it says", manager: "husky", hook: "pre-commit", text: "ddhook staged || true\n"},
		{name: "for a push", manager: "husky", hook: "pre-push", text: "echo ddhook\nddhook pre-push\n", want: 2},
		{name: "CRLF", manager: "husky", hook: "pre-commit", text: "a\r\nddhook\r\n", want: 2},
		{name: "nothing", manager: "husky", hook: "pre-commit"},
		{name: "within a line", manager: "pre-commit", hook: "pre-commit", text: "- {id: ddhook}", want: 1},
		{name: "quoted", manager: "pre-commit", hook: "pre-commit", text: "\"repos\":\n- 'id' : 'ddhook' # yes", want: 2},
		{name: "a comment", manager: "pre-commit", hook: "pre-commit", text: "# id: ddhook\nrepos:\n\t # id: ddhook\n"},
		{name: "another hook", manager: "pre-commit", hook: "pre-commit", text: "[id: ddhook-scan, id: ddhooks, id: ddhook_x, repo: ddhook]"},
		{name: "local", manager: "pre-commit", hook: "pre-push", text: "- repo: local\n  hooks: [{id: x, entry: ddhook pre-push}]", want: 2},
		{name: "stage", manager: "pre-commit", hook: "pre-push", text: "- id: ddhook\n  stages: [push]", want: 1},
		{name: "other stages", manager: "pre-commit", hook: "pre-commit", text: "- id: ddhook\n  stages: [manual]"},
		{name: "other default", manager: "pre-commit", hook: "pre-commit", text: "default_stages: [push]\nrepos: [{id: ddhook}]"},
		{name: "not the default", manager: "pre-commit", hook: "pre-commit", text: "default_stages: [push]\nrepos: [{id: ddhook, stages: [commit]}]", want: 2},
		{name: "broken", manager: "pre-commit", hook: "pre-commit", text: "- id: ddhook\n}"},
		{name: "its name only", manager: "lefthook", hook: "pre-commit", text: "pre-commit:\n  name: ddhook\n  run: ddhook pre-push"},
		{name: "another time", manager: "lefthook", hook: "pre-commit", text: "pre-commit: {}\npre-push: {jobs: [{run: ddhook staged}]}"},
		{name: "skipped", manager: "lefthook", hook: "pre-commit", text: "pre-commit: {jobs: [{run: ddhook staged, skip: true}]}"},
		{name: "all skipped", manager: "lefthook", hook: "pre-commit", text: "pre-commit: {skip: true, jobs: [{run: ddhook staged}]}"},
		{name: "skipped in merges", manager: "lefthook", hook: "pre-commit", text: "pre-commit: {jobs: [{run: ddhook staged, skip: [merge]}]}", want: 1},
		{name: "flow", manager: "lefthook", hook: "pre-commit", text: "pre-commit: {commands: {ddhook: {run: ddhook}}}", want: 1},
		{name: "list", manager: "overcommit", hook: "pre-push", text: "PrePush:\n  a:\n    command: ['ddhook', 'pre-push']\n", want: 3},
		{name: "disabled", manager: "overcommit", hook: "pre-push", text: "PrePush: {a: {enabled: false, command: ['ddhook', 'pre-push']}}"},
	} {
		t.Run(tt.manager+" "+tt.name, func(t *testing.T) {
			i := slices.IndexFunc(managers(), func(m manager) bool { return m.name == tt.manager })
			if got := managers()[i].listed([]byte(tt.text), tt.hook); got != tt.want {
				t.Errorf("line %d, not %d", got, tt.want)
			}
		})
	}
}

// Only where ddhook's failure ends the script is it run to any purpose.
func TestLineRunning(t *testing.T) {
	for _, tt := range []struct {
		text, hook string
		want       int
	}{
		{text: "ddhook staged || exit\necho more", want: 1},
		{text: "ddhook staged || exit 3\necho more", want: 1},
		{text: "ddhook staged || { echo no; exit 1; }\necho more", want: 1},
		{text: "ddhook staged || exit 0"},
		{text: "ddhook staged || echo no"},
		{text: "ddhook staged\necho more"},
		{text: "echo more\nddhook staged", want: 2},
		{text: "set -eu\nddhook staged\necho more", want: 2},
		{text: "set -e\nset +e\nddhook staged\ntrue", want: 0},
		{text: "set -o errexit\nset +o errexit\nddhook staged\ntrue", want: 0},
		{text: "set -e\nset +o pipefail\nddhook staged\ntrue", want: 3},
		{text: "set -o errexit\nddhook staged\necho more", want: 2},
		{text: "#!/bin/sh -e\nddhook staged\necho more", want: 2},
		{text: "ddhook staged &"},
		{text: "! ddhook staged"},
		{text: "if ! ddhook staged; then exit 1; fi\necho more", want: 1},
		{text: "if ! ddhook staged; then echo no; fi\necho more"},
		{text: "if ddhook staged; then exit 1; fi"},
		{text: "exit 0\nddhook staged || exit"},
		{text: "exec \"$HOME/go/bin/ddhook\" --quiet staged", want: 1},
		{text: "exec other\nddhook staged"},
		{text: "ddhook help"},
		{text: "ddhook staged || exit 'this is no shell"},
		{text: "refs=$(cat)\nprintf '%s\\n' \"$refs\" | ddhook pre-push || exit\necho more", hook: "pre-push", want: 2},
		{text: "git lfs pre-push \"$@\"\nddhook pre-push", hook: "pre-push"},
	} {
		if got := lineRunning([]byte(tt.text), tt.hook, false); got != tt.want {
			t.Errorf("line %d, not %d:\n%s", got, tt.want, tt.text)
		}
	}
}

// The lines that are printed are those that are looked for; for JSON, words are printed.
func TestManagerLinesAreFound(t *testing.T) {
	for _, m := range managers() {
		if slices.Contains(m.configs, "lefthook.json") {
			continue
		}
		for _, hook := range Hooks() {
			filled := managed{manager: m}
			filled.fill(folder{top: t.TempDir()}, script{hook: hook}, "v1.0.0")
			text := []byte(strings.Join(filled.add, "\n"))
			_, part, _ := cut(text)
			if m.listed(text, hook) == 0 && part == nil {
				t.Errorf("%s does not find in its own lines for %s:\n%s", m.name, hook, text)
			}
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
	path := func(dirs ...string) string {
		value := "PATH="
		for i, d := range dirs {
			if i > 0 {
				value += string(os.PathListSeparator)
			}
			value += d
		}
		return value
	}
	for _, tt := range []struct {
		name, path, want string
		onPath           bool
	}{
		{name: "a link to it on PATH", path: path(filepath.Dir(link)), want: link, onPath: true},
		{name: "behind another of the name", path: path(filepath.Dir(other), filepath.Dir(link)), want: link, onPath: true},
		{name: "itself on PATH, first", path: path(filepath.Dir(real), filepath.Dir(link)), want: real, onPath: true},
		{name: "another one on PATH", path: path(filepath.Dir(other)), want: real},
		{name: "no PATH", path: path(), want: real},
		{name: "folders that count from here", path: path("", ".", "bin"), want: real},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Chdir(dir)
			got, onPath, err := stablePlace(real, []string{"PATH=/ignored", tt.path})
			if err != nil || got != filepath.ToSlash(tt.want) || onPath != tt.onPath {
				t.Errorf("got %s, on PATH %v, %v; want %s", got, onPath, err, tt.want)
			}
		})
	}
}
