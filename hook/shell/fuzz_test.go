package shell_test

import (
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/shell"
	"github.com/ddhook/ddhook/hook/source"
)

// Whatever the script, nothing panics, every place is inside the file, no word ends before it begins, the commands
// come in the order of the text, and reading it again finds the same.
func FuzzRun(f *testing.F) {
	for _, tt := range forms() {
		f.Add(tt.script, uint8(0))
	}
	for _, script := range []string{"a=(b c) <<E\n${a[@]}\nE\n", "x `y \\` z`", "# a \\\nb", "if; go", "\"", "((a); b)", "a\r\n<<E\r\nE\r\n", "() a; go"} {
		f.Add(script, uint8(1))
	}
	shells := [][]string{{"/bin/sh", "-c"}, {"bash", "-c"}, {"zsh", "-c"}, {"ksh", "-c"}, {"cmd", "/c"}, {"powershell"}, {"x"}}
	f.Fuzz(func(t *testing.T, script string, n uint8) {
		if len(script) > 1<<12 {
			t.Skip("slow without being new")
		}
		sh := shells[int(n)%len(shells)]
		commands, warnings, file := run(script, sh...)
		last := 0
		for _, c := range commands {
			start := c.Words[0].Span.Start
			if start < last {
				t.Errorf("%d comes behind %d", start, last)
			}
			last = start
			for _, w := range c.Words {
				checkSpan(t, w.Span, file)
			}
			for _, a := range c.Assigns {
				checkSpan(t, a.Value.Span, file)
			}
			for _, s := range c.Spans {
				checkSpan(t, s, file)
			}
		}
		for _, w := range warnings {
			checkSpan(t, w.Span, file)
		}
		again, _, _ := run(script, sh...)
		if a, b := showAll(commands, file), showAll(again, file); a != b {
			t.Errorf("first\n%s\nthen\n%s", a, b)
		}
	})
}

func checkSpan(t *testing.T, s source.Span, f *source.File) {
	t.Helper()
	if s.Start < 0 || s.Start > s.End || s.End > len(f.Data) {
		t.Errorf("%v is no span of a file of %d bytes", s, len(f.Data))
	}
}

func showAll(commands []shell.Command, f *source.File) string {
	var b strings.Builder
	for _, c := range commands {
		b.WriteString(show(c, f) + "\n")
	}
	return b.String()
}

// The word scan takes any text: the laws of FuzzRun hold for it.
func FuzzScan(f *testing.F) {
	for _, tt := range scans() {
		f.Add(tt.script)
	}
	f.Fuzz(func(t *testing.T, text string) {
		file := source.NewFile([]byte(text))
		for _, c := range shell.Scan(file.Text(source.Span{End: len(text)}), new(budget.Budget), nil) {
			for _, w := range c.Words {
				checkSpan(t, w.Span, file)
			}
		}
	})
}
