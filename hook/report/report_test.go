package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// sample has one of everything, with everything that could spoil the form of a report.
func sample() *hook.Report {
	return &hook.Report{
		Mode: "staged", Files: 4,
		Findings: []hook.Finding{
			{
				Rule: "no-go-mod-download", Path: "docker/gateway.Dockerfile", Line: 32, Column: 5, EndLine: 32, EndColumn: 20,
				Command: "go mod download", Message: "go mod download makes builds hang (DD-BUILD-001)", Fix: "take it out",
				Source: []string{"RUN go mod download && true"},
			},
			{
				Rule: "require-mod-mod", Path: "a 100%,\u202ename: x\xff.Dockerfile", Line: 9, Column: 13, EndLine: 11, EndColumn: 8,
				Command: "go build", Message: "go build without -mod=mod", Fix: "write it right after build",
				Note:   "this command is unchanged; what it runs was: go build -mod=mod",
				ByHand: true,
				Source: []string{"\té \U0001F600 && go build \\  ", "\t# \x1b[2J", "  ./..."},
			},
			{
				Rule: "require-mod-mod", Path: "::add-mask::x.Dockerfile", Line: 100, Column: 205, EndLine: 100, EndColumn: 213,
				Command: "go build", Message: "go build without -mod=mod", Fix: "write it right after build", ByHand: true,
				Source: []string{"RUN " + strings.Repeat("true; ", 33) + ": go build " + strings.Repeat("x ", 100)},
			},
		},
		Existing: []hook.Finding{{
			Rule: "require-mod-mod", Path: "old.Dockerfile", Line: 3, Column: 5, EndLine: 3, EndColumn: 13,
			Command: "go build", Message: "go build without -mod=mod", Fix: "write it right after build", Source: []string{"RUN go build"},
		}},
		Ignored: []hook.Finding{{
			Rule: "require-mod-mod", Path: "old.Dockerfile", Line: 6, Column: 5, EndLine: 6, EndColumn: 13, Reason: "vendored <here> & there",
			Command: "go build", Message: "go build without -mod=mod", Fix: "write it right after build", Source: []string{"RUN go build"},
		}},
		Warnings: []hook.Warning{
			{Path: "win.Dockerfile", Line: 7, Message: "PowerShell was scanned word by word"},
			{Path: ".ddhook.yaml", Message: "rule require-mod-mod went off"},
		},
		Unlisted: []string{"Dockerfile", "x/Dockerfile"},
		Select:   []string{"files:", `  - "**/*.Dockerfile"`, `  - "**/Dockerfile"`},
	}
}

// fixed is a report of fix, in which something is left.
func fixed() *hook.Report {
	left := sample().Findings[0]
	left.Note = "not repaired: it is an operand of ||"
	return &hook.Report{
		Mode: "fix", Files: 2, Findings: []hook.Finding{left},
		Repairs:  []hook.Repair{{Path: "::x\x1b.Dockerfile", Line: 7, Message: "-mod=mod put in the place of -mod=\x1b[2J"}},
		Warnings: []hook.Warning{{Path: "::x\x1b.Dockerfile", Line: 7, Message: "-mod=mod now overrides -mod=\x1b[2J"}},
	}
}

