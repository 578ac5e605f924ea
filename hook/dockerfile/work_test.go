package dockerfile

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/env"
	"github.com/ddhook/ddhook/hook/source"
)

// bombs are files that would cost a reader without bounds more time or stack than there is. A violation stands behind
// each of them.
var bombs = []struct {
	name string
	file func() string
}{
	{"deep defaults beside a heredoc", func() string {
		return "FROM x\nRUN echo <<" + lines(140_000, "${a:-\\\n") + "x\n"
	}},
	{"deep defaults in ENV", func() string { return "FROM x\nENV V=" + lines(140_000, "${a:-\\\n") + "x\n" }},
	{"ONBUILD behind ONBUILD", func() string { return "FROM x\n" + lines(100_000, "ONBUILD \\\n") + "RUN a\n" }},
	{"ENV and RUN in turn", func() string {
		var b strings.Builder
		b.WriteString("FROM x\nENV A=1\n")
		for i := range 3_000 {
			fmt.Fprintf(&b, "ENV V%d=$A\nRUN go build $V%d\n", i, i)
		}
		return b.String()
	}},
	{"doubled values", func() string { return "FROM x\nENV A=1\n" + lines(3_000, "ENV A=$A$A$A$A\n") }},
	{"a value many times", func() string {
		return "FROM x\nENV A=" + strings.Repeat("a", 60_000) + "\n" + lines(10, "ENV B="+strings.Repeat("$A", 30_000)+"\n")
	}},
	{"replaced by much", func() string {
		return "FROM x\nENV A=" + strings.Repeat("a", 60_000) + "\n" +
			lines(10, "ENV B=${A//a/"+strings.Repeat("b", 60_000)+"}\n")
	}},
	{"stage on stage", func() string {
		var b strings.Builder
		b.WriteString("FROM x AS s0\n")
		for i := range 20_000 {
			fmt.Fprintf(&b, "FROM s%d AS s%d\nENV V=$A\n", i, i+1)
		}
		return b.String()
	}},
	{"heredocs without end", func() string {
		var b strings.Builder
		for i := range 50_000 {
			fmt.Fprintf(&b, "RUN <<E%d\n", i)
		}
		return b.String()
	}},
	{"one long instruction", func() string { return "FROM x\nRUN a" + lines(120_000, " && \\\n a") + "\n" }},
	{"one long list", func() string { return "RUN [\"a\"" + lines(60_000, ", \\\n \"\\n\\u0061\"") + "]\n" }},
}

func lines(n int, line string) string { return strings.Repeat(line, n) }

// TestBombs: the last instruction is found whatever stands before it. What takes no end is stopped by the test's own
// time limit; nothing here takes a second.
func TestBombs(t *testing.T) {
	for _, bomb := range bombs {
		t.Run(bomb.name, func(t *testing.T) {
			f := parse(t, bomb.file()+"RUN go mod download\n", false)
			last := f.Instructions[len(f.Instructions)-1]
			if len(last.Argv) == 0 {
				t.Fatalf("the last instruction is %+v", last)
			}
			argv := last.Argv
			if got := argv[len(argv)-1].String(); got != "go mod download" {
				t.Errorf("the last command is %.100q", got)
			}
		})
	}
}

func TestValuesAreBounded(t *testing.T) {
	f := parse(t, "FROM x\nENV V=1\n"+lines(3_000, "ENV V=$V$V\n")+"RUN a", false)
	last := f.Instructions[len(f.Instructions)-1]
	if got := last.Env["V"]; got.State != env.Unknown {
		t.Errorf("V is known, %d bytes", len(got.Text))
	}
}

// TestBeyondTheBudget: what comes after more expansions than the budget allows is unknown, and what was before is not.
func TestBeyondTheBudget(t *testing.T) {
	f := parse(t, "FROM x\nENV V=1\nRUN a\nENV P=x\n"+lines(5_000, "ENV P=$P:xxxx\n")+"ENV V=2\nRUN a\n", false)
	var got []env.Value
	for _, inst := range f.Instructions {
		if len(inst.Argv) > 0 {
			got = append(got, inst.Env["V"], inst.Env["P"])
		}
	}
	unknown := env.Value{State: env.Unknown}
	if want := []env.Value{env.Of("1"), {}, unknown, unknown}; !slices.Equal(got, want) {
		t.Errorf("V and P are %.100v", got)
	}
}

// BenchmarkParse shows what a file costs by its size: the time a byte stays the same.
func BenchmarkParse(b *testing.B) {
	const block = "FROM golang AS build\nENV A=1 B=$A\nCOPY . .\nRUN --mount=type=cache,target=/x go vet ./... && \\\n" +
		"    # comment\n    go build -mod=mod -o /out ./cmd/...\nRUN <<EOF\n  go test ./...\nEOF\nCMD [\"/out\"]\n"
	for _, size := range []int{1 << 10, 10 << 10, 100 << 10, 1000 << 10} {
		b.Run(fmt.Sprintf("%dKB", size>>10), func(b *testing.B) {
			src := source.NewFile([]byte(lines(size/len(block), block)))
			b.SetBytes(int64(len(src.Data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Parse(src, false, new(budget.Budget), nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkBombs(b *testing.B) {
	for _, bomb := range bombs {
		b.Run(strings.ReplaceAll(bomb.name, " ", "-"), func(b *testing.B) {
			src := source.NewFile([]byte(bomb.file()))
			b.SetBytes(int64(len(src.Data)))
			for b.Loop() {
				if _, err := Parse(src, false, new(budget.Budget), nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
