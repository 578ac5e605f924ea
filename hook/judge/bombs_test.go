package judge_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/judge"
)

// bomb is a Dockerfile that is small to write and could be large to judge. Behind it stands a go build.
type bomb struct {
	name   string
	before string // instructions
	script string // what stands in the RUN before the go build
	bash   bool
}

func (b bomb) text() string {
	shell := ""
	if b.bash {
		shell = "SHELL [\"/bin/bash\", \"-c\"]\n"
	}
	return "FROM scratch\n" + shell + b.before + "RUN " + b.script + "go build\n"
}

func bombs() []bomb {
	repeat := strings.Repeat
	calls := ""
	for i := range 25 {
		calls += fmt.Sprintf("f%d() { f%d; f%d; }; ", i, i+1, i+1)
	}
	doubling, defaults := "A=x; ", "x"
	for range 60 {
		doubling += "A=$A$A; "
		defaults = "${N:-" + defaults + "$A}"
	}
	words := repeat("a ", 8)
	fill := func(text string) string { return repeat(text, (budget.MaxFile-1000)/len(text)) } // up to what is read
	return []bomb{
		{name: "functions that call the next twice", script: calls + "f25() { true; }; f0; "},
		{name: "functions in each other's arguments", script: `f() { "$@" "$@"; }; ` + repeat("f ", 300) + "true; "},
		{name: "function that calls itself", script: "f() { f; f; f & f | f; $(f); }; f; "},
		{name: "functions that call each other", script: "f() { g; g; }; g() { f; f; }; f; g; "},
		{name: "nested loops", script: repeat("for i in "+words+"; do ", 6) + "true; " + repeat("done; ", 6)},
		{name: "loop over many words", script: "for i in " + repeat("x ", 100_000) + "; do go version $i; done; "},
		{name: "loops in functions", script: calls + "f25() { for i in " + words + "; do f $i; done; }; f() { for i in " + words +
			"; do :; done; }; f0; "},
		{name: "loops in while", script: repeat("while :; do ", 100) + "break; " + repeat("done; ", 100)},
		{name: "long chain", script: fill("true && ")},
		{name: "long list", script: fill("true; ")},
		{name: "long pipe", script: fill("true | ")},
		{name: "many go commands", script: repeat("go version; ", 20_000)},
		{name: "parentheses", script: repeat("(", 100_000) + "true" + repeat(")", 100_000) + "; "},
		{name: "parentheses that never close", script: repeat("(", 100_000)},
		{name: "braces", script: repeat("{ ", 100_000) + "true; " + repeat("}; ", 100_000)},
		{name: "ifs", script: repeat("if true; then ", 50_000) + ":; " + repeat("fi; ", 50_000)},
		{name: "substitutions", script: repeat("$(", 100_000) + "true" + repeat(")", 100_000) + "; "},
		{name: "backquotes", script: repeat("`", 100_000) + "; "},
		{name: "parameters", script: ": " + repeat("${X:-", 100_000) + repeat("}", 100_000) + "; "},
		{name: "arithmetic", script: ": $((" + repeat("(", 100_000) + "1" + repeat(")", 100_000) + ")); "},
		{name: "arithmetic of many operators", script: ": $((" + repeat("1+", 100_000) + "1)); "},
		{name: "negations", script: repeat("! ", 100_000) + "true; "},
		{name: "brace expansion", bash: true, script: "true " + repeat("{a,b}", 40) + "; "},
		{name: "brace expansion in words", bash: true, script: repeat("true {1..9}{1..9}{1..9}{1..9}{1..9}{1..9}; ", 20)},
		{name: "brace range", bash: true, script: "true {1..2000000000}; "},
		{name: "braces in braces", bash: true, script: "true " + repeat("{a,", 5000) + repeat("}", 5000) + "; "},
		{name: "doubling values", script: doubling + "true $A; "},
		{name: "doubling positional parameters", script: "set -- a b; " + repeat(`set -- "$@" "$@"; `, 40)},
		{name: "doubling arrays", bash: true, script: "A=(a b); " + repeat(`A+=("${A[@]}"); `, 40)},
		{name: "huge index", bash: true, script: "A[2000000000]=x; A[1000000000]=$((1<<62)); "},
		{name: "replacing", bash: true, script: doubling[:200] + repeat("B=${A//x/$A}; A=$B; ", 20)},
		{name: "defaults", script: "A=x; : " + defaults + "; "},
		{name: "shells in shells", script: repeat("sh -c 'true; ' ; ", 5000)},
		{name: "eval of eval", script: repeat("eval ", 100_000) + "true; "},
		{name: "eval that grows", script: "E='eval \"$E;$E\"'; eval \"$E\"; "},
		{name: "env", script: repeat("env ", 100_000) + "true; "},
		{name: "env -S", script: repeat("env -S ", 50_000) + "true; "},
		{name: "sudo with many options", script: "sudo " + fill("-u x ") + "true; "},
		{name: "find with many commands", script: "find . " + fill("-exec true {} \\; ") + "; "},
		{name: "assignments", script: fill("A=1 ") + "true; "},
		{name: "variables", script: repeat("A=1; B=$A; ", 5000)},
		{name: "one long word", script: "true " + fill("x") + "; "},
		{name: "quotes", script: "true " + repeat(`'"'"`, 100_000) + "; "},
		{name: "cases", script: "case x in " + fill("a) true;; ") + "esac; "},
		{name: "traps", script: repeat("trap 'true' EXIT; ", 5000)},
		{name: "substitutions that never close", script: fill(repeat("$(", 100) + "\\\n")},
		{name: "substitutions on one long line", before: "RUN " + fill("$(") + "\n"},
		{name: "quotes and substitutions", before: "RUN " + repeat(`"$(`, 39_000) + "\n"},
		{name: "quotes and substitutions, continued", before: "RUN " + repeat(`"$(`+"\\\n", 39_000) + "x\n"},
		{name: "cmd of cmd", before: "RUN " + repeat(`cmd /c "`, 7000) + "\n"},
		{name: "ranges", bash: true, before: repeat("RUN {1..999999999} {a..z}{1..1000000000}\n", 10_000)},
		{name: "here documents that never end", before: numbered(40_000, "RUN <<E%[1]d\n")},
		{name: "here documents and defaults in defaults", before: "RUN <<E " + fill(repeat("${X:-", 100)+"\\\n") + "x\nE\n"},
		{name: "here documents on a line", before: "RUN " + repeat("cat <<E ", 1000) + "\n" + repeat("E\n", 1000)},
		{name: "ENV and RUN in turn", before: repeat("ENV A=1\nRUN true $A\n", 3000)},
		{name: "ENV of ENV", before: "ENV A=x\n" + repeat("ENV A=$A$A\n", 3000)},
		{name: "ARG of ARG", before: "ARG A=x\n" + repeat("ARG A=${A}${A}${A:-$A}\n", 3000)},
		{name: "ENV that grows", before: "ENV P=x\n" + repeat("ENV P=$P:xxxx\n", 12_600)},
		{name: "ENV that grows between RUNs", before: "ENV P=x\n" + repeat("ENV P=$P:xxxx\nRUN a\n", 12_600)},
		{name: "ENV of many names between RUNs", before: numbered(24_000, "ENV A%[1]d=1\nRUN a\n")},
		{name: "ENV of many names in one", before: "ENV " + numbered(30_000, "A%[1]d=1 \\\n") + " Z=1\n" + repeat("ENV Z=$Z\nRUN a\n", 5000)},
		{name: "ENV with a long value", before: "ENV B=" + repeat("x", 60_000) + "\n" + repeat("RUN echo $B $B $B $B $B\n", 2000)},
		{name: "ENV with a long value many times", before: "ENV B=" + repeat("x", 60_000) + "\n" +
			repeat("ENV A="+repeat("$B", 30_000)+"\n", 10)},
		{name: "ENV with defaults in defaults", before: "ENV A=" + fill(repeat("${X:-", 100)+"\\\n") + "x\n"},
		{name: "ENV with patterns", before: "ENV A=" + repeat("a", 100) + " C=c\n" + fill("ENV B=${C#${A//a/$A}}\nENV B=${A//a/bbbbbb}${A%a*b*c*d}\n")},
		{name: "ARG of many names", before: "ARG " + fill("A \\\n") + "x\n"},
		{name: "stages", before: stagesOnStages(24_000)},
		{name: "stages of a long name", before: "ARG A=" + repeat("x", 60_000) + "\n" + repeat("FROM $A$A\n", 40_000)},
		{name: "stages that grow", before: numbered(12_000, "FROM s%[1]d AS s%[2]d\nENV A%[1]d=1\nRUN a\nCMD a\n")},
		{name: "comments", before: fill("# comment\n")},
		{name: "empty lines", before: fill("\n")},
		{name: "continuations", script: fill("\\\n")},
		{name: "comments in continuations", script: "true \\\n" + fill("# x\n") + " && "},
		{name: "unknown instructions", before: repeat("RUNN go version\n", 48_000)},
		{name: "instructions of a letter", before: fill("A\n")},
		{name: "unknown instructions of a letter", before: fill("A a\n")},
		{name: "commands", before: repeat("RUN go version -x\n", 49_000)},
		{name: "here documents", before: repeat("RUN <<E\ngo version\nE\n", 16_000)},
		{name: "commands of a letter", before: fill("RUN a\n")},
		{name: "commands of no letter in exec form", before: "RUN [" + fill("\"\",\\\n") + "\"\"]\n"},
		{name: "exec form of escapes", before: "RUN [\"" + fill("\\n\\\n") + "\"]\n"},
		{name: "ONBUILD of ONBUILD", before: repeat("ONBUILD ", 100_000) + "RUN true\n"},
		{name: "flags", before: "RUN " + repeat("--mount=type=cache,target=/x ", 10_000) + "true\n"},
		{name: "ignores", before: fill("# ddhook:ignore x -- y\n")},
		{name: "ignores of many rules", before: numbered(35_000, "# ddhook:ignore x%[1]d -- y\n")},
		{name: "ignores and violations", before: repeat("# ddhook:ignore no-go-mod-download -- y\n", 10_000) + "RUN " + repeat("go build;", 7_000) + "\n"},
		{name: "null bytes", script: "true " + repeat("\x00", 100_000) + "; "},
	}
}

