package shell_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/env"
	"github.com/ddhook/ddhook/hook/shell"
	"github.com/ddhook/ddhook/hook/source"
)

// run reads a script as `SHELL -c SCRIPT`, all of it one file.
func run(script string, sh ...string) ([]shell.Command, []shell.Warning, *source.File) {
	return runIn(env.Scope{}, script, sh...)
}

func runIn(scope env.Scope, script string, sh ...string) ([]shell.Command, []shell.Warning, *source.File) {
	if len(sh) == 0 {
		sh = []string{"/bin/sh", "-c"}
	}
	file := source.NewFile([]byte(script))
	var argv []source.Text
	for _, word := range sh {
		var b source.Builder
		b.AddAt(word, source.Span{})
		argv = append(argv, b.Text())
	}
	argv = append(argv, file.Text(source.Span{End: len(script)}))
	commands, warnings := shell.Run(shell.Line{Argv: argv, Script: true, Env: scope})
	return commands, warnings, file
}

// show writes a command as "line:column word word", with ? for what is unknown and the GOFLAGS it gets.
func show(c shell.Command, f *source.File) string {
	p := f.Position(c.Words[0].Span.Start)
	var b strings.Builder
	fmt.Fprintf(&b, "%d:%d", p.Line, p.Column)
	for _, w := range c.Words {
		text := strings.ReplaceAll(w.Text, shell.Placeholder, "?")
		if w.Maybe {
			text = "*"
		}
		b.WriteString(" " + strings.ReplaceAll(text, " ", "_"))
	}
	for _, a := range c.Assigns {
		if a.Name != shell.Watched {
			continue
		}
		value := strings.ReplaceAll(a.Value.Text, shell.Placeholder, "?")
		if a.Own {
			b.WriteString(" [own " + value + "]")
		} else {
			b.WriteString(" [env " + value + "]")
		}
	}
	return b.String()
}

// goes keeps the commands that run go, by any name a test uses.
func goes(commands []shell.Command, f *source.File) []string {
	var found []string
	for _, c := range commands {
		name := c.Words[0].Text
		if name = name[strings.LastIndexAny(name, `/\`)+1:]; name == "go" || name == "go.exe" {
			found = append(found, show(c, f))
		}
	}
	return found
}

func TestRun(t *testing.T) {
	for _, tt := range []struct {
		name, script string
		want         []string // the go commands
	}{
		{"plain", "go build", []string{"1:1 go build"}},
		{"chain", "a && go build -mod=mod ./... || go mod download", []string{"1:6 go build -mod=mod ./...", "1:33 go mod download"}},
		{"if", "if true; then go build; else go test; fi", []string{"1:15 go build", "1:30 go test"}},
		{"for", "for x in build test; do go $x; done", []string{"1:25 go build", "1:25 go test"}},
		{"own GOFLAGS", "GOFLAGS=-mod=mod go build", []string{"1:18 go build [own -mod=mod]"}},
		{"scripts in scripts", "sh -c 'go build; sh -c \"go test\"'", []string{"1:8 go build", "1:25 go test"}},
		{"heredoc fed to a shell", "sh <<EOF\ngo build $X\nEOF\n", []string{"2:1 go build *"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			commands, warnings, file := run(tt.script)
			if got := goes(commands, file); !slices.Equal(got, tt.want) {
				t.Errorf("%q\n got %q\nwant %q", tt.script, got, tt.want)
			}
			if len(warnings) > 0 {
				t.Errorf("%q: %v", tt.script, warnings)
			}
		})
	}
}
