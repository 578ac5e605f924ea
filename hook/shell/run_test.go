package shell_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/env"
	"github.com/ddhook/ddhook/hook/shell"
	"github.com/ddhook/ddhook/hook/source"
)

// run reads a script as `SHELL -c SCRIPT`, all of it one file.
func run(script string, sh ...string) ([]shell.Command, []source.Unparsed, *source.File) {
	return runIn(env.Scope{}, script, sh...)
}

func runIn(scope env.Scope, script string, sh ...string) ([]shell.Command, []source.Unparsed, *source.File) {
	return runWithin(new(budget.Budget), scope, script, sh...)
}

func runWithin(b *budget.Budget, scope env.Scope, script string, sh ...string) ([]shell.Command, []source.Unparsed, *source.File) {
	if len(sh) == 0 {
		sh = []string{"/bin/sh", "-c"}
	}
	file := source.NewFile([]byte(script))
	var argv []source.Text
	for _, word := range sh {
		var text source.Builder
		text.Add(source.At(word, source.Span{}))
		argv = append(argv, text.Text())
	}
	argv = append(argv, file.Text(source.Span{End: len(script)}))
	commands, warnings := shell.Run(shell.Line{Argv: argv, Script: true, Env: scope, Watch: []string{"GOFLAGS"}}, b)
	return commands, warnings, file
}

// show writes a command as "line:column word word", with ? for what is unknown and the GOFLAGS it gets.
func show(c shell.Command, f *source.File) string {
	line, column := f.Position(c.Words[0].Span.Start)
	var b strings.Builder
	fmt.Fprintf(&b, "%d:%d", line, column)
	for _, w := range c.Words {
		text := strings.ReplaceAll(w.Text, shell.Placeholder, "?")
		if w.Optional {
			text = "*"
		}
		b.WriteString(" " + strings.ReplaceAll(text, " ", "_"))
	}
	for _, a := range c.Assigns {
		if a.Name != "GOFLAGS" {
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

// The environment of the line is seen by all that it runs.
func TestEnvironment(t *testing.T) {
	scope := env.Scope{"GO": env.Of("go"), "GOFLAGS": env.Of("-mod=mod"), "FLAGS": env.Value{State: env.Unknown}}
	script := `$GO 1 ${FLAGS:-a}; sh -c '$GO 2'; GOFLAGS=b go 3; sudo go 4; env -i sh -c '$GO go 5'; GO=x; $GO; sh -c '$GO'`
	commands, _, file := runIn(scope, script)
	want := []string{"1:1 go 1 * [env -mod=mod]", "1:27 go 2 [env -mod=mod]", "1:45 go 3 [own b]", "1:56 go 4", "1:80 go 5"}
	if got := goes(commands, file); !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

// Exec form: the words are those of the kernel, whatever is in them.
func TestExecForm(t *testing.T) {
	for _, tt := range []struct {
		name string
		argv []string
		want []string
	}{
		{"no shell", []string{"go", "$X", "a b", "; go"}, []string{"1:1 go $X a_b ;_go"}},
		{"wrappers", []string{"env", "A=b", "timeout", "5", "go"}, []string{"1:19 go"}},
		{"a builtin, which some systems have as a program", []string{"exec", "go"}, []string{"1:6 go"}},
		{"a shell", []string{"sh", "-c", "go 1; go 2"}, []string{"1:7 go 1", "1:13 go 2"}},
		{"another interpreter", []string{"powershell", "go 1; go 2"}, []string{"1:12 go 1", "1:18 go 2"}},
		{"a script that is data", []string{"python", "-c", "go 1"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			file := source.NewFile([]byte(strings.Join(tt.argv, " ")))
			var argv []source.Text
			at := 0
			for _, word := range tt.argv {
				argv = append(argv, file.Text(source.Span{Start: at, End: at + len(word)}))
				at += len(word) + 1
			}
			commands, _ := shell.Run(shell.Line{Argv: argv}, new(budget.Budget))
			if got := goes(commands, file); !slices.Equal(got, tt.want) {
				t.Errorf("got %q\nwant %q", got, tt.want)
			}
		})
	}
}

// A command's lines are those of its own simple command, and of words that it is handed from elsewhere.
func TestSpans(t *testing.T) {
	for _, tt := range []struct {
		name, script string
		want         []string // what the spans hold
	}{
		{"all of it", "a; X=b sudo go c >d; e", []string{"X=b sudo go c >d"}},
		{"a redirection before", "a; >d go c; e", []string{">d go c"}},
		{"in a script", "sudo sh -c 'a; go b; c'", []string{"go b"}},
		{"arguments", "f() { sudo \"$@\"; }; f go b", []string{`sudo "$@"`, "go", "b"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			commands, _, file := run(tt.script)
			for _, c := range commands {
				if c.Words[0].Text != "go" {
					continue
				}
				var got []string
				for _, s := range c.Spans {
					got = append(got, file.Data[s.Start:s.End])
				}
				if !slices.Equal(got, tt.want) {
					t.Errorf("got %q\nwant %q", got, tt.want)
				}
			}
		})
	}
}
