package hook

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// onDisk makes files below a new folder, each of "name: content" with \n for line ends.
func onDisk(t *testing.T, files ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, file := range files {
		name, text, _ := strings.Cut(file, ": ")
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(strings.ReplaceAll(text, `\n`, "\n")), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestScanAndFix looks at the same files by scan, and then by fix, which writes nothing here.
func TestScanAndFix(t *testing.T) {
	const wrong, right = `FROM golang\nRUN go build\n`, `FROM golang\nRUN go build -mod=mod\n`
	for _, tt := range []struct {
		name      string
		files     []string
		o         Options
		scan, fix string // findings; repairs, as "path:line", with what is said of them
		err       string
	}{
		{name: "a folder", files: []string{"a.Dockerfile: " + wrong, "b.Dockerfile: " + right, "Dockerfile: " + wrong},
			scan: "2 files a.Dockerfile:2 ?Dockerfile", fix: "2 files !a.Dockerfile:2 ?Dockerfile"},
		{name: "what fix leaves", files: []string{`a.Dockerfile: FROM golang\nRUN go mod download || ls\nRUN go build -mod=mod\n`},
			scan: "1 files a.Dockerfile:2 by hand", fix: "1 files a.Dockerfile:2 not repaired: it is an operand of ||"},
		{name: "a workspace", files: []string{"x/a.Dockerfile: " + wrong + `RUN go build y\n`, "go.work: ", ".git: "}, o: Options{Paths: []string{"x"}},
			scan: "1 files x/a.Dockerfile:2 with go.work -mod=mod is an error: build with GOWORK=off x/a.Dockerfile:3",
			fix:  "1 files !x/a.Dockerfile:2 !x/a.Dockerfile:3 +with go.work -mod=mod is an error: build with GOWORK=off"},
		{name: "one file by two names", files: []string{"a.Dockerfile: " + wrong}, o: Options{Paths: []string{".", "./a.Dockerfile", "x/../a.Dockerfile"}},
			scan: "1 files a.Dockerfile:2", fix: "1 files !a.Dockerfile:2"},
		{name: "settings", files: []string{".ddhook.yaml: files: [Dockerfile]", "a.Dockerfile: " + wrong, "Dockerfile: " + wrong},
			scan: "1 files Dockerfile:2 ?a.Dockerfile", fix: "1 files !Dockerfile:2 ?a.Dockerfile"},
		{name: "other settings", files: []string{".ddhook.yaml: nonsense", "x/y: rules: {require-mod-mod: off}", "a.Dockerfile: " + wrong},
			o: Options{Config: "x/y"}, scan: "1 files", fix: "1 files"},
		{name: "settings that cannot be read", files: []string{"x/.ddhook.yaml: files: []", "x/a.Dockerfile: " + wrong}, o: Options{Paths: []string{"x", "x"}},
			scan: "0 files", fix: "0 files", err: "x/.ddhook.yaml:1:8: files selects nothing"},
		{name: "a stray", files: []string{"x/.ddhook.yml: "}, o: Options{Paths: []string{"x"}},
			scan: "0 files", fix: "0 files", err: "x/.ddhook.yml: the settings are read from .ddhook.yaml only"},
		{name: "other settings that are not there", o: Options{Config: "x/y"}, scan: "0 files", fix: "0 files", err: "x/y: "},
		{name: "a glob that cannot be", o: Options{Globs: []string{"{"}}, scan: "0 files", fix: "0 files", err: "reading the globs of the command line: "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.o.Dir = onDisk(t, tt.files...)
			r, err := Scan(tt.o)
			if got := told(r); got != tt.scan || !says(err, tt.err) {
				t.Errorf("scan: got %q, %v; want %q, %q", got, err, tt.scan, tt.err)
			}
			r, err = Fix(tt.o, func(string, []byte, []byte) error { return nil })
			if got := told(r); got != tt.fix || !says(err, tt.err) {
				t.Errorf("fix: got %q, %v; want %q, %q", got, err, tt.fix, tt.err)
			}
		})
	}
}

// A file that cannot be written is told as scan tells it.
func TestFixCannotSave(t *testing.T) {
	dir := onDisk(t, `a.Dockerfile: FROM golang\nRUN go build\n`)
	full := &os.PathError{Op: "write", Path: "/somewhere", Err: syscall.ENOSPC}
	r, err := Fix(Options{Dir: dir}, func(string, []byte, []byte) error { return full })
	if got := told(r); got != "1 files a.Dockerfile:2" || err == nil || err.Error() != "a.Dockerfile: writing it: no space left on device" {
		t.Errorf("got %q, %v", got, err)
	}
}

func told(r *Report) string {
	words := []string{fmt.Sprintf("%d files", r.Files)}
	for _, repair := range r.Repairs {
		words = append(words, fmt.Sprintf("!%s:%d", repair.Path, repair.Line))
	}
	for _, f := range r.Findings {
		words = append(words, fmt.Sprintf("%s:%d", f.Path, f.Line))
		if f.ByHand {
			words = append(words, "by hand")
		}
		if f.Note != "" {
			words = append(words, f.Note)
		}
	}
	for _, w := range r.Warnings {
		words = append(words, "+"+w.Message)
	}
	for _, path := range r.Unlisted {
		words = append(words, "?"+path)
	}
	return strings.Join(words, " ")
}

func says(err error, want string) bool {
	return want == "" && err == nil || want != "" && err != nil && strings.HasPrefix(err.Error(), want)
}

// TestTryRules counts commands by where they stand, and tries the examples of rules that are off too.
func TestTryRules(t *testing.T) {
	dir := onDisk(t, `.ddhook.yaml: rules: {require-mod-mod: off, npm: {forbid: npm, right: npm ci}}`,
		`a.Dockerfile: FROM golang\nRUN for i in 1 2; do go build $i; done; npm i; sudo npm i\n`, `b.Dockerfile: FROM a\nRUN npm i\n`)
	trial, err := TryRules(Options{Dir: dir})
	if err != nil || trial.Files != 2 || trial.Examples != 7 || len(trial.Wrong) != 1 {
		t.Errorf("%+v, %v", trial, err)
	}
	if got := fmt.Sprint(trial.Commands); got != "map[name-the-decision:1 npm:3 require-mod-mod:1]" {
		t.Errorf("commands: %s", got)
	}
	set, file, err := Rules(Options{Dir: filepath.Join(dir)})
	off, _ := set.Rule("require-mod-mod")
	if own, _ := set.Rule("npm"); err != nil || file != ".ddhook.yaml" || off.On || !own.On {
		t.Errorf("%v of %s, %v", set.Names(), file, err)
	}
}
