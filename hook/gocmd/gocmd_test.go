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

// command makes the words of a command, which stand one blank apart. "$" alone is a word that may be none, "_" in a word
// stands for something unknown.
func command(line string) (words []shell.Word) {
	for _, text := range strings.Split(line, " ") {
		w := shell.Word{Text: strings.ReplaceAll(text, "_", shell.Placeholder), Optional: text == "$"}
		if w.Optional {
			w.Text = shell.Placeholder
		}
		words = append(words, w)
	}
	return words
}

// show writes a call as its flags, in brackets, and its other words.
func show(words []shell.Word) string {
	call := Parse(words)
	shown := fmt.Sprint(texts(call.Flags))
	for _, i := range call.Words {
		shown += " " + words[i].Text
	}
	return shown
}

func texts(flags []Flag) (all []string) {
	for _, f := range flags {
		all = append(all, strings.ReplaceAll(f.Text, shell.Placeholder, "_"))
	}
	return all
}

func TestParse(t *testing.T) {
	for _, tt := range []struct{ line, want string }{
		{"go build", "[] build"},
		{"go mod download", "[] mod download"},
		{"go mod download -x all", "[-x=true] mod download all"},
		{"go mod tidy", "[] mod tidy"},
		{"go help build", "[] help build"},
		{"go", "[]"},

		{"go -C dir build", "[] build"},
		{"go -C=dir build", "[] build"},
		{"go --C dir mod -C dir download", "[] mod download"},
		{"go -C $ build", "[] build"},
		{"go $ build", "[] build"},
		{"go mod $ download", "[] mod download"},
		{"go -C", "[]"},

		{"go build -mod=mod", "[-mod=mod] build"},
		{"go build --mod=mod ./...", "[-mod=mod] build ./..."},
		{"go build -mod mod .", "[-mod=mod] build ."},
		{"go build -C dir -mod=mod", "[-C=dir -mod=mod] build"},
		{"go build -mod=vendor -mod=mod", "[-mod=vendor -mod=mod] build"},
		{"go build . -mod=mod", "[] build . -mod=mod"},
		{"go build -o -mod=mod", "[-o=-mod=mod] build"},
		{"go build -race -mod=_", "[-race=true -mod=_] build"},
		{"go build $ -mod=mod", "[-mod=mod] build"},
		{"go build -o $ -mod=mod", "[-o=_ -mod=mod] build"},
		{"go build -- -mod=mod", "[] build -- -mod=mod"},
		{"go test -run X -count 1 ./...", "[-run=X -count=1] test ./..."},
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
		if call := Parse(command(line)); call.FlagsAfter != want {
			t.Errorf("%s: after word %d, want %d", line, call.FlagsAfter, want)
		}
	}
}

func TestFlagsOf(t *testing.T) {
	for _, tt := range []struct{ goflags, want string }{
		{"-mod=mod", "[-mod=mod]"},
		{"--mod=mod", "[-mod=mod]"},
		{"-v -mod=mod", "[-v=true -mod=mod]"},
		{"'-mod=mod' \t-v", "[-mod=mod -v=true]"},
		{"_ -mod=mod", "[-mod=mod]"},
		{"-mod=mod mod", "[]"},
		{"'-mod=mod", "[]"},
		{"mod=mod", "[]"},
		{"", "[]"},
	} {
		if got := fmt.Sprint(texts(FlagsOf(strings.ReplaceAll(tt.goflags, "_", shell.Placeholder)))); got != tt.want {
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
