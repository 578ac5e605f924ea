package gocmd

import (
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/shell"
	"github.com/ddhook/ddhook/hook/source"
)

// command makes a command of words that stand one blank apart from the start of a file. "$" alone is a word that may
// be none; "_" in a word stands for something unknown; a first word GOFLAGS=... is the command's own assignment, and
// behind "export" one of its environment.
func command(line string) shell.Command {
	var cmd shell.Command
	at := 0
	for _, text := range strings.Split(line, " ") {
		span := source.Span{Start: at, End: at + len(text)}
		at += len(text) + 1
		if value, ok := strings.CutPrefix(strings.TrimPrefix(text, "export"), "GOFLAGS="); ok && len(cmd.Words) == 0 {
			value = strings.ReplaceAll(strings.ReplaceAll(value, "+", " "), "_", shell.Placeholder)
			cmd.Assigns = []shell.Assign{{
				Name: shell.Watched, Value: shell.Word{Text: value}, Own: !strings.HasPrefix(text, "export"),
			}}
			continue
		}
		w := shell.Word{Text: strings.ReplaceAll(text, "_", shell.Placeholder), Span: span, Maybe: text == "$"}
		if w.Maybe {
			w.Text = shell.Placeholder
		}
		cmd.Words = append(cmd.Words, w)
	}
	return cmd
}

func TestParse(t *testing.T) {
	tests := []struct {
		line string
		want string // the subcommand; "-" when it is no go command
		mod  Mod
	}{
		{line: "go build", want: "build"},
		{line: "go mod download", want: "mod download"},
		{line: "go mod download -x all", want: "mod download"},
		{line: "go mod tidy", want: "mod tidy"},
		{line: "go help build", want: "help"},
		{line: "go mod\tdownload", want: `"mod\tdownload"`},
		{line: "go", want: ""},
		{line: "gofmt build", want: "-"},
		{line: "$ build", want: "-"},
		{line: "_ build", want: "-"},
		{line: "make go build", want: "-"},

		{line: "/usr/local/go/bin/go build", want: "build"},
		{line: "_/bin/go build", want: "build"},
		{line: `C:\Go\bin\go.exe build`, want: "build"},
		{line: "xx-go build", want: "build"},
		{line: "go1.25.1 build", want: "build"},
		{line: "go1.26rc2 build", want: "build"},
		{line: "go1 build", want: "build"},
		{line: "go1x build", want: "-"},
		{line: "go1rc build", want: "-"},
		{line: "go-build build", want: "-"},
		{line: "xgo build", want: "-"},

		{line: "go -C dir build", want: "build"},
		{line: "go -C=dir build", want: "build"},
		{line: "go --C dir mod -C dir download", want: "mod download"},
		{line: "go -C $ build", want: "build"},
		{line: "go $ build", want: "build"},
		{line: "go mod $ download", want: "mod download"},
		{line: "go -C", want: ""},

		{line: "go build -mod=mod", want: "build", mod: Mod{"mod", OnCommand}},
		{line: "go build --mod=mod ./...", want: "build", mod: Mod{"mod", OnCommand}},
		{line: "go build -mod mod .", want: "build", mod: Mod{"mod", OnCommand}},
		{line: "go build -C dir -mod=mod", want: "build", mod: Mod{"mod", OnCommand}},
		{line: "go build -v -o out -ldflags=-s -mod=mod .", want: "build", mod: Mod{"mod", OnCommand}},
		{line: "go build -v=false -mod=mod .", want: "build", mod: Mod{"mod", OnCommand}},
		{line: "go build -mod=vendor -mod=mod", want: "build", mod: Mod{"mod", OnCommand}},
		{line: "go build -mod=mod -mod=vendor", want: "build", mod: Mod{"vendor", OnCommand}},
		{line: "go build -mod=", want: "build", mod: Mod{"", OnCommand}},
		{line: "go build -mod=_", want: "build", mod: Mod{"", OnCommand}},
		{line: "go build -mod $ -mod=mod", want: "build", mod: Mod{"mod", OnCommand}},
		{line: "go build -mod", want: "build", mod: Mod{"", OnCommand}},
		{line: "go build . -mod=mod", want: "build"},
		{line: "go build -- -mod=mod", want: "build"},
		{line: "go build - -mod=mod", want: "build"},
		{line: "go build -o -mod=mod", want: "build"},
		{line: "go build -ldflags -mod=mod .", want: "build"},
		{line: "go build -modfile=mod", want: "build"},
		{line: "go build -modfile -mod=mod", want: "build"},
		{line: "go build $", want: "build"},
		{line: "go build $ -mod=mod", want: "build", mod: Mod{"mod", OnCommand}},
		{line: "go build -o $ -mod=mod", want: "build", mod: Mod{"mod", OnCommand}},
		{line: "go build _ -mod=mod", want: "build"},
		{line: "go build -_ -mod=mod", want: "build", mod: Mod{"mod", OnCommand}},

		{line: "GOFLAGS=-mod=mod go build", want: "build", mod: Mod{"mod", Own}},
		{line: "GOFLAGS=--mod=mod go build", want: "build", mod: Mod{"mod", Own}},
		{line: "GOFLAGS=-v+-mod=mod go build", want: "build", mod: Mod{"mod", Own}},
		{line: "GOFLAGS='-mod=mod'+-v go build", want: "build", mod: Mod{"mod", Own}},
		{line: "GOFLAGS=-mod=vendor+-mod=mod go build", want: "build", mod: Mod{"mod", Own}},
		{line: "GOFLAGS=_+-mod=mod go build", want: "build", mod: Mod{"mod", Own}},
		{line: "GOFLAGS=-mod=mod go build -mod=vendor", want: "build", mod: Mod{"vendor", OnCommand}},
		{line: "GOFLAGS=-mod=vendor go build -mod=mod", want: "build", mod: Mod{"mod", OnCommand}},
		{line: "GOFLAGS=-mod=_ go build", want: "build", mod: Mod{"", Own}},
		{line: "GOFLAGS=-mod=mod+mod go build", want: "build"},
		{line: "GOFLAGS='-mod=mod go build", want: "build"},
		{line: "GOFLAGS=mod=mod go build", want: "build"},
		{line: "GOFLAGS= go build", want: "build"},
		{line: "exportGOFLAGS=-mod=mod go build", want: "build", mod: Mod{"mod", Ambient}},
	}
	for _, tt := range tests {
		t.Run(tt.line, func(t *testing.T) {
			call, ok := Parse(command(tt.line))
			got := call.Subcommand
			if !ok {
				got = "-"
			}
			if got != tt.want || call.Mod != tt.mod {
				t.Errorf("got %q, %+v; want %q, %+v", got, call.Mod, tt.want, tt.mod)
			}
		})
	}
}

