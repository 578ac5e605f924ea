package install

import (
	"os"
	"path/filepath"
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

func TestLineWith(t *testing.T) {
	for _, tt := range []struct {
		name, text, key string
		want            int
	}{
		{name: "alone", text: "a\nddhook staged\n", key: "ddhook staged", want: 2},
		{name: "within a line", text: "- {id: ddhook}", key: "id: ddhook", want: 1},
		{name: "a comment", text: "# id: ddhook\n\t # id: ddhook\n", key: "id: ddhook"},
		{name: "a longer name", text: "id: ddhook-scan\nid: ddhooks\nid: ddhook_x", key: "id: ddhook"},
		{name: "a longer name before it", text: "id: ddhook-scan, id: ddhook # yes", key: "id: ddhook", want: 1},
		{name: "nothing", text: "", key: "id: ddhook"},
		{name: "CRLF", text: "a\r\nid: ddhook\r\n", key: "id: ddhook", want: 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := lineWith([]byte(tt.text), tt.key); got != tt.want {
				t.Errorf("line %d, not %d", got, tt.want)
			}
		})
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
