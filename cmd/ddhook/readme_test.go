package main

import (
	"io"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/config"
)

// The README names every rule, and advises only commands that exist.
func TestReadme(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range config.Default().RuleSet().Names() {
		if !strings.Contains(string(text), "- `"+name+"`") {
			t.Errorf("the README does not say what %s is", name)
		}
	}
	root := (&app{stdout: io.Discard, stderr: io.Discard}).root()
	root.InitDefaultHelpCmd()
	commands := regexp.MustCompile("(?m)(?:^ {4}|\\$ |`|run: )ddhook ([a-z-]+)").FindAllStringSubmatch(string(text), -1)
	if len(commands) < 10 {
		t.Fatalf("the README shows only %d commands: %q", len(commands), commands)
	}
	for _, c := range commands {
		if found, _, err := root.Find(c[1:]); err != nil || found == root {
			t.Errorf("the README advises ddhook %s, which does not exist", c[1])
		}
	}
}