func TestSpans(t *testing.T) {
	line := "go build -mod vendor -v -mod=mod ."
	call, _ := Parse(command(line))
	at := func(s source.Span) string { return line[s.Start:s.End] }
	if at(call.Span) != line || at(call.Name) != "build" {
		t.Errorf("command %q, name %q", at(call.Span), at(call.Name))
	}
	var got []string
	for _, f := range call.Mods {
		for _, s := range f.Spans {
			got = append(got, at(s))
		}
	}
	if want := []string{"-mod", "vendor", "-mod=mod"}; !slices.Equal(got, want) {
		t.Errorf("flags at %q, want %q", got, want)
	}
}

// The end of a command whose last word stands before it (an argument handed to a function) is the end of its "go".
func TestSpanNeverEndsBeforeItBegins(t *testing.T) {
	call, _ := Parse(shell.Command{Words: []shell.Word{
		{Text: "go", Span: source.Span{Start: 50, End: 52}}, {Text: "build", Span: source.Span{Start: 3, End: 8}},
	}})
	if call.Span != (source.Span{Start: 50, End: 52}) {
		t.Errorf("span %v", call.Span)
	}
}

// The table of flags is that of the installed go command: each flag of its help text that shows a value takes one.
func TestFlagsAreThoseOfGoHelpBuild(t *testing.T) {
	help, err := exec.Command("go", "help", "build").Output()
	if err != nil {
		t.Skipf("no go command to compare with: %v", err)
	}
	documented := map[string]bool{"o": true} // -o stands in the usage line
	for _, m := range regexp.MustCompile(`(?m)^\t-(\w+)( .+)?$`).FindAllStringSubmatch(string(help), -1) {
		documented[m[1]] = m[2] != ""
	}
	if len(documented) < 25 {
		t.Fatalf("only %d flags found in the help text", len(documented))
	}
	for name, value := range documented {
		if slices.Contains(takesValue, name) != value {
			t.Errorf("-%s: help says that it takes a value: %v", name, value)
		}
	}
	for _, name := range takesValue {
		if _, ok := documented[name]; !ok && !strings.HasPrefix(name, "debug-") {
			t.Errorf("-%s is in the table and not in the help text", name)
		}
	}
}
