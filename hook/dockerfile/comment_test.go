package dockerfile

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestComments(t *testing.T) {
	f := parse(t, "# syntax=a\n#escape=`\n#  one \nFROM x\n\n  #two\nRUN a `\n\t# three `\n b # no\nRUN <<EOF\n# no\nEOF\n#\n# four", false)
	var got []string
	for _, c := range f.Comments {
		line, column := f.Source.Position(c.Span.Start)
		got = append(got, fmt.Sprintf("%d:%d %s", line, column, c.Text))
	}
	want := []string{"3:1 one", "6:3 two", "8:2 three `", "13:1 ", "14:1 four"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// ignoreCases: `line:column instruction rules|reason`, the instruction by its index; before a reason that does not stand
// after "--" its dash, and before all a sign that is not [IgnoreSign].
var ignoreCases = []struct {
	name string
	file string
	want []string
}{
	{"above", "FROM x\n# ddhook:ignore r -- why so\nRUN a", []string{"2:1 1 r|why so"}},
	{"above others", "FROM x\n#  ddhook:ignore r  --  why\n\n# more\n\nRUN a", []string{"2:1 1 r|why"}},
	{"several", "FROM x\n# ddhook:ignore r -- a\n# ddhook:ignore s -- b\nRUN a", []string{"2:1 1 r|a", "3:1 1 s|b"}},
	{"several rules", "# ddhook:ignore r s -- a\n# ddhook:ignore r,s ,t, u -- b\nRUN a", []string{"1:1 0 r s|a", "2:1 0 r s t u|b"}},
	{"among the lines", "FROM x\nRUN a \\\n  # ddhook:ignore r -- why\n  b", []string{"3:3 1 r|why"}},
	{"in a script", "RUN <<EOF\na\n  # ddhook:ignore r -- why\nEOF\n", []string{"3:3 0 r|why"}},
	{"after a command", "RUN a # ddhook:ignore r -- why\nRUN a ${#x} && \\\n  b # ddhook:ignore s -- so \\\n\n",
		[]string{"1:7 0 r|why", "3:5 1 s|so"}},
	{"among the lines of COPY", "COPY a \\\n# ddhook:ignore r -- why\n b", []string{"2:1 0 r|why"}},
	{"below all", "FROM x\n# ddhook:ignore r -- why\n", []string{"2:1 -1 r|why"}},
	{"in no instruction", "# ddhook:ignore r -- why\n", []string{"1:1 -1 r|why"}},
	{"no reason", "# ddhook:ignore r\n# ddhook:ignore s --\n# ddhook:ignore t because\nRUN a",
		[]string{"1:1 0 r|", "2:1 0 s|", "3:1 0 t because|"}},
	{"another dash", "# ddhook:ignore r - a\n# ddhook:ignore r — b -- c\n# ddhook:ignore r – c\n# ddhook:ignore r-s --t\nRUN a",
		[]string{"1:1 0 r|-|a", "2:1 0 r|—|b -- c", "3:1 0 r|–|c", "4:1 0 r-s --t|"}},
	{"dashes in the reason", "# ddhook:ignore r -- a - b -- c\nRUN a", []string{"1:1 0 r|a - b -- c"}},
	{"no rule", "# ddhook:ignore\n# ddhook:ignore -- why\nRUN a", []string{"1:1 0 |", "2:1 0 |why"}},
	{"line ends", "# ddhook:ignore r -- why\r\nRUN a # ddhook:ignore r -- why", []string{"1:1 0 r|why", "2:7 0 r|why"}},
	{"the other escape sign", "# escape=`\nRUN a \"C:\\\" `\n# ddhook:ignore r -- why `\n b", []string{"3:1 0 r|why"}},
	{"refused", "ENV X\n# ddhook:ignore r -- why\nRUN a", []string{"2:1 1 r|why"}},
	{"meant to be one", "#ddhook:ignore r -- a\n# ddhook: ignore r -- b\n# DDHook:Ignore r -- c\n# ddhook ignore=r\n" +
		"# ddhook:disable r\n# ddhook-ignore r - d\n# ddhook:ignored r -- e\n# ddhook:ignore[r] -- f\n#ddhook:ignore\nRUN a",
		[]string{"#ddhook:ignore 1:1 0 r|a", "# ddhook: ignore 2:1 0 r|b", "# DDHook:Ignore 3:1 0 r|c", "# ddhook ignore= 4:1 0 r|",
			"# ddhook:disable 5:1 0 r|", "# ddhook-ignore 6:1 0 r|-|d", "# ddhook:ignored 7:1 0 r|e", "# ddhook:ignore[ 8:1 0 r|f",
			"#ddhook:ignore 9:1 0 |"}},
	{"something else", "# not ddhook:ignore r -- why\n# say # ddhook:ignore r -- why\n# ddhook: see ADR-12\n# ddhook ignores it\n" +
		"RUN echo '#ddhook:ignore r -- why' foo# ddhook:ignore r -- why", nil},
}

func TestIgnores(t *testing.T) {
	for _, c := range ignoreCases {
		t.Run(c.name, func(t *testing.T) {
			f := parse(t, c.file, false)
			var got []string
			for _, ig := range f.Ignores {
				line, column := f.Source.Position(ig.Span.Start)
				text := fmt.Sprintf("%d:%d %d %s|", line, column, ig.Instruction, strings.Join(ig.Rules, " "))
				if ig.Sign != IgnoreSign {
					text = ig.Sign + " " + text
				}
				if ig.Reason != "" && ig.Dash != "--" {
					text += ig.Dash + "|"
				}
				got = append(got, text+ig.Reason)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got\n%q, want\n%q", got, c.want)
			}
		})
	}
}