// numbered puts lines together in which %[1]d is the line's number, %[2]d the next.
func numbered(n int, line string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, line, i, i+1)
	}
	return b.String()
}

func stagesOnStages(n int) string {
	var b strings.Builder
	b.WriteString("FROM scratch AS s0\nENV A=1\n")
	for i := range n {
		fmt.Fprintf(&b, "FROM s%d AS s%d\nRUN true $A $B\n", i, i+1)
	}
	return b.String()
}

func TestBombs(t *testing.T) {
	for _, b := range bombs() {
		t.Run(b.name, func(t *testing.T) {
			v := inTime(t, b.text())
			last := v.Source.Lines()
			if !slices.ContainsFunc(starts(v), func(offset int) bool { return v.Source.LineOf(offset) >= last-1 }) {
				t.Errorf("the go build behind it is not found; violations at %v, warnings %.3v", starts(v), v.Warnings)
			}
		})
	}
}

// inTime judges a text, or fails when that takes too long to be anything but a hang.
func inTime(t *testing.T, text string) judge.Verdict {
	t.Helper()
	done := make(chan judge.Verdict, 1)
	go func() {
		v, _ := judge.File(defaultRules(), []byte(text), false)
		done <- v
	}()
	select {
	case v := <-done:
		return v
	case <-time.After(patience):
		t.Fatalf("no verdict on %d bytes after %v", len(text), patience)
		return judge.Verdict{}
	}
}

