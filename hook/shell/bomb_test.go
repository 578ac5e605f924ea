package shell_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/env"
)

// bombs are scripts that a naive interpreter would never finish. Each ends in "go build", which must be found.
func bombs() map[string]string {
	loops := strings.Repeat("for x in a b c d e f g h; do ", 6) + "echo $x" + strings.Repeat("; done", 6)
	var calls strings.Builder
	for i := range 25 {
		fmt.Fprintf(&calls, "f%d() { f%d; f%d; }\n", i, i+1, i+1)
	}
	var locals strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&locals, "local V%d=1; ", i)
	}
	nested := func(open, middle, end string, n int) string {
		return strings.Repeat(open, n) + middle + strings.Repeat(end, n)
	}
	return map[string]string{
		"loops in loops":          loops,
		"calls of calls":          calls.String() + "f25() { go test; }; f0",
		"a chain":                 strings.Repeat("true && ", 1<<14) + "true",
		"a long list":             strings.Repeat("a;", 1<<16),
		"a long pipe":             strings.Repeat("a|", 5<<10) + "a",
		"parentheses":             nested("(", "a", ")", 10000),
		"open parentheses":        strings.Repeat("( ", 10000),
		"substitutions":           nested("$(", "a", ")", 10000),
		"ifs":                     nested("if a; then ", "a", "; fi", 10000),
		"negations":               "echo $((" + strings.Repeat("- ", 30000) + "1))",
		"a long sum":              "echo $((" + strings.Repeat("1+", 50000) + "1))",
		"another long sum":        "bash -c '((" + strings.Repeat("1+", 50000) + "1))'",
		"many traps":              manyTraps(900),
		"arguments of arguments":  `f() { "$@" "$@"; }; ` + strings.Repeat("f ", 300) + "a",
		"joined arguments":        `f() { "$@" "$*$*"; }; ` + strings.Repeat("f ", 300) + "a",
		"eval of eval":            strings.Repeat("eval ", 10000) + "a",
		"env of env":              strings.Repeat("env ", 10000) + "a",
		"env -S of env -S":        strings.Repeat("env -S ", 5000) + "a",
		"many options":            "env " + strings.Repeat("-S '' ", 5000) + "a",
		"functions in functions":  strings.Repeat("f() ", 20000) + "{ a; }",
		"while in while":          nested("while a; do ", "a", "; done", 150),
		"doubled values":          "X=aaaaaaaa\n" + strings.Repeat("X=$X$X\n", 100) + "echo $X",
		"a long value, often":     "X=" + strings.Repeat("a ", 3000) + "\n" + strings.Repeat("echo $X\n", 500),
		"braces":                  "bash -c 'echo " + strings.Repeat("{a,b}", 60) + "'",
		"a range":                 "bash -c 'echo {1..1000000000}'",
		"assigning defaults":      "echo " + nested("${x=", "a", "}", 150),
		"eval of itself":          `X='eval "$X"'; eval "$X"`,
		"a function of itself":    `f() { f; f; "$@"; }; f f f`,
		"scripts in scripts":      nestedScripts(12),
		"words":                   "echo " + strings.Repeat("a ", 50000),
		"one word":                strings.Repeat("a", 1<<17),
		"many functions, called":  manyCalls(2000),
		"a big function, often":   "f() {\n" + strings.Repeat("a\n", 400) + "}\n" + strings.Repeat("f\n", 400),
		"many locals":             "f() { " + locals.String() + "}\n" + strings.Repeat("f\n", 1000),
		"many variables":          manyVariables(900),
		"branches":                strings.Repeat("if a; then X=1; else X=2; fi\n", 2500),
		"set":                     "set -- " + strings.Repeat("a ", 500) + "\n" + strings.Repeat("if a; then shift; fi\n", 300),
		"comments with backslash": strings.Repeat("a # b \\\n", 2000),
		"quotes":                  strings.Repeat(`'"`, 10000),
		"dollars":                 strings.Repeat("${", 20000),
		"backquotes":              strings.Repeat("`", 20000),
		"carriage returns":        strings.Repeat("\r", 1<<17),
	}
}

func nestedScripts(n int) string {
	script := "a"
	for range n {
		script = "sh -c '" + strings.ReplaceAll(script, "'", `'\''`) + "'"
	}
	return script
}

func manyCalls(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "f%d() { f%d; f%d; }\n", i, i+1, i+1)
	}
	return b.String() + "f0"
}

func manyVariables(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "a && V%d=%d\n", i, i)
	}
	return b.String()
}

func manyTraps(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "trap a S%d\n", i)
	}
	return b.String()
}

func TestBombs(t *testing.T) {
	for name, script := range bombs() {
		t.Run(name, func(t *testing.T) {
			b := new(budget.Budget)
			commands, _, file := runWithin(b, env.Scope{}, script+"\ngo build\n")
			want := fmt.Sprintf("%d:1 go build", strings.Count(script, "\n")+2)
			if !slices.Contains(goes(commands, file), want) {
				t.Errorf("go build is not found among %d commands", len(commands))
			}
			if used := b.Used(); used > 3 {
				t.Errorf("it used %.1f of the budget", used)
			}
		})
	}
}

// What costs more than its bytes in the script is counted by what it costs.
func TestCounted(t *testing.T) {
	repeat := strings.Repeat
	var values, bodies strings.Builder
	var names strings.Builder
	for i := range 4000 {
		fmt.Fprintf(&names, "export V%d\n", i)
	}
	for i := range 100 {
		fmt.Fprintf(&values, "V%d=%s ", i, repeat("x", 900))
		fmt.Fprintf(&bodies, "{ a || f() { b; }; } || { a || f() { c; }; }\n")
	}
	for name, script := range map[string]string{
		"assignments of a call, with each command": "f() {\n" + repeat("a\n", 100) + "}\n" + values.String() + "f",
		"escapes, each time":                       "f() { a $'" + repeat(`\n`, 25_000) + "'; }\n" + repeat("f\n", 5),
		"too many bodies of a function":            bodies.String() + "f",
		"letters of options":                       "A=-" + repeat("e", 60_000) + "\n" + repeat("set $A\n", 10),
		"variables, copied at each level":          names.String() + repeat("a && { ", 100) + "b" + repeat("; }", 100),
	} {
		var b budget.Budget
		if runWithin(&b, env.Scope{}, script, "bash", "-c"); b.Used() < 0.4 {
			t.Errorf("%s: it used %.2f of the budget", name, b.Used())
		}
	}
}

// The time grows with the length of the script, whatever it is made of.
func BenchmarkRun(b *testing.B) {
	const line = "if [ -n \"$A\" ]; then CGO_ENABLED=0 go build -ldflags \"-X a=$V\" -o /out/a ./cmd/a; fi && sh -c 'go test'\n"
	for _, size := range []int{1 << 10, 32 << 10, 1 << 20, 10 << 20} {
		b.Run(fmt.Sprintf("%d KB", size>>10), func(b *testing.B) {
			script := strings.Repeat(line, size/len(line))
			b.SetBytes(int64(len(script)))
			for b.Loop() {
				run(script)
			}
		})
	}
}
