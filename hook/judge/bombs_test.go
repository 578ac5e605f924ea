package judge_test

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/judge"
)

// bomb is a Dockerfile that is small to write and could be large to judge. Behind it stands a go build. Each is a tenth of
// what is read at most, or of what once took minutes; its lines are none that Docker refuses, unless it is about those.
type bomb struct {
	name   string
	before string // instructions
	script string // what stands in the RUN before the go build
	bash   bool
	long   bool // it is about a line of more than 65,535 bytes
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
	lineNumbers, arms, bodies := "x", "", ""
	for range 15 {
		lineNumbers = "${LINENO//?/" + lineNumbers + "}"
	}
	for i := range 10 {
		bodies += fmt.Sprintf(" f%d(){ :; };", i)
	}
	for i := range 64 {
		arms += fmt.Sprintf("x%d)%s; ", i, bodies)
	}
	words := repeat("a ", 8)
	fill := func(text string) string { return repeat(text, budget.MaxFile/10/len(text)) } // up to what is read
	return []bomb{
		{name: "functions that call the next twice", script: calls + "f25() { true; }; f0; "},
		{name: "functions in each other's arguments", script: `f() { "$@" "$@"; }; ` + repeat("f ", 300) + "true; "},
		{name: "function that calls itself", script: "f() { f; f; f & f | f; $(f); }; f; "},
		{name: "functions that call each other", script: "f() { g; g; }; g() { f; f; }; f; g; "},
		{name: "functions of many bodies", script: "case $q in " + arms + "esac; for i in " + repeat("x ", 60) + "; do " +
			repeat("case $q in x)"+bodies+"; esac; ", 100) + "done; "},
		{name: "nested loops", script: repeat("for i in "+words+"; do ", 6) + "true; " + repeat("done; ", 6)},
		{name: "loop over many words", script: "for i in " + repeat("x ", 10_000) + "; do go version $i; done; "},
		{name: "loops in functions", script: calls + "f25() { for i in " + words + "; do f $i; done; }; f() { for i in " + words +
			"; do :; done; }; f0; "},
		{name: "loops in while", script: repeat("while :; do ", 100) + "break; " + repeat("done; ", 100)},
		{name: "flags of export", script: "export " + fill(repeat("-p ", 20)+"\\\n") + "; "},
		{name: "long chain", script: fill("true && \\\n")},
		{name: "long list", script: fill("true; \\\n")},
		{name: "long pipe", script: fill("true | \\\n")},
		{name: "many go commands", script: repeat("go version; ", 2_000)},
		{name: "parentheses", script: repeat("(", 10_000) + "true" + repeat(")", 10_000) + "; "},
		{name: "parentheses that never close", script: repeat("(", 10_000)},
		{name: "braces", script: repeat("{ ", 10_000) + "true; " + repeat("}; ", 10_000)},
		{name: "ifs", script: repeat("if true; then ", 3_000) + ":; " + repeat("fi; ", 3_000)},
		{name: "substitutions", script: repeat("$(", 10_000) + "true" + repeat(")", 10_000) + "; "},
		{name: "backquotes", script: repeat("`", 10_000) + "; "},
		{name: "parameters", script: ": " + repeat("${X:-", 10_000) + repeat("}", 10_000) + "; "},
		{name: "arithmetic", script: ": $((" + repeat("(", 10_000) + "1" + repeat(")", 10_000) + ")); "},
		{name: "arithmetic of many operators", script: ": $((" + repeat("1+", 10_000) + "1)); "},
		{name: "negations", script: repeat("! ", 10_000) + "true; "},
		{name: "brace expansion", bash: true, script: "true " + repeat("{a,b}", 40) + "; "},
		{name: "brace expansion in words", bash: true, script: repeat("true {1..9}{1..9}{1..9}{1..9}{1..9}{1..9}; ", 20)},
		{name: "brace range", bash: true, script: "true {1..2000000000}; "},
		{name: "brace range of long numbers", bash: true, script: "true {" + repeat("0", 60_000) + "1..10000}; "},
		{name: "braces and commas that never close", bash: true, script: "for i in " + repeat("x ", 200) + "; do : " + repeat("{", 190) + repeat(",", 50_000) + "; done; "},
		{name: "arguments many times in a word", script: "set -- " + repeat("1 ", 1_000) + `; : "` + repeat("$@", 3_000) + `"; `},
		{name: "brace range after a long word", bash: true, script: "true " + repeat(`\a`, 30_000) + "{1..1000}; "},
		{name: "arguments of many pieces", script: "set -- " + repeat(`\a`, 25_000) + "; : " + repeat(`"$@" `, 1_000) + "; "},
		{name: "defaults around many pieces", before: "RUN <<E\nfor i in " + repeat("x ", 60) + "; do\n: \"" + repeat("${x:-", 190) +
			repeat("$a", 3_500) + repeat("}", 190) + "\"\ndone\nE\n"},
		{name: "braces in braces", bash: true, script: "true " + repeat("{a,", 500) + repeat("}", 500) + "; "},
		{name: "doubling values", script: doubling + "true $A; "},
		{name: "doubling positional parameters", script: "set -- a b; " + repeat(`set -- "$@" "$@"; `, 40)},
		{name: "doubling arrays", bash: true, script: "A=(a b); " + repeat(`A+=("${A[@]}"); `, 40)},
		{name: "huge index", bash: true, script: "A[2000000000]=x; A[1000000000]=$((1<<62)); "},
		{name: "replacing", bash: true, script: doubling[:200] + repeat("B=${A//x/$A}; A=$B; ", 20)},
		{name: "defaults", script: "A=x; : " + defaults + "; "},
		{name: "line numbers in line numbers", before: "RUN <<E\n" + repeat(":\n", 1_000) + ": " + lineNumbers + "\nE\n"},
		{name: "expansions that the library gives up", before: "ENV Y=" + repeat("a", 12_000) + "\nRUN <<E\nz=a$'\\0'b\n" +
			repeat(": ${z[${Y//a/}]@Q}\n", 1_000) + "E\n"},
		{name: "shells in shells", script: repeat("sh -c 'true; ' ; ", 500)},
		{name: "eval of eval", script: repeat("eval ", 10_000) + "true; "},
		{name: "eval that grows", script: "E='eval \"$E;$E\"'; eval \"$E\"; "},
		{name: "env", script: repeat("env ", 10_000) + "true; "},
		{name: "env -S", script: repeat("env -S ", 5_000) + "true; "},
		{name: "sudo with many options", script: "sudo " + fill("-u x \\\n") + "true; "},
		{name: "find with many commands", script: "find . " + fill("-exec true {} \\; \\\n") + "; "},
		{name: "assignments", script: fill("A=1 \\\n") + "true; "},
		{name: "variables", script: repeat("A=1; B=$A; ", 500)},
		{name: "one long word", script: "true " + repeat("x", 60_000) + "; "},
		{name: "quotes", script: "true " + repeat(`'"'"`, 10_000) + "; "},
		{name: "cases", script: "case x in " + fill("a) true;; \\\n") + "esac; "},
		{name: "traps", script: repeat("trap 'true' EXIT; ", 500)},
		{name: "substitutions that never close", script: fill(repeat("$(", 100) + "\\\n")},
		{name: "substitutions on one long line", long: true, before: "RUN " + fill("$(") + "\n"},
		{name: "quotes and substitutions", before: "RUN " + repeat(`"$(`, 3_900) + "\n"},
		{name: "quotes and substitutions, continued", before: "RUN " + repeat(`"$(`+"\\\n", 3_900) + "x\n"},
		{name: "cmd of cmd", before: "RUN " + repeat(`cmd /c "`, 700) + "\n"},
		{name: "ranges", bash: true, before: repeat("RUN {1..999999999} {a..z}{1..1000000000}\n", 1_000)},
		{name: "here documents that never end", before: numbered(4_000, "RUN <<E%[1]d\n")},
		{name: "here documents and defaults in defaults", before: "RUN <<E " + fill(repeat("${X:-", 100)+"\\\n") + "x\nE\n"},
		{name: "here documents on a line", before: "RUN " + repeat("cat <<E ", 1000) + "\n" + repeat("E\n", 1000)},
		{name: "ENV and RUN in turn", before: repeat("ENV A=1\nRUN true $A\n", 300)},
		{name: "ENV of ENV", before: "ENV A=x\n" + repeat("ENV A=$A$A\n", 300)},
		{name: "ARG of ARG", before: "ARG A=x\n" + repeat("ARG A=${A}${A}${A:-$A}\n", 300)},
		{name: "ENV that grows", before: "ENV P=x\n" + repeat("ENV P=$P:xxxx\n", 1_260)},
		{name: "ENV that grows between RUNs", before: "ENV P=x\n" + repeat("ENV P=$P:xxxx\nRUN a\n", 1_260)},
		{name: "ENV of many names between RUNs", before: numbered(2_400, "ENV A%[1]d=1\nRUN a\n")},
		{name: "ENV of many names in one", before: "ENV " + numbered(3_000, "A%[1]d=1 \\\n") + " Z=1\n" + repeat("ENV Z=$Z\nRUN a\n", 500)},
		{name: "ENV with a long value", before: "ENV B=" + repeat("x", 6_000) + "\n" + repeat("RUN echo $B $B $B $B $B\n", 2000)},
		{name: "ENV with a long value many times", before: "ENV B=" + repeat("x", 6_000) + "\n" +
			repeat("ENV A="+repeat("$B", 3_000)+"\n", 10)},
		{name: "ENV with defaults in defaults", before: "ENV A=" + fill(repeat("${X:-", 100)+"\\\n") + "x\n"},
		{name: "ENV with patterns", before: "ENV A=" + repeat("a", 100) + " C=c\n" + fill("ENV B=${C#${A//a/$A}}\nENV B=${A//a/bbbbbb}${A%a*b*c*d}\n")},
		{name: "ARG of many names", before: "ARG " + fill("A \\\n") + "x\n"},
		{name: "stages", before: stagesOnStages(2_400)},
		{name: "stages of a long name", before: "ARG A=" + repeat("x", 6_000) + "\n" + repeat("FROM $A$A\n", 4_000)},
		{name: "stages that grow", before: numbered(1_200, "FROM s%[1]d AS s%[2]d\nENV A%[1]d=1\nRUN a\nCMD a\n")},
		{name: "comments", before: fill("# comment\n")},
		{name: "empty lines", before: fill("\n")},
		{name: "continuations", script: fill("\\\n")},
		{name: "comments in continuations", script: "true \\\n" + fill("# x\n") + " && "},
		{name: "unknown instructions", before: repeat("RUNN go version\n", 4_800)},
		{name: "instructions of a letter", before: fill("A\n")},
		{name: "unknown instructions of a letter", before: fill("A a\n")},
		{name: "commands", before: repeat("RUN go version -x\n", 4_900)},
		{name: "here documents", before: repeat("RUN <<E\ngo version\nE\n", 1_600)},
		{name: "commands of a letter", before: fill("RUN a\n")},
		{name: "commands of no letter in exec form", before: "RUN [" + fill("\"\",\\\n") + "\"\"]\n"},
		{name: "exec form of escapes", before: "RUN [\"" + fill("\\n\\\n") + "\"]\n"},
		{name: "ONBUILD of ONBUILD", before: repeat("ONBUILD ", 8_000) + "RUN true\n"},
		{name: "flags", before: "RUN " + repeat("--mount=type=cache,target=/x ", 1_000) + "true\n"},
		{name: "ignores", before: fill("# ddhook:ignore x -- y\n")},
		{name: "ignores of many rules", before: numbered(3_500, "# ddhook:ignore x%[1]d -- y\n")},
		{name: "ignores and violations", before: repeat("# ddhook:ignore no-go-mod-download -- y\n", 1_000) + "RUN " + repeat("go build;", 700) + "\n"},
		{name: "an environment of a long GOFLAGS", before: "ENV GOFLAGS=\"" + repeat("-a ", 15_000) + "\"\n", script: repeat("go build; ", 80)},
		{name: "quotes in loops", script: "for i in " + numbered(1_000, "a%[1]d ") + "; do a " + repeat(`"a"b`, 1_500) + "; done; "},
		{name: "marks in loops", script: "for i in " + numbered(1_000, "a%[1]d ") + "; do xargs -I " + repeat("x", 5_000) + " a; done; "},
		{name: "patterns of stars", bash: true, script: "A=" + repeat("x", 3_000) + "; a ${A##" + repeat("*x", 1_500) + "}; "},
		{name: "redirections in a row", before: "SHELL [\"powershell\"]\nRUN a " + repeat(">", 60_000) + "\nSHELL [\"sh\", \"-c\"]\n"},
		{name: "words of su", script: "su " + fill("a \\\n") + "; "},
		{name: "a long image", before: "FROM x" + repeat("golang:1.x", 1_500) + "\n", script: repeat("go build; ", 200)},
		{name: "find of find", script: "find " + repeat("-exec find ", 1_500) + "; "},
		{name: "xargs of find", script: repeat("xargs find -exec ", 1_500) + "; "},
		{name: "braces that never close", bash: true, script: "a " + repeat("{", 15_000) + "; "},
		{name: "cases and variables", script: numbered(1_000, "v%[1]d=a;\\\n") + "case x in " + repeat("a) b;;\\\n", 3_000) + "esac; "},
		{name: "elifs and variables", script: numbered(1_000, "v%[1]d=a;\\\n") + "if a; then b; " + repeat("elif a; then b;\\\n", 3_000) + "fi; "},
		{name: "arguments and shifts", script: "set -- " + fill("a \\\n") + "; " + repeat("shift;", 5_000)},
		{name: "arguments and chains", script: "set -- " + fill("a \\\n") + "; " + repeat("a||b;", 5_000)},
		{name: "arguments and loops", script: "set -- " + fill("a \\\n") + "; " + repeat("for i; do a; done;", 500)},
		{name: "arguments and their number", script: "set -- " + fill("a \\\n") + "; : " + repeat("$#", 10_000) + "; "},
		{name: "arrays that grow", bash: true, script: "A=(" + repeat("a ", 8_000) + "); " + repeat("A+=(a);", 5_000)},
		{name: "cmd many times", script: repeat("cmd /c go;", 4_000)},
		{name: "ignores of a long list", long: true, before: "# ddhook:ignore " + fill("ab ") + "-- x\n"},
		{name: "a SHELL of many words", before: "SHELL [\"a\"" + repeat(",\"a\"", 3_000) + "]\n" + repeat("RUN x\n", 300) + "SHELL [\"sh\", \"-c\"]\n"},
		{name: "a SHELL of few words, very often", before: "SHELL [\"a\"" + repeat(",\"a\"", 98) + "]\n" + repeat("RUN x\n", 20_000) + "SHELL [\"sh\", \"-c\"]\n"},
		{name: "options and words of runuser", script: "runuser -" + repeat("f", 8_000) + " " + repeat("a ", 8_000) + "; "},
		{name: "letters of sudo in loops", script: "for i in " + numbered(500, "a%[1]d ") + "; do sudo -" + repeat("A", 40_000) + " a; done; "},
		{name: "a long word in loops", script: "for i in " + numbered(1_000, "a%[1]d ") + "; do a " + repeat("x", 50_000) + "; done; "},
		{name: "arguments and bodies", script: repeat("x||f() { b; };", 1_000) + "f " + repeat("a ", 10_000) + "; "},
		{name: "elements in expansions", bash: true, script: "A=(" + repeat("a ", 999) + "); " + repeat(": ${A[@]:1:1};", 2_000)},
		{name: "long elements", bash: true, script: "V=" + repeat("x", 20_000) + "; A=(\"\" " + repeat("$V ", 150) + "); " + repeat(": ${#A[@]};", 1_000)},
		{name: "scripts that overlap", script: "f() { eval \"(\" \"$@\"; }; " + repeat("f y;", 1_500)},
		{name: "words of large values", script: doubling[:5+8*16] + "a " + repeat("$A", 10_000) + "; "},
		{name: "words of a large ENV", before: "ENV A=" + repeat("x", 60_000) + "\n", script: "a " + repeat("\\\n$A", 20_000) + "; "},
		{name: "values that are added to", bash: true, script: "A=" + repeat("x", 60_000) + "; \\\n" + repeat("A+=''; \\\n", 25_000)},
		{name: "values in the place of letters", bash: true, script: "A=aaaaaaaaaa; " + repeat("A=${A//a/$A}; ", 4)},
		{name: "arguments in the place of letters", bash: true, script: "set -- " + repeat("a", 10_000) + "; : ${@//a/$*}; "},
		{name: "values in values in the place of letters", bash: true, script: "A=aaaaaaaaaa; B=" + repeat("b", 6_000) + "; : ${A//a/${B//b/$B}}; "},
		{name: "large values as patterns", bash: true, script: "A=" + repeat("x", 14_000) + "; P='" + repeat("[xy]", 12_000) + "'; " + repeat(": ${A%%$P}; ", 4)},
		{name: "variables of one call", script: "f() {" + repeat("a;\\\n", 15_000) + "}; " + numbered(120, "a%[1]d=x ") + "f; "},
		{name: "large variables of one call", script: "f() {" + repeat("a;\\\n", 4_000) + "}; " + numbered(60, "a%[1]d="+repeat("x", 900)+" ") + "f; "},
		{name: "bodies in both branches", script: repeat("{ x||f() { b; }; }||{ x||f() { c; }; };\\\n", 2_400) + "f; "},
		{name: "escapes in a function", bash: true, script: "f() { a $'" + repeat("\\n", 25_000) + "'; }; " + repeat("f;", 63)},
		{name: "null bytes", script: "true " + repeat("\x00", 10_000) + "; "},
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

// mostAllocated is what a bomb may allocate in all, in MiB, whether it is freed again or not.
const mostAllocated = 1000

func TestBombs(t *testing.T) {
	for _, b := range bombs() {
		t.Run(b.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			v, used, err := judge.Counted(defaultRules(), []byte(b.text()), false)
			if err != nil || used > enough {
				t.Fatalf("it used %.1f of the budget (%v)", used, err)
			}
			runtime.ReadMemStats(&after)
			if mib := (after.TotalAlloc - before.TotalAlloc) >> 20; mib > mostAllocated {
				t.Errorf("it took %d MiB of memory in all", mib)
			}
			last := v.Source.Lines()
			if !slices.ContainsFunc(starts(v), func(offset int) bool { return v.Source.LineOf(offset) >= last-1 }) {
				t.Errorf("the go build behind it is not found; violations at %v, warnings %.3v", starts(v), v.Warnings)
			}
			if isLong := slices.ContainsFunc(v.Warnings, isOfLine); isLong != b.long {
				t.Errorf("it is about what it is made of only where no line is too long: warnings %.3v", v.Warnings)
			}
		})
	}
}

// What the budget does not reach is found all the same, whatever stands around it.
func TestBeyond(t *testing.T) {
	spent := "RUN " + strings.Repeat("a;", 20_000) + "\\\n" + strings.Repeat("a;", 20_000) + "\\\n" + strings.Repeat("a;", 20_000) + "\\\n" +
		strings.Repeat("a;\\\n", 150_000) + " a\n"
	lines := strings.Repeat("\\\n", 50_100)
	for name, text := range map[string]string{
		"powershell":          "SHELL [\"powershell\", \"-Command\"]\nRUN " + strings.Repeat("Write-Host "+strings.Repeat("x", 80)+"; \\\n", 3_000) + "go build\n",
		"powershell, spent":   spent + "SHELL [\"powershell\", \"-Command\"]\nRUN go build\n",
		"cmd, spent":          spent + "SHELL [\"cmd\", \"/c\"]\nRUN go build\n",
		"find, spent":         spent + "RUN [\"find\", \".\", \"-exec\", \"go\", \"build\", \";\"]\n",
		"env -S, spent":       spent + "RUN [\"env\", \"-S\", \"go build\"]\n",
		"sh -c, spent":        spent + "RUN sudo sh -c \"go build\"\n",
		"sh -c, many lines":   lines + "RUN sh -c \"go build\"\n",
		"find, many lines":    lines + "RUN find . -exec go build \\;\n",
		"cmd, many lines":     lines + "RUN cmd /c go build\n",
		"env -S after finds":  "RUN " + strings.Repeat("find -exec ", 1400) + "a\nRUN env -S \"go build\"\n",
		"the end of the rest": "RUN " + strings.Repeat("a;\\\n", 200_000) + "timeout 5 sudo go build\n",
	} {
		if v := verdict(t, "FROM scratch\n"+text, false); len(v.Violations) != 1 {
			t.Errorf("%s: %d violations, warnings %.3v", name, len(v.Violations), v.Warnings)
		}
	}
}

// A file that is too much even for the second budget is an error, and one of which something is left out, but for violations.
func TestTooMuch(t *testing.T) {
	for name, text := range map[string]string{
		"scripts":  "SHELL [\"sh\", \"-c\", \"" + strings.Repeat("a", 30_000) + "\"]\n" + strings.Repeat("CMD x\n", 5_000),
		"wrappers": "RUN " + strings.Repeat("env ", 300) + "a\n",
		"finds":    "RUN " + strings.Repeat("find -exec ", 1400) + "a\nRUN " + strings.Repeat("env ", 20) + "a\n",
	} {
		if _, err := judge.File(defaultRules(), []byte("FROM scratch\n"+text), false); !errors.Is(err, budget.ErrTooMuch) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// What takes work counts, also where nothing comes of it: the least that some small files use, of which the work was free once.
func TestCounted(t *testing.T) {
	repeat := strings.Repeat
	for _, tt := range []struct {
		name, text string
		least      float64 // of the budget
	}{
		{"long arguments in rounds", "ENV A=" + repeat("x", 60_000) + "\nRUN set -- " + repeat(`"$A$A$A$A$A" `, 7) + "; for i in " + repeat("x ", 50) +
			"; do for x; do :; done; done\n", 1},
		{"GOFLAGS that go refuses", "ENV GOFLAGS=\"" + repeat("a ", 500) + "\"\n" + repeat("RUN go x\n", 4_000), 1},
		{"values that are replaced", "ENV V=" + repeat("a", 1900) + "\n" + repeat("ENV X=${V//a/cccc}\n", 300), 1},
	} {
		_, used, err := judge.Counted(defaultRules(), []byte("FROM scratch\n"+tt.text), false)
		if err != nil || used < tt.least {
			t.Errorf("%s: it used %.2f of the budget, %v", tt.name, used, err)
		}
	}
}

// Very many verdicts may be kept, until git has compared lines.
func TestFileKeepsLittle(t *testing.T) {
	if v := verdict(t, "FROM scratch\n# comment\nRUN go build\n", false); v.Instructions != nil || v.Comments != nil || len(v.Violations) != 1 {
		t.Errorf("%d instructions, %d comments, %d violations", len(v.Instructions), len(v.Comments), len(v.Violations))
	}
	long := "FROM scratch\n# " + strings.Repeat("x", budget.MaxFile/2) + "\nRUN go build\n"
	if v := verdict(t, long, false); v.Used < 0.03 {
		t.Errorf("half a megabyte of comment uses %.3f of the budget", v.Used)
	}
}

func isOfLine(w judge.Warning) bool { return strings.Contains(w.Message, "line greater than") }

func TestTooLarge(t *testing.T) {
	text := "FROM scratch\nRUN true " + strings.Repeat("x", budget.MaxFile)
	if _, err := judge.File(defaultRules(), []byte(text), false); err == nil {
		t.Error("no error for a line of 1 MiB")
	}
	text = text[:budget.MaxFile-len("\nRUN go build\n")] + "\nRUN go build\n"
	if v := verdict(t, text, false); len(v.Violations) != 1 || len(v.Warnings) == 0 {
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
