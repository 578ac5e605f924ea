package main

import (
	"io"
	"os"
	"regexp"
	"slices"
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

// Every command has an example, of a command that exists.
func TestExamples(t *testing.T) {
	root := (&app{stdout: io.Discard, stderr: io.Discard}).root()
	completion(root)
	for _, cmd := range append(root.Commands(), root) {
		words := strings.Fields(cmd.Example)
		if i := slices.Index(words, "ddhook"); i >= 0 {
			if found, _, err := root.Find(words[i+1:]); err == nil && found != root {
				continue
			}
		}
		if cmd.Name() != "completion" || !strings.Contains(cmd.Example, "(ddhook completion ") {
			t.Errorf("%s has the example %q", cmd.Name(), cmd.Example)
		}
	}
}
