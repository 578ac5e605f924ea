package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook"
	"github.com/ddhook/ddhook/hook/config"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// sample has one of everything, with everything that could spoil the form of a report.
func sample() *hook.Report {
	return &hook.Report{
		Mode: "staged", Blocks: "commit", Files: 4, Rules: config.Default().RuleSet().Rules,
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
		Warnings: []hook.Remark{
			{Path: "win.Dockerfile", Line: 7, Message: "PowerShell was scanned word by word"},
			{Path: ".ddhook.yaml", Message: "rule require-mod-mod went off"},
		},
		Unlisted: []string{"Dockerfile", "x/Dockerfile"},
		Select:   []string{"files:", `  - "**/*.Dockerfile"`, `  - "**/Dockerfile"`},
	}
}

// merged is a report of a merge, with all that a terminal could show in the wrong place.
func merged() *hook.Report {
	finding := func(line, column, endLine, endColumn int, source ...string) hook.Finding {
		return hook.Finding{
			Rule: "require-mod-mod", Path: "a.Dockerfile", Line: line, Column: column, EndLine: endLine, EndColumn: endColumn,
			Command: "go build", Message: "go build without -mod=mod", Fix: "write it right after build", Edited: true, Source: source,
		}
	}
	return &hook.Report{Mode: "staged", Blocks: "merge", Files: 1, Findings: []hook.Finding{
		finding(9, 5, 9, 13, "RUN go build"),
		finding(9, 5, 10, 6, "RUN go build \\", "    ."),
		finding(98, 5, 104, 3, "RUN go build \\", "a \\", "b \\", "c \\", "d \\", "e \\", "  f"),
		finding(3, 23, 3, 31, "RUN echo 日本語 && go build"),
		finding(3, 25, 3, 33, "RUN echo e\u0301e\u0301 😀 && go build"),
		finding(3, 35, 3, 143, "RUN echo 日本語日本語 && x && go build "+strings.Repeat("日本", 25)),
		finding(3, 305, 3, 313, "RUN "+strings.Repeat("語", 100)+" go build"),
		finding(3, 7, 3, 16, "\tRUN\t\tgo\tbuild"),
	}}
}

// planned is a report of fix that writes a patch.
func planned() *hook.Report {
	r := fixed()
	r.Planned = true
	return r
}

// fixed is a report of fix, in which something is left.
func fixed() *hook.Report {
	left := sample().Findings[0]
	left.Note = "not repaired: it is an operand of ||"
	return &hook.Report{
		Mode: "fix", Files: 2, Findings: []hook.Finding{left},
		Repairs:  []hook.Remark{{Path: "::x\x1b.Dockerfile", Line: 7, Message: "-mod=mod put in the place of -mod=\x1b[2J"}},
		Warnings: []hook.Remark{{Path: "::x\x1b.Dockerfile", Line: 7, Message: "-mod=mod overrides -mod=\x1b[2J"}},
	}
}

