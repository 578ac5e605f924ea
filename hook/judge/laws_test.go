package judge_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/judge"
	"github.com/ddhook/ddhook/hook/source"
)

// texts gives the forms of the table without their marks: whole Dockerfiles, and scripts.
func texts(t testing.TB) (dockerfiles, scripts []string) {
	t.Helper()
	for _, s := range readSections(t) {
		text, _ := unmark(s.forms(t, "/usr/local/go/bin")[0].text)
		if s.isDockerfile() {
			dockerfiles = append(dockerfiles, text)
		} else {
			scripts = append(scripts, text)
		}
	}
	return dockerfiles, scripts
}

func verdict(t tester, text string, scan bool) judge.Verdict {
	t.Helper()
	v, err := judge.File(defaultRules(), []byte(text), scan)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return v
}

// enough is the part of the budget that may be used: it ends with the step that was too much.
const enough = 3

// Whatever the bytes: there is a verdict, the same each time, in order, within the budget, with one violation a place and rule,
// and with all places inside the file.
func FuzzFile(f *testing.F) {
	dockerfiles, scripts := texts(f)
	for _, text := range dockerfiles {
		f.Add([]byte(text), false)
		f.Add([]byte(text), true)
	}
	for _, text := range scripts {
		f.Add([]byte("FROM scratch\nSHELL [\"bash\", \"-c\"]\nRUN <<E\n"+text+"\nE\n"), false)
		f.Add([]byte("FROM scratch\nRUN "+text), false)
	}
	f.Fuzz(func(t *testing.T, data []byte, scan bool) {
		if _, _, err := judge.Counted(defaultRules(), data, scan); errors.Is(err, budget.ErrTooMuch) {
			t.Skip("it is too much to look at, and says so")
		}
		v := verdict(t, string(data), scan)
		checkPlaces(t, v, len(data))
		again := verdict(t, string(data), scan)
		if a, b := summary(v, nil), summary(again, nil); !slices.Equal(a, b) {
			t.Errorf("two verdicts:\n%q\n%q", a, b)
		}
		if _, used, err := judge.Counted(defaultRules(), data, scan); err != nil || used > enough {
			t.Errorf("%d bytes used %.1f of the budget (%v)", len(data), used, err)
		}
	})
}

func checkPlaces(t *testing.T, v judge.Verdict, size int) {
	t.Helper()
	inside := func(what string, s source.Span) {
		if s.Start < 0 || s.End < s.Start || s.End > size {
			t.Errorf("%s at %v in a file of %d bytes", what, s, size)
		}
	}
	type place struct {
		rule  string
		start int
	}
	seen, last := map[place]bool{}, 0
	for _, violation := range v.Violations {
		s := violation.Span()
		inside(violation.Title, s)
		if p := (place{violation.Rule, s.Start}); seen[p] {
			t.Errorf("%v is found twice", p)
		} else {
			seen[p] = true
		}
		if s.Start < last {
			t.Errorf("a violation at %d stands behind one at %d", s.Start, last)
		}
		last = s.Start
	}
	for _, c := range v.Commands {
		inside("a command", c.Span())
		for _, s := range c.Spans {
			inside("a piece of a command", s)
		}
		for _, w := range c.Words {
			inside("a word", w.Span)
		}
	}
	for _, w := range v.Warnings {
		if w.Line < 1 || w.Line > v.Source.Lines() {
			t.Errorf("a warning at line %d of %d", w.Line, v.Source.Lines())
		}
	}
}

// summary tells a verdict in lines; at turns offsets into those of another version of the file.
func summary(v judge.Verdict, at func(int) int) []string {
	if at == nil {
		at = func(offset int) int { return offset }
	}
	var lines []string
	for _, c := range v.Commands {
		lines = append(lines, fmt.Sprintf("%d %q %v", at(c.Span().Start), wordsOf(c), len(c.Assigns)))
	}
	for _, violation := range v.Violations {
		lines = append(lines, fmt.Sprintf("%d %s", at(violation.Span().Start), violation.Rule))
	}
	return lines
}