// TestRepairOffered tells what to type for files a to z: each letter is a file with a new finding, in upper case one
// with an old finding too.
func TestRepairOffered(t *testing.T) {
	for _, tt := range []struct{ name, mode, byFix, byHand, want string }{
		{name: "by fix", mode: "staged", byFix: "ab", want: "to repair=ddhook fix a b && git add a b"},
		{name: "by fix, and something old is left", mode: "staged", byFix: "aB", want: "to repair=ddhook fix a B; git add a B"},
		{name: "by hand", mode: "staged", byHand: "ab", want: "to go on=repair the file, then: git add a b"},
		{name: "both", mode: "staged", byFix: "a", byHand: "b", want: "to repair=ddhook fix a && git add a|to go on=repair the file, then: git add b"},
		{name: "many by hand", mode: "staged", byHand: "abcdef", want: "to go on=repair the file, then: git add a b c d e ..."},
		{name: "many", mode: "staged", byFix: "abcdef",
			want: "to repair=ddhook fix a b c d e && git add a b c d e|and then=the same with 1 other file"},
		{name: "a scan", mode: "scan", byFix: "ab", want: "to repair=ddhook fix a b"},
		{name: "a scan of standard input", mode: "scan", byHand: "a"},
		{name: "a range", mode: "diff", byFix: "a"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := &hook.Report{Mode: tt.mode}
			for byHand, paths := range map[bool]string{false: tt.byFix, true: tt.byHand} {
				for _, path := range strings.Split(paths, "") {
					r.Findings = append(r.Findings, hook.Finding{Path: path, ByHand: byHand})
					if strings.ToUpper(path) == path {
						r.Existing = append(r.Existing, hook.Finding{Path: path})
					}
				}
			}
			var got []string
			for _, step := range (Printer{}).repair(r) {
				got = append(got, step[0]+"="+step[1])
			}
			if strings.Join(got, "|") != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestGolden(t *testing.T) {
	failure := errors.Join(errors.New("a.Dockerfile: no such\x1b[2J object"), errors.New("b.Dockerfile: larger than 16 MiB"))
	for _, tt := range []struct {
		golden  string
		printer Printer
		report  *hook.Report
		failure error
	}{
		{golden: "text", printer: Printer{Format: Text}, report: sample()},
		{golden: "text-color", printer: Printer{Format: Text, Color: true}, report: sample()},
		{golden: "text-quiet", printer: Printer{Format: Text, Quiet: true}, report: sample()},
		{golden: "text-failed", printer: Printer{Format: Text}, report: &hook.Report{Mode: "scan"}, failure: failure},
		{golden: "text-clean", printer: Printer{Format: Text}, report: &hook.Report{Mode: "staged", Files: 1}},
		{golden: "text-old", printer: Printer{Format: Text}, report: &hook.Report{Mode: "staged", Files: 1, Existing: sample().Existing}},
		{golden: "text-scan-clean", printer: Printer{Format: Text}, report: &hook.Report{Mode: "scan", Files: 1}},
		{golden: "text-fix", printer: Printer{Format: Text}, report: fixed()},
		{golden: "text-summary", printer: Printer{Format: Text, Summary: true}, report: sample()},
		{golden: "json", printer: Printer{Format: JSON}, report: sample()},
		{golden: "json-failed", printer: Printer{Format: JSON}, report: &hook.Report{Mode: "diff"}, failure: failure},
		{golden: "github", printer: Printer{Format: GitHub}, report: sample()},
		{golden: "sarif", printer: Printer{Format: SARIF, Version: "v1.2.3"}, report: sample()},
		{golden: "sarif-failed", printer: Printer{Format: SARIF, Version: "v1.2.3"}, report: &hook.Report{Mode: "scan"}, failure: failure},
	} {
		t.Run(tt.golden, func(t *testing.T) {
			var out, stderr bytes.Buffer
			tt.printer.Out, tt.printer.Err = &out, &stderr
			if err := tt.printer.Print(tt.report, tt.failure); err != nil {
				t.Fatal(err)
			}
			got := out.String() + "---- standard error\n" + stderr.String()
			file := filepath.Join("testdata", tt.golden+".golden")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// The first line alone tells place, what and repair: some editors show no more.
func TestFirstLine(t *testing.T) {
	var out bytes.Buffer
	if err := (Printer{Out: &out, Err: &out, Format: Text}).Print(sample(), nil); err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(out.String(), "\n")
	want := "docker/gateway.Dockerfile:32:5: go mod download makes builds hang (DD-BUILD-001); take it out [no-go-mod-download]"
	if first != want {
		t.Errorf("got %q, want %q", first, want)
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestWriteError(t *testing.T) {
	for _, format := range Formats() {
		err := Printer{Out: brokenPipe{}, Err: &bytes.Buffer{}, Format: Format(format)}.Print(sample(), nil)
		if err == nil || !strings.Contains(err.Error(), "broken pipe") {
			t.Errorf("%s: %v", format, err)
		}
	}
}

// Golden bytes cannot tell whether a JSON is well formed.
func TestJSONIsJSON(t *testing.T) {
	for _, format := range []Format{JSON, SARIF} {
		var out bytes.Buffer
		if err := (Printer{Out: &out, Err: &bytes.Buffer{}, Format: format}).Print(sample(), nil); err != nil {
			t.Fatal(err)
		}
		if !json.Valid(out.Bytes()) {
			t.Errorf("%s is no JSON", format)
		}
	}
}

func TestParseFormat(t *testing.T) {
	for _, name := range Formats() {
		if got, err := ParseFormat(name); err != nil || string(got) != name {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	if _, err := ParseFormat("jsno"); err == nil || !strings.Contains(err.Error(), `did you mean "json"?`) {
		t.Errorf("jsno: %v", err)
	}
}