// TestRepairOffered tells what to type for files a to z: each letter is a file with a finding, in upper case one that is
// edited on disk besides.
func TestRepairOffered(t *testing.T) {
	for _, tt := range []struct{ name, mode, byFix, byHand, want string }{
		{name: "by fix", mode: "staged", byFix: "aab", want: "to repair=ddhook fix a b; git add a b"},
		{name: "edited", mode: "staged", byFix: "A", want: "to repair=ddhook fix A; git add -p A"},
		{name: "one of them edited", mode: "staged", byFix: "aBc", want: "to repair=ddhook fix a B c; git add a c; git add -p B"},
		{name: "by hand", mode: "staged", byHand: "aab"},
		{name: "one of each", mode: "staged", byFix: "a", byHand: "b", want: "to repair=ddhook fix a; git add a"},
		{name: "both in one file", mode: "staged", byFix: "a", byHand: "a", want: "to repair=ddhook fix a; git add a"},
		{name: "many", mode: "staged", byFix: "abcdef",
			want: "to repair=ddhook fix a b c d e; git add a b c d e|and then=the same with 1 other file"},
		{name: "a scan", mode: "scan", byFix: "ab", byHand: "c", want: "to repair=ddhook fix a b"},
		{name: "a scan of standard input", mode: "scan", byHand: "a"},
		{name: "a range", mode: "diff", byFix: "a"},
		{name: "a push", mode: "pre-push", byFix: "a"},
		{name: "what fix left", mode: "fix", byHand: "a"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := &hook.Report{Mode: tt.mode}
			for byHand, paths := range map[bool]string{false: tt.byFix, true: tt.byHand} {
				for _, path := range strings.Split(paths, "") {
					r.Findings = append(r.Findings, hook.Finding{Path: path, ByHand: byHand, Edited: strings.ToUpper(path) == path})
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

// TestOutcome has numbers of new, old and ignored violations, and of repairs, in a letter's file each.
func TestOutcome(t *testing.T) {
	of := func(files string) (all []hook.Finding) {
		for _, path := range strings.Split(files, "") {
			all = append(all, hook.Finding{Path: path})
		}
		return all
	}
	for _, tt := range []struct {
		name, want string
		report     hook.Report
	}{
		{name: "a commit", report: hook.Report{Mode: "staged", Blocks: "commit", Files: 9, Findings: of("aa"), Existing: of("b")},
			want: "commit blocked: 2 new violations in 1 Dockerfile (1 old, 0 ignored)"},
		{name: "a merge", report: hook.Report{Mode: "staged", Blocks: "merge", Files: 9, Findings: of("a"), Ignored: of("b")},
			want: "merge blocked: 1 new violation in 1 Dockerfile (0 old, 1 ignored)"},
		{name: "all files", report: hook.Report{Mode: "staged", Whole: true, Files: 9, Findings: of("aab"), Ignored: of("c")},
			want: "3 violations in 2 of 9 Dockerfiles (1 ignored); files were named that the commit leaves as they are, and checked whole"},
		{name: "a push", report: hook.Report{Mode: "pre-push", Blocks: "push", Files: 9, Findings: of("ab")},
			want: "push blocked: 2 new violations in 2 Dockerfiles (0 old, 0 ignored)"},
		{name: "a range", report: hook.Report{Mode: "diff", Files: 9, Findings: of("ab")},
			want: "2 new violations in 2 Dockerfiles (0 old, 0 ignored)"},
		{name: "nothing new", report: hook.Report{Mode: "staged", Blocks: "commit", Files: 1, Existing: of("aa")},
			want: "1 Dockerfile checked, nothing new (2 old)"},
		{name: "something ignored", report: hook.Report{Mode: "diff", Files: 2, Ignored: of("a")}},
		{name: "nothing at all", report: hook.Report{Mode: "staged", Blocks: "commit", Files: 3}},
		{name: "a scan", report: hook.Report{Mode: "scan", Files: 21, Findings: of("aa")},
			want: "2 violations in 1 of 21 Dockerfiles (0 ignored)"},
		{name: "a clean scan", report: hook.Report{Mode: "scan", Files: 1, Ignored: of("a")},
			want: "0 violations in 0 of 1 Dockerfile (1 ignored)"},
		{name: "repairs", report: hook.Report{Mode: "fix", Files: 21, Findings: of("a"), Repairs: make([]hook.Remark, 3)},
			want: "3 repaired, 1 left in 2 of 21 Dockerfiles"},
		{name: "repairs in the same file", report: hook.Report{Mode: "fix", Files: 1, Findings: of("a"), Repairs: []hook.Remark{{Path: "a"}}},
			want: "1 repaired, 1 left in 1 of 1 Dockerfile"},
		{name: "a patch", report: hook.Report{Mode: "fix", Files: 1, Planned: true, Repairs: []hook.Remark{{Path: "a"}}},
			want: "1 would be repaired, 0 left in 1 of 1 Dockerfile"},
	} {
		if got := outcome(&tt.report); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

// Each rule and each file is named once, whatever number of findings is about them.
func TestNext(t *testing.T) {
	r := &hook.Report{Mode: "staged", Up: "../", Findings: []hook.Finding{{Rule: "one", Path: "a"}, {Rule: "two", Path: "a"}, {Rule: "one", Path: "b"}}}
	want := [][2]string{
		{"to repair", "'/my tools/ddhook' fix ../a ../b; git add ../a ../b"},
		{"to learn why", "'/my tools/ddhook' rules one; '/my tools/ddhook' rules two"},
		{"to allow it", "write above the instruction: # ddhook:ignore one, two -- your reason"},
	}
	if got := (Printer{Program: "'/my tools/ddhook'"}).next(r); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if got := (Printer{}).next(&hook.Report{Mode: "staged"}); got != nil {
		t.Errorf("without findings: %q", got)
	}
}

// TestShrunk has files with some number of findings each, and counts the blocks that have source lines.
func TestShrunk(t *testing.T) {
	for _, tt := range []struct {
		name   string
		files  []int
		blocks int
	}{
		{name: "few", files: []int{1, 2}, blocks: 3},
		{name: "as many as there may be of one file", files: []int{20, 1}, blocks: 21},
		{name: "more of one file", files: []int{21, 2}, blocks: 2},
		{name: "as many as there may be in all", files: []int{20, 20, 10}, blocks: 50},
		{name: "more in all", files: []int{20, 20, 11}, blocks: 0},
	} {
		r := &hook.Report{Mode: "scan"}
		for i, n := range tt.files {
			for range n {
				r.Findings = append(r.Findings, hook.Finding{Path: string(rune('a' + i)), Line: 1, Column: 1, EndColumn: 3, Source: []string{"RUN"}})
			}
		}
		var out bytes.Buffer
		if err := (Printer{Out: &out, Err: &bytes.Buffer{}}).Print(r, nil); err != nil {
			t.Fatal(err)
		}
		heads := strings.Count(out.String(), ":1:1: ")
		if got := strings.Count(out.String(), "1 | RUN"); got != tt.blocks || heads != len(r.Findings) {
			t.Errorf("%s: %d of %d blocks, want %d; %d first lines", tt.name, got, len(r.Findings), tt.blocks, heads)
		}
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
		{golden: "text", printer: Printer{Format: "text"}, report: sample()},
		{golden: "text-color", printer: Printer{Format: "text", Color: true}, report: sample()},
		{golden: "text-quiet", printer: Printer{Format: "text", Quiet: true}, report: sample()},
		{golden: "text-failed", printer: Printer{Format: "text"}, report: &hook.Report{Mode: "scan"}, failure: failure},
		{golden: "text-clean", printer: Printer{Format: "text"}, report: &hook.Report{Mode: "staged", Files: 1}},
		{golden: "text-old", printer: Printer{Format: "text"}, report: &hook.Report{Mode: "staged", Files: 1, Existing: sample().Existing}},
		{golden: "text-scan-clean", printer: Printer{Format: "text"}, report: &hook.Report{Mode: "scan", Files: 1}},
		{golden: "text-fix", printer: Printer{Format: "text"}, report: fixed()},
		{golden: "text-patch", printer: Printer{Format: "text"}, report: planned()},
		{golden: "text-merge", printer: Printer{Format: "text", Width: 60}, report: merged()},
		{golden: "text-summary", printer: Printer{Format: "text", Summary: true}, report: sample()},
		{golden: "json", printer: Printer{Format: "json"}, report: sample()},
		{golden: "json-failed", printer: Printer{Format: "json"}, report: &hook.Report{Mode: "diff"}, failure: failure},
		{golden: "gitlab", printer: Printer{Format: "gitlab"}, report: sample()},
		{golden: "gitlab-failed", printer: Printer{Format: "gitlab"}, report: &hook.Report{Mode: "scan"}, failure: failure},
		{golden: "github-failed", printer: Printer{Format: "github"}, report: &hook.Report{Mode: "scan"}, failure: failure},
		{golden: "github", printer: Printer{Format: "github"}, report: sample()},
		{golden: "sarif", printer: Printer{Format: "sarif", Version: "v1.2.3"}, report: sample()},
		{golden: "sarif-failed", printer: Printer{Format: "sarif", Version: "v1.2.3"}, report: &hook.Report{Mode: "scan"}, failure: failure},
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
	if err := (Printer{Out: &out, Err: &out, Format: "text"}).Print(sample(), nil); err != nil {
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
		err := Printer{Out: brokenPipe{}, Err: &bytes.Buffer{}, Format: format}.Print(sample(), nil)
		if err == nil || !strings.Contains(err.Error(), "broken pipe") {
			t.Errorf("%s: %v", format, err)
		}
	}
}

// Golden bytes cannot tell whether a JSON is well formed.
func TestJSONIsJSON(t *testing.T) {
	for _, format := range []string{"json", "sarif", "gitlab"} {
		var out bytes.Buffer
		if err := (Printer{Out: &out, Err: &bytes.Buffer{}, Format: format}).Print(sample(), nil); err != nil {
			t.Fatal(err)
		}
		if !json.Valid(out.Bytes()) {
			t.Errorf("%s is no JSON", format)
		}
	}
}

// TestLongLine shows a line of a megabyte of what is escaped: of all that only what fits is escaped.
func TestLongLine(t *testing.T) {
	line := strings.Repeat("\x01", 1<<20) + "go build" + strings.Repeat("\x01", 1<<20)
	f := hook.Finding{Line: 1, Column: 1<<20 + 1, EndLine: 1, EndColumn: 1<<20 + 9, Source: []string{line}}
	var out bytes.Buffer
	if n := testing.AllocsPerRun(1, func() { (Printer{}).snippet(&out, f) }); n > 5000 {
		t.Errorf("%.0f allocations", n)
	}
	if shown, _, _ := strings.Cut(out.String(), "\n"); !strings.Contains(shown, `\x01go build\x01`) || len(shown) > defaultWidth {
		t.Errorf("shown is %q", shown)
	}
}
