package gocmd

import (
	"fmt"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/shell"
)

// command makes a command of words that stand one blank apart. "$" alone is a word that may be none, "_" in a word stands
// for something unknown.
func command(line string) shell.Command {
	var cmd shell.Command
	for _, text := range strings.Split(line, " ") {
		w := shell.Word{Text: strings.ReplaceAll(text, "_", shell.Placeholder), Optional: text == "$"}
		if w.Optional {
			w.Text = shell.Placeholder
		}
		cmd.Words = append(cmd.Words, w)
	}
	cmd.Program = shell.Program(cmd.Words[0].Text)
	return cmd
}

// show writes a call as its subcommand, its flags in brackets, and its arguments; "-" when it is not a call of go.
func show(cmd shell.Command) string {
	call, ok := Parse(cmd)
	if !ok {
		return "-"
	}
	words := func(indexes []int) (all []string) {
		for _, i := range indexes {
			all = append(all, cmd.Words[i].Text)
		}
		return all
	}
	var flags []string
	for _, f := range call.Flags {
		flags = append(flags, fmt.Sprintf("%s=%s", f.Name, strings.ReplaceAll(f.Value, shell.Placeholder, "_")))
	}
	return strings.TrimSpace(fmt.Sprintf("%s %s %s", strings.Join(words(call.Subcommand), " "), flags, strings.Join(words(call.Args), " ")))
}

func TestParse(t *testing.T) {
	for _, tt := range []struct{ line, want string }{
		{"go build", "build []"},
		{"go mod download", "mod download []"},
		{"go mod download -x all", "mod download [x=true] all"},
		{"go mod tidy", "mod tidy []"},
		{"go help build", "help [] build"},
		{"go", "[]"},
		{"gofmt build", "-"},
		{"$ build", "-"},
		{"_ build", "-"},
		{"make go build", "-"},

		{"/usr/local/go/bin/go build", "build []"},
		{"_/bin/go build", "build []"},
		{`C:\Go\bin\GO.EXE build`, "build []"},
		{"xx-go build", "build []"},
		{"go1.25.1 build", "build []"},
		{"go1.26rc2 build", "build []"},
		{"go1.21beta1 build", "build []"},
		{"go1 build", "build []"},
		{"go1x build", "-"},
		{"go1rc build", "-"},
		{"go2 build", "-"},
		{"go-build build", "-"},
		{"xgo build", "-"},

		{"go -C dir build", "build []"},
		{"go -C=dir build", "build []"},
		{"go --C dir mod -C dir download", "mod download []"},
		{"go -C $ build", "build []"},
		{"go $ build", "build []"},
		{"go mod $ download", "mod download []"},
		{"go -C", "[]"},

		{"go build -mod=mod", "build [mod=mod]"},
		{"go build --mod=mod ./...", "build [mod=mod] ./..."},
		{"go build -mod mod .", "build [mod=mod] ."},
		{"go build -C dir -mod=mod", "build [C=dir mod=mod]"},
		{"go build -mod=vendor -mod=mod", "build [mod=vendor mod=mod]"},
		{"go build . -mod=mod", "build [] . -mod=mod"},
		{"go build -o -mod=mod", "build [o=-mod=mod]"},
		{"go build -race -mod=_", "build [race=true mod=_]"},
		{"go build $ -mod=mod", "build [mod=mod]"},
		{"go build -o $ -mod=mod", "build [o=_ mod=mod]"},
		{"go build -- -mod=mod", "build [] -- -mod=mod"},
		{"go test -run X -count 1 ./...", "test [run=X count=1] ./..."},
	} {
		t.Run(tt.line, func(t *testing.T) {
			if got := show(command(tt.line)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// A flag may stand right after the subcommand, or after a -C there, which must be the first flag.
func TestFlagsAfter(t *testing.T) {
	for line, want := range map[string]int{
		"go build .": 1, "go -C dir build .": 3, "go build -C dir .": 3, "go build -C=dir .": 2, "go build -v -C dir": 1, "go mod download": 2,
	} {
		if call, _ := Parse(command(line)); call.FlagsAfter != want {
			t.Errorf("%s: after word %d, want %d", line, call.FlagsAfter, want)
		}
	}
}

func TestFlagsOf(t *testing.T) {
	for _, tt := range []struct{ goflags, want string }{
		{"-mod=mod", "[mod=mod]"},
		{"--mod=mod", "[mod=mod]"},
		{"-v -mod=mod", "[v=true mod=mod]"},
		{"'-mod=mod' \t-v", "[mod=mod v=true]"},
		{"_ -mod=mod", "[mod=mod]"},
		{"-mod=mod mod", "[]"},
		{"'-mod=mod", "[]"},
		{"mod=mod", "[]"},
		{"", "[]"},
	} {
		var flags []string
		for _, f := range FlagsOf(strings.ReplaceAll(tt.goflags, "_", shell.Placeholder)) {
			flags = append(flags, f.Name+"="+f.Value)
		}
		if got := fmt.Sprint(flags); got != tt.want {
			t.Errorf("%q: got %s, want %s", tt.goflags, got, tt.want)
		}
	}
}

// The table of flags is that of the installed go command: each flag of its help texts that shows a value takes one.
func TestFlagsAreThoseOfGoHelp(t *testing.T) {
	documented := map[string]bool{"o": true, "exec": true} // they stand in usage lines
	for _, topic := range []string{"build", "testflag"} {
		help, err := exec.Command("go", "help", topic).Output()
		if err != nil {
			t.Skipf("no go command to compare with: %v", err)
		}
		for _, m := range regexp.MustCompile(`(?m)^\t-(\w+)( .+)?$`).FindAllStringSubmatch(string(help), -1) {
			documented[m[1]] = documented[m[1]] || m[2] != ""
		}
	}
	if len(documented) < 50 {
		t.Fatalf("only %d flags found in the help texts", len(documented))
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