func TestTooLarge(t *testing.T) {
	text := "FROM scratch\nRUN true " + strings.Repeat("x", budget.MaxFile)
	if _, err := judge.File(defaultRules(), []byte(text), false); err == nil {
		t.Error("no error for a line of 1 MiB")
	}
	text = text[:budget.MaxFile-len("\nRUN go build\n")] + "\nRUN go build\n"
	if v := inTime(t, text); len(v.Violations) != 1 || len(v.Warnings) == 0 {
		t.Errorf("a file of %d bytes: %d violations, warnings %v", len(text), len(v.Violations), v.Warnings)
	}
}

// The time for a byte must not grow with the file.
func BenchmarkFile(b *testing.B) {
	const stage = `FROM golang:1.25 AS builder
ARG VERSION=dev
ENV CGO_ENABLED=0
# the modules
RUN --mount=type=cache,target=/go/pkg/mod \
    go mod download -x
RUN if [ -n "$VERSION" ]; then \
      GOOS=linux go build -trimpath -ldflags="-s -w -X main.version=${VERSION}" -o /out/app ./cmd/app; \
    fi
RUN <<EOF
set -eu
for tool in a b; do
  go build -mod=mod -o "/out/$tool" "./cmd/$tool"
done
EOF
ENTRYPOINT ["/out/app"]
`
	for size := 1 << 10; size <= 1<<20; size *= 10 {
		text := strings.Repeat(stage, 1+size/len(stage))
		b.Run(fmt.Sprintf("%dKB", size>>10), func(b *testing.B) { benchmark(b, text) })
	}
}

func BenchmarkBombs(b *testing.B) {
	for _, bomb := range bombs() {
		b.Run(bomb.name, func(b *testing.B) { benchmark(b, bomb.text()) })
	}
}

func benchmark(b *testing.B, text string) {
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := judge.File(defaultRules(), []byte(text), false); err != nil {
			b.Fatal(err)
		}
	}
}