// Where a line is broken and continued, and what comments and blank lines stand between, changes no command and moves
// each to where its bytes went.
func FuzzContinuations(f *testing.F) {
	_, scripts := texts(f)
	for i, script := range scripts {
		f.Add(script, uint64(i))
	}
	f.Fuzz(func(t *testing.T, script string, seed uint64) {
		if strings.ContainsAny(script, "\n\r\x00") || len(script) > 1<<14 {
			t.Skip("not one line of a script")
		}
		checkContinuations(t, script, rand.New(rand.NewPCG(seed, 0)))
	})
}

func TestContinuations(t *testing.T) {
	_, scripts := texts(t)
	n := 0
	for i, script := range scripts {
		if strings.ContainsAny(script, "\n\r") {
			continue
		}
		n++
		t.Run(script, func(t *testing.T) {
			for seed := range uint64(8) {
				checkContinuations(t, script, rand.New(rand.NewPCG(seed, uint64(i))))
			}
		})
	}
	if n < 100 {
		t.Errorf("only %d forms of one line", n)
	}
}

func checkContinuations(t tester, script string, random *rand.Rand) {
	t.Helper()
	const before = "FROM scratch\nSHELL [\"/bin/bash\", \"-c\"]\nRUN "
	broken, at := continued(script, random)
	plain := verdict(t, before+script+"\n", false)
	v := verdict(t, before+broken+"\n", false)
	got := summary(v, func(offset int) int { return len(before) + at(offset-len(before)) })
	if want := summary(plain, nil); !slices.Equal(got, want) {
		t.Errorf("%s\n\nis judged\n%s\n\nand in one line, %s\n\nit is judged\n%s\nwarnings %v and %v", broken,
			strings.Join(got, "\n"), script, strings.Join(want, "\n"), v.Warnings, plain.Warnings)
	}
}

// continued breaks a line at random places where Docker lets one: not behind a backslash, since two are no
// continuation, and not where a line would be blank, or a comment. The function turns a place in the result into that
// in the line.
func continued(line string, random *rand.Rand) (string, func(int) int) {
	var b strings.Builder
	type piece struct{ at, from int }
	pieces := []piece{{0, 0}}
	one := 1 + random.IntN(12) // breaks are that rare
	for i := range len(line) {
		rest := strings.TrimLeftFunc(line[i:], unicode.IsSpace)
		blank := strings.TrimSpace(line[pieces[len(pieces)-1].from:i]) == ""
		if !blank && rest != "" && rest[0] != '#' && line[i-1] != '\\' && random.IntN(one) == 0 {
			b.WriteString([]string{
				"\\\n", "\\  \n", "\\\n# go build\n", "\\\n\n", "\\\n   # a comment \\\n \t\n# another\n", "\\\r\n",
			}[random.IntN(6)])
			pieces = append(pieces, piece{b.Len(), i})
		}
		b.WriteByte(line[i])
	}
	return b.String(), func(offset int) int {
		k := len(pieces) - 1
		for k > 0 && pieces[k].at > offset {
			k--
		}
		return pieces[k].from + offset - pieces[k].at
	}
}

// A comment line between instructions, or among the lines of one, changes no command.
func TestComments(t *testing.T) {
	dockerfiles, _ := texts(t)
	for _, text := range dockerfiles {
		if strings.Contains(text, "<<") {
			continue // a here document holds no comments of Docker's
		}
		plain := verdict(t, text, false)
		for n := 1; n <= plain.Source.Lines(); n++ {
			at := plain.Source.LineSpan(n).End
			const comment = "# RUN go mod download\n"
			v := verdict(t, text[:at]+comment+text[at:], false)
			got := summary(v, func(offset int) int {
				if offset >= at {
					offset -= len(comment)
				}
				return offset
			})
			if want := summary(plain, nil); !slices.Equal(got, want) {
				t.Errorf("with a comment below line %d\n%s\nis judged\n%q, not\n%q", n, text, got, want)
			}
		}
	}
}
