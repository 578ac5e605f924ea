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
		{name: "with more", manager: "husky", hook: "pre-commit", text: "npm test && ddhook --quiet\nddhook staged --quiet || exit\n", want: 2},
		{name: "another command", manager: "husky", hook: "pre-commit", text: "ddhook pre-push\nddhook scan .\nddhook-x\n"},
		{name: "for a push", manager: "husky", hook: "pre-push", text: "ddhook\nddhook staged\nddhook pre-push\n", want: 3},
		{name: "CRLF", manager: "husky", hook: "pre-commit", text: "a\r\nddhook\r\n", want: 2},
		{name: "nothing", manager: "husky", hook: "pre-commit"},
		{name: "within a line", manager: "pre-commit", hook: "pre-commit", text: "- {id: ddhook}", want: 1},
		{name: "quoted", manager: "pre-commit", hook: "pre-commit", text: "- id: 'ddhook' # yes", want: 1},
		{name: "a comment", manager: "pre-commit", hook: "pre-commit", text: "# id: ddhook\n\t # id: ddhook\n"},
		{name: "another hook", manager: "pre-commit", hook: "pre-commit", text: "id: ddhook-scan\nid: ddhooks\nid: ddhook_x\nrepo: ddhook"},
		{name: "its name only", manager: "lefthook", hook: "pre-commit", text: "name: ddhook\nrun: ddhook pre-push"},
		{name: "flow", manager: "lefthook", hook: "pre-commit", text: "pre-commit: {commands: {ddhook: {run: ddhook}}}", want: 1},
		{name: "list", manager: "overcommit", hook: "pre-push", text: "a:\n  command: ['ddhook', 'pre-push']\n", want: 2},
	} {
		t.Run(tt.manager+" "+tt.name, func(t *testing.T) {
			i := slices.IndexFunc(managers(), func(m manager) bool { return m.name == tt.manager })
			if got := managers()[i].listed([]byte(tt.text), tt.hook); got != tt.want {
				t.Errorf("line %d, not %d", got, tt.want)
			}
		})
	}
}

// The lines that are printed are those that are looked for.
func TestManagerLinesAreFound(t *testing.T) {
	for _, m := range managers() {
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
