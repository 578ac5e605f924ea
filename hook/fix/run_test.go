package fix_test

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/dockerfile"
	"github.com/ddhook/ddhook/hook/source"
)

// stub notes down how it was called, and fails when $FAIL names it with its first argument.
const stub = `#!/bin/sh
echo "${0##*/} $*" >>"$NOTES"
case " $FAIL " in *" ${0##*/}-$1 "*) exit 1;; esac
`

// wrapper is a stand-in for a program that runs another one, after its options and operands.
const wrapper = "#!/bin/sh\nshift %d\nexec \"$@\"\n"

// Scripts are run before and after they are repaired, by several shells, with programs that succeed and that fail: what
// they call is the same but for the downloads and the flags, and so is how they end.
func TestRepairedScriptsRunTheSame(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("scripts are run by shells of Unix")
	}
	if f := flag.Lookup("rapid.checks"); f.Value.String() == f.DefValue { // each starts many processes
		defer f.Value.Set(f.DefValue)
		if err := f.Value.Set("30"); err != nil {
			t.Fatal(err)
		}
	}
	bin := t.TempDir()
	for name, text := range map[string]string{
		"ls": stub, "go": stub, "timeout": fmt.Sprintf(wrapper, 1), "time": fmt.Sprintf(wrapper, 0),
	} {
		if err := os.WriteFile(filepath.Join(bin, name), []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, sh := range [][]string{{"sh"}, {"bash"}, {"busybox", "sh"}} {
		t.Run(sh[0], func(t *testing.T) {
			if _, err := exec.LookPath(sh[0]); err != nil {
				t.Skipf("%s is not installed", sh[0])
			}
			rapid.Check(t, func(t *rapid.T) {
				script := generateScript(t, rapid.IntRange(0, 3).Draw(t, "depth"))
				if strings.Contains(script, "&\\") || strings.Contains(script, " | ") {
					return // what runs at once is noted down in any order
				}
				text := "FROM golang\nRUN " + script + "\nRUN go vet ./...\n"
				repaired := string(repair(t, guard(), text).Data)
				fail := rapid.SampledFrom([]string{"", "ls-", "go-build", "go-vet", "ls- go-build"}).Draw(t, "fail")
				before, after := runAll(t, sh, bin, text, fail), runAll(t, sh, bin, repaired, fail)
				if before != after {
					t.Fatalf("with %q failing\n%s\nran\n%s\nand repaired\n%s\nran\n%s", fail, text, before, repaired, after)
				}
			})
		})
	}
}

// runAll runs the RUN instructions of a file up to the first that fails, and returns what they called and how it ended.
func runAll(t *rapid.T, sh []string, bin, text, fail string) string {
	f, err := dockerfile.Parse(source.NewFile([]byte(text)), false, new(budget.Budget), nil)
	if err != nil {
		t.Fatalf("%v", err)
	}
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		t.Fatalf("%v", err)
	}
	defer os.RemoveAll(dir)
	notes, status := filepath.Join(dir, "notes"), "passed"
	for _, inst := range f.Instructions {
		if inst.Keyword != "RUN" {
			continue
		}
		argv := inst.Argv
		cmd := exec.Command(sh[0], append(sh[1:len(sh):len(sh)], "-c", argv[len(argv)-1].String())...)
		cmd.Dir, cmd.Env = dir, []string{"PATH=" + bin + ":/usr/bin:/bin", "NOTES=" + notes, "FAIL=" + fail}
		if cmd.Run() != nil {
			status = "failed"
			break
		}
	}
	called, _ := os.ReadFile(notes) // nothing may have been called
	var lines []string
	for line := range strings.Lines(string(called)) {
		words := strings.Fields(line)
		for _, flag := range []string{"-mod=mod", "-mod=vendor", "-mod readonly"} {
			line = strings.ReplaceAll(line, " "+flag, "")
		}
		if len(words) < 3 || words[1] != "mod" || words[2] != "download" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "") + status
}
