package judge_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ddhook/ddhook/hook/dockerfile"
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
		{name: "long chain", script: repeat("true && ", 5<<20/8)},
		{name: "long list", script: repeat("true; ", 5<<20/6)},
		{name: "long pipe", script: repeat("true | ", 5<<20/7)},
		{name: "many go commands", script: repeat("go version; ", 20_000)},
		{name: "parentheses", script: repeat("(", 100_000) + "true" + repeat(")", 100_000) + "; "},
		{name: "parentheses that never close", script: repeat("(", 100_000)},
		{name: "braces", script: repeat("{ ", 100_000) + "true; " + repeat("}; ", 100_000)},
		{name: "ifs", script: repeat("if true; then ", 100_000) + ":; " + repeat("fi; ", 100_000)},
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
		{name: "sudo with many options", script: "sudo " + repeat("-u x ", 100_000) + "true; "},
		{name: "find with many commands", script: "find . " + repeat("-exec true {} \\; ", 50_000) + "; "},
		{name: "assignments", script: repeat("A=1 ", 200_000) + "true; "},
		{name: "variables", script: repeat("A=1; B=$A; ", 5000)},
		{name: "one long word", script: "true " + repeat("x", 5<<20) + "; "},
		{name: "quotes", script: "true " + repeat(`'"'"`, 100_000) + "; "},
		{name: "cases", script: "case x in " + repeat("a) true;; ", 100_000) + "esac; "},
		{name: "traps", script: repeat("trap 'true' EXIT; ", 5000)},
		{name: "here documents on a line", before: "RUN " + repeat("cat <<E ", 1000) + "\n" + repeat("E\n", 1000)},
		{name: "ENV and RUN in turn", before: repeat("ENV A=1\nRUN true $A\n", 3000)},
		{name: "ENV of ENV", before: "ENV A=x\n" + repeat("ENV A=$A$A\n", 3000)},
		{name: "ARG of ARG", before: "ARG A=x\n" + repeat("ARG A=${A}${A}${A:-$A}\n", 3000)},
		{name: "stages", before: stagesOnStages(2000)},
		{name: "comments", before: repeat("# comment\n", 300_000)},
		{name: "empty lines", before: repeat("\n", 3<<20)},
		{name: "continuations", script: repeat("\\\n", 500_000)},
		{name: "comments in continuations", script: "true \\\n" + repeat("# x\n", 300_000) + " && "},
		{name: "unknown instructions", before: repeat("RUNN go version\n", 50_000)},
		{name: "ONBUILD of ONBUILD", before: repeat("ONBUILD ", 10_000) + "RUN true\n"},
		{name: "flags", before: "RUN " + repeat("--mount=type=cache,target=/x ", 10_000) + "true\n"},
		{name: "ignores", before: repeat("# ddhook:ignore x -- y\n", 50_000)},
		{name: "null bytes", script: "true " + repeat("\x00", 100_000) + "; "},
	}
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
	text := "FROM scratch\nRUN true " + strings.Repeat("x", 50<<20)
	if _, err := judge.File(defaultRules(), []byte(text), false); err == nil {
		t.Error("no error for a line of 50 MiB")
	}
	text = text[:dockerfile.MaxSize-len("\nRUN go build\n")] + "\nRUN go build\n"
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
	for size := 1 << 10; size <= 10<<20; size *= 10 {
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
