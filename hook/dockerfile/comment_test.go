package dockerfile

import (
	"fmt"
	"slices"
	"testing"
)

func TestComments(t *testing.T) {
	f := parse(t, "# syntax=a\n#escape=`\n#  one \nFROM x\n\n  #two\nRUN a `\n\t# three `\n b # no\nRUN <<EOF\n# no\nEOF\n#\n# four", false)
	var got []string
	for _, c := range f.Comments {
		at := f.Source.Position(c.Span.Start)
		got = append(got, fmt.Sprintf("%d:%d %s", at.Line, at.Column, c.Text))
	}
	want := []string{"3:1 one", "6:3 two", "8:2 three `", "13:1 ", "14:1 four"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// ignoreCases: `line:column instruction rule|reason`, the instruction by its index.
var ignoreCases = []struct {
	name string
	file string
	want []string
}{
	{"above", "FROM x\n# ddhook:ignore r -- why so\nRUN a", []string{"2:1 1 r|why so"}},
	{"above others", "FROM x\n#ddhook:ignore r--why\n\n# more\n\nRUN a", []string{"2:1 1 r|why"}},
	{"several", "FROM x\n# ddhook:ignore r -- a\n# ddhook:ignore s -- b\nRUN a", []string{"2:1 1 r|a", "3:1 1 s|b"}},
	{"among the lines", "FROM x\nRUN a \\\n  # ddhook:ignore r -- why\n  b", []string{"3:3 1 r|why"}},
	{"in a script", "RUN <<EOF\na\n  # ddhook:ignore r -- why\nEOF\n", []string{"3:3 0 r|why"}},
	{"behind a command", "RUN a # ddhook:ignore r -- why\nRUN a && \\\n  b # ddhook:ignore s -- so \\\n\n",
		[]string{"1:7 0 r|why", "3:5 1 s|so"}},
	{"in data", "COPY <<EOF /x\n# ddhook:ignore r -- why\nEOF\n", nil},
	{"among the lines of COPY", "COPY a \\\n# ddhook:ignore r -- why\n b", []string{"2:1 0 r|why"}},
	{"below all", "FROM x\n# ddhook:ignore r -- why\n", []string{"2:1 -1 r|why"}},
	{"in no instruction", "# ddhook:ignore r -- why\n", []string{"1:1 -1 r|why"}},
	{"no reason", "# ddhook:ignore r\n# ddhook:ignore s --\n# ddhook:ignore t because\nRUN a",
		[]string{"1:1 0 r|", "2:1 0 s|", "3:1 0 t|"}},
	{"no rule", "# ddhook:ignore\n# ddhook:ignore -- why\nRUN a", []string{"1:1 0 |", "2:1 0 |why"}},
	{"two rules", "# ddhook:ignore r s -- why\nRUN a", []string{"1:1 0 r s|why"}},
	{"carriage return", "# ddhook:ignore r -- why\r\nRUN a\r\n", []string{"1:1 0 r|why"}},
	{"something else", "# ddhook:ignored r -- why\n# not ddhook:ignore r -- why\n# say # ddhook:ignore r -- why\n" +
		"RUN echo '#ddhook:ignore r -- why'", nil},
	{"in a string", "RUN echo \" # ddhook:ignore r -- why\" && a\nRUN [\"a\", \" # ddhook:ignore r -- why\"]\nRUN sh -c 'a # ddhook:ignore r -- why'", nil},
	{"behind a string", "RUN echo \"a's\" 'b' \\' # ddhook:ignore r -- why", []string{"1:23 0 r|why"}},
	{"behind a string of two lines", "RUN a \"b \\\n  c\" # ddhook:ignore r -- why", []string{"2:6 0 r|why"}},
	{"behind the other escape sign", "# escape=`\nRUN a \"C:\\\" # ddhook:ignore r -- why", []string{"2:13 0 r|why"}},
	{"refused", "ENV X\n# ddhook:ignore r -- why\nRUN a", []string{"2:1 1 r|why"}},
}

func TestIgnores(t *testing.T) {
	for _, c := range ignoreCases {
		t.Run(c.name, func(t *testing.T) {
			f := parse(t, c.file, false)
			var got []string
			for _, ig := range f.Ignores {
				at := f.Source.Position(ig.Span.Start)
				got = append(got, fmt.Sprintf("%d:%d %d %s|%s", at.Line, at.Column, ig.Instruction, ig.Rule, ig.Reason))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
