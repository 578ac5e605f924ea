package dockerfile

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/source"
)

// show writes a run as `KEYWORD form line:column word|word|...`; the place is that of the last word's first byte.
func show(f *File) []string {
	forms := map[Form]string{Exec: "exec", Shell: "shell", Scan: "scan"}
	var all []string
	for _, inst := range f.Instructions {
		if len(inst.Argv) > 0 {
			keyword := inst.Keyword
			if inst.OnBuild {
				keyword = "ONBUILD " + keyword
			}
			var words []string
			for _, w := range inst.Argv {
				words = append(words, w.String())
			}
			line, column := f.Source.Position(inst.Argv[len(inst.Argv)-1].Offset(0))
			all = append(all, fmt.Sprintf("%s %s %d:%d %s", keyword, forms[inst.Form], line, column,
				strings.Join(words, "|")))
		}
	}
	return all
}

func parse(t *testing.T, data string, scan bool) *File {
	t.Helper()
	f, err := Parse(source.NewFile([]byte(data)), scan, new(budget.Budget), isGo)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// isGo stands for what the rules of a test are about.
func isGo(word string) bool {
	name := word[strings.LastIndexByte(word, '/')+1:]
	return name == "go" || name == "xx-go"
}

type formCase struct {
	name string
	file string
	want []string // see show
}

var formCases = []formCase{
	{"shell form", "FROM x\nRUN go build\n", []string{"RUN shell 2:5 /bin/sh|-c|go build"}},
	{"no line end", "FROM x\nRUN go build", []string{"RUN shell 2:5 /bin/sh|-c|go build"}},
	{"lower case, blanks around", "from x\n \t run \t go build \t\n", []string{"RUN shell 2:10 /bin/sh|-c|go build"}},
	{"no FROM", "RUN a", []string{"RUN shell 1:5 /bin/sh|-c|a"}},
	{"CMD and ENTRYPOINT", "FROM x\nCMD a\nENTRYPOINT b\n",
		[]string{"CMD shell 2:5 /bin/sh|-c|a", "ENTRYPOINT shell 3:12 /bin/sh|-c|b"}},
	{"healthcheck", "FROM x\nHEALTHCHECK --interval=5s --timeout=3s CMD go build\nHEALTHCHECK NONE\nHEALTHCHECK cmd [\"a\"]\n",
		[]string{"HEALTHCHECK shell 2:44 /bin/sh|-c|go build", "HEALTHCHECK exec 4:19 a"}},
	{"onbuild", "FROM x\nONBUILD RUN a\nonbuild healthcheck --retries=1 CMD b\nONBUILD CMD [\"c\"]\nONBUILD COPY a b\n", []string{
		"ONBUILD RUN shell 2:13 /bin/sh|-c|a", "ONBUILD HEALTHCHECK shell 3:37 /bin/sh|-c|b", "ONBUILD CMD exec 4:15 c"}},
	{"onbuild twice", "FROM x\nONBUILD ONBUILD RUN a\n", []string{"ONBUILD RUN shell 2:21 /bin/sh|-c|a"}},
	{"no commands", "FROM x\nRUN\nRUN []\nCMD\nCOPY a b\nLABEL go=build\nWORKDIR /go\n", nil},
	{"continuation", "FROM x\nRUN a && \\\n    b\n", []string{"RUN shell 2:5 /bin/sh|-c|a &&     b"}},
	{"blanks behind the sign", "FROM x\nRUN a && \\ \t\n b\n", []string{"RUN shell 2:5 /bin/sh|-c|a &&  b"}},
	{"comments and empty lines inside", "FROM x\nRUN a && \\\n# c\n\n  # d \\\n  b\n",
		[]string{"RUN shell 2:5 /bin/sh|-c|a &&   b"}},
	{"two signs are none", "FROM x\nRUN a \\\\\nRUN b", []string{`RUN shell 2:5 /bin/sh|-c|a \\`, "RUN shell 3:5 /bin/sh|-c|b"}},
	{"keyword on the next line", "FROM x\n\\\nRUN a\nRUN \\\n  b", []string{"RUN shell 3:5 /bin/sh|-c|a", "RUN shell 5:3 /bin/sh|-c|b"}},
	{"sign at the end of the file", "FROM x\nRUN a \\", []string{"RUN shell 2:5 /bin/sh|-c|a"}},
	{"backtick", "# escape=`\nFROM x\nRUN a `\n  b C:\\\n", []string{"RUN shell 3:5 /bin/sh|-c|a   b C:\\"}},
	{"escape is late", "FROM x\n# escape=`\nRUN a \\\n b\n", []string{"RUN shell 3:5 /bin/sh|-c|a  b"}},
	{"carriage returns", "FROM x\r\nRUN a && \\\r\n\r\n b\r\nRUN c\r\n",
		[]string{"RUN shell 2:5 /bin/sh|-c|a &&  b", "RUN shell 5:5 /bin/sh|-c|c"}},
	{"byte order mark", "\ufeffRUN a", []string{"RUN shell 1:8 /bin/sh|-c|a"}},
	{"byte order mark before a directive", "\ufeff# escape=`\nRUN a `\nb", []string{"RUN shell 2:5 /bin/sh|-c|a b"}},
	{"flags", "FROM x\nRUN --mount=type=cache,target=\"/a b\" --network=none \\\n  --security=insecure go build\n",
		[]string{"RUN shell 3:23 /bin/sh|-c|go build"}},
	{"flags end", "FROM x\nRUN -- --x go\n", []string{"RUN shell 2:8 /bin/sh|-c|--x go"}},
	{"exec form", `FROM x` + "\n" + `RUN ["go", "mod" , "download"]`, []string{"RUN exec 2:21 go|mod|download"}},
	{"exec form with escapes", `RUN --network=none ["sh", "-c", "a \"b\" \\ \/ \u0067o\tx\nz \ud83d\ude00"]`,
		[]string{"RUN exec 1:34 sh|-c|a \"b\" \\ / go\tx\nz \U0001f600"}},
	{"exec form on two lines", "RUN [\"a\", \\\n \"b\"]", []string{"RUN exec 2:3 a|b"}},
	{"no JSON", "RUN ['a', 'b']\nRUN [ -f x ] && y\nRUN [\"a\",]\nRUN [null] z\nRUN [\"C:\\a\"]", []string{
		"RUN shell 1:5 /bin/sh|-c|['a', 'b']", "RUN shell 2:5 /bin/sh|-c|[ -f x ] && y", "RUN shell 3:5 /bin/sh|-c|[\"a\",]",
		"RUN shell 4:5 /bin/sh|-c|[null] z", "RUN shell 5:5 /bin/sh|-c|[\"C:\\a\"]"}},
	{"SHELL", "FROM x\nSHELL [\"/bin/bash\", \"-ec\"]\nARG A\nRUN a\nCMD b\nFROM y\nRUN c\n", []string{
		"RUN shell 4:5 /bin/bash|-ec|a", "CMD shell 5:5 /bin/bash|-ec|b", "RUN shell 7:5 /bin/sh|-c|c"}},
	{"SHELL of another stage", "FROM x AS Base\nSHELL [\"ash\"]\nFROM base\nRUN a\nSHELL no json\nRUN b\n",
		[]string{"RUN shell 4:5 ash|a", "RUN shell 6:5 ash|b"}},
	{"SHELL of a stage by a variable", "ARG V=base\nFROM x AS mybase\nSHELL [\"ash\"]\nFROM my$V\nRUN a\n",
		[]string{"RUN shell 5:5 ash|a"}},
	{"SHELL behind ONBUILD", "FROM x\nONBUILD SHELL [\"ash\"]\nRUN a\n", []string{"RUN shell 3:5 /bin/sh|-c|a"}},
	{"Windows", "FROM golang:1-nanoserver\nRUN a\nFROM --platform=windows/amd64 y\nRUN b\nFROM mcr.microsoft.com/windows/x\nRUN c\n",
		[]string{"RUN shell 2:5 cmd|/S|/C|a", "RUN shell 4:5 cmd|/S|/C|b", "RUN shell 6:5 cmd|/S|/C|c"}},
	{"Windows, by a tag that nobody knows", "ARG V\nFROM mcr.microsoft.com/windows/nanoserver:${V}\nRUN a\nFROM x/servercore:${V:+1}\nRUN b\n",
		[]string{"RUN shell 3:5 cmd|/S|/C|a", "RUN shell 5:5 cmd|/S|/C|b"}},
	{"Windows, an image that sets PowerShell", "ARG V=1\nFROM golang:${V}-windowsservercore-ltsc2022\nRUN a\n",
		[]string{"RUN shell 3:5 powershell|-Command|a"}},

	{"heredoc", "FROM x\nRUN <<EOF\n  a\n\tb\nEOF\nRUN c\n",
		[]string{"RUN shell 3:1 /bin/sh|-c|  a\n\tb\n", "RUN shell 6:5 /bin/sh|-c|c"}},
	{"heredoc without a last line end", "RUN <<EOF\na\nEOF", []string{"RUN shell 2:1 /bin/sh|-c|a\n"}},
	{"heredoc with tabs", "RUN <<-EOF\n\t\ta\n\n\t b\n\tEOF\n", []string{"RUN shell 2:3 /bin/sh|-c|a\n\n b\n"}},
	{"heredoc, blank before the word", "RUN << EOF\na\nEOF\n", []string{"RUN shell 2:1 /bin/sh|-c|a\n"}},
	{"no heredoc to BuildKit", "RUN <<- EOF\ngo build\nEOF\n", []string{
		"RUN shell 1:5 /bin/sh|-c|<<- EOF", "GO scan 2:1 go build"}},
	{"a lost continuation sign", "RUN a\nxx-go build\n/x/go build\nnpm ci\n", []string{
		"RUN shell 1:5 /bin/sh|-c|a", "XX-GO scan 2:1 xx-go build", "/X/GO scan 3:1 /x/go build", "NPM scan 4:5 ci"}},
	{"heredoc, quoted", "RUN <<\"EOF\"\na\nEOF\nRUN <<'E F'\nb\nE F\n",
		[]string{"RUN shell 2:1 /bin/sh|-c|a\n", "RUN shell 5:1 /bin/sh|-c|b\n"}},
	{"heredoc, flags", "RUN --mount=type=cache,target=/x <<EOF\na\nEOF\n", []string{"RUN shell 2:1 /bin/sh|-c|a\n"}},
	{"heredoc, no UTF-8 beside it", "RUN \xff <<EOF\na\nEOF\n", []string{"RUN shell 1:5 /bin/sh|-c|\xff <<EOF\na\nEOF"}},
	{"heredoc, empty", "RUN <<EOF\nEOF\nRUN b\n", []string{"RUN shell 3:5 /bin/sh|-c|b"}},
	{"heredoc, carriage returns", "RUN <<EOF\r\na \\\r\nb\r\nEOF\r\n", []string{"RUN shell 2:1 /bin/sh|-c|a \\\r\nb\r\n"}},
	{"heredoc holds instructions", "RUN <<EOF\n# c\nRUN a\nEOF\n", []string{"RUN shell 2:1 /bin/sh|-c|# c\nRUN a\n"}},
	{"heredoc for a program", "RUN <<EOF bash\na\nEOF\nRUN b", []string{
		"RUN shell 1:5 /bin/sh|-c|<<EOF bash\na\nEOF", "RUN shell 4:5 /bin/sh|-c|b"}},
	{"heredoc for a file", "RUN cat <<-EOF > f\n\ta\n\tEOF\n", []string{"RUN shell 1:5 /bin/sh|-c|cat <<-EOF > f\n\ta\n\tEOF"}},
	{"heredoc after a command", "RUN a && b <<EOF\nc\nEOF", []string{"RUN shell 1:5 /bin/sh|-c|a && b <<EOF\nc\nEOF"}},
	{"heredoc on a continued line", "RUN cat <<EOF \\\n  && b\nc\nEOF\n", []string{
		"RUN shell 1:5 /bin/sh|-c|cat <<EOF   && b\nc\nEOF"}},
	{"two heredocs", "RUN a <<X b <<'Y'\n1\nX\n2\nY\nRUN c", []string{
		"RUN shell 1:5 /bin/sh|-c|a <<X b <<'Y'\n1\nX\n2\nY", "RUN shell 6:5 /bin/sh|-c|c"}},
	{"heredoc with a descriptor", "RUN 3<<EOF\na\nEOF\n", []string{"RUN shell 2:1 /bin/sh|-c|a\n"}},
	{"heredoc behind ONBUILD", "FROM x\nONBUILD RUN <<EOF\na\nEOF\nRUN b\n",
		[]string{"ONBUILD RUN shell 3:1 /bin/sh|-c|a\n", "RUN shell 5:5 /bin/sh|-c|b"}},
	{"heredoc in the SHELL", "SHELL [\"bash\", \"-c\"]\nRUN <<EOF\na\nEOF\n", []string{"RUN shell 3:1 bash|-c|a\n"}},
	{"heredoc data", "COPY <<EOF /x\nRUN go build\nEOF\nADD <<A <<B /y\nRUN a\nA\nRUN b\nB\nRUN c", []string{
		"RUN shell 9:5 /bin/sh|-c|c"}},
	{"heredoc in a string is none", "RUN echo \"<<EOF\" && a\nRUN b", []string{
		"RUN shell 1:5 /bin/sh|-c|echo \"<<EOF\" && a", "RUN shell 2:5 /bin/sh|-c|b"}},
	{"shebang", "RUN <<EOF\n#!/bin/bash -e\na\nEOF\n", []string{"RUN exec 2:1 /bin/bash|-e|-c|#!/bin/bash -e\na\n"}},
	{"shebang by env", "RUN <<EOF\n#! /usr/bin/env -S bash -e\na\nEOF\n", []string{
		"RUN exec 2:1 /usr/bin/env|bash|-e|-c|#! /usr/bin/env -S bash -e\na\n"}},
	{"shebang behind tabs", "RUN <<-EOF\n\t#!/bin/sh\n\ta\nEOF\n", []string{"RUN exec 2:2 /bin/sh|-c|#!/bin/sh\na\n"}},
	{"shebang of nothing", "RUN <<EOF\n#!\na\nEOF\n", []string{"RUN shell 2:1 /bin/sh|-c|#!\na\n"}},
	{"shebang for a file", "RUN cat <<EOF > f\n#!/bin/sh\nEOF\n", []string{"RUN shell 1:5 /bin/sh|-c|cat <<EOF > f\n#!/bin/sh\nEOF"}},

	{"unknown instruction", "FROM x\nRUNN --x go build\n", []string{"RUNN scan 2:10 go build"}},
	{"lost continuation sign", "FROM x\nRUN a &&\n  go build \\\n  ./x\n/usr/local/go/bin/go build\n", []string{
		"RUN shell 2:5 /bin/sh|-c|a &&", "GO scan 3:3 go build   ./x", "/USR/LOCAL/GO/BIN/GO scan 5:1 /usr/local/go/bin/go build"}},
	{"conflict", "FROM x\n<<<<<<< HEAD\nRUN a\n=======\nRUN b\n>>>>>>> c\n", []string{
		"<<<<<<< scan 2:9 HEAD", "RUN shell 3:5 /bin/sh|-c|a", "RUN shell 5:5 /bin/sh|-c|b", ">>>>>>> scan 6:9 c"}},
	{"unknown behind ONBUILD", "FROM x\nONBUILD RUNN go\nONBUILD go build\n", []string{
		"ONBUILD RUNN scan 2:14 go", "ONBUILD GO scan 3:9 go build"}},
}

func TestForms(t *testing.T) {
	for _, c := range formCases {
		t.Run(c.name, func(t *testing.T) {
			f := parse(t, c.file, false)
			if got := show(f); !slices.Equal(got, c.want) {
				t.Errorf("got\n%q\nwant\n%q", got, c.want)
			}
			if f.Refused {
				t.Errorf("refused: %v", f.Unparsed)
			}
			checkPlaces(t, f)
			checkAgainstParser(t, f.Source)
		})
	}
}

// TestUnknownIsNamed: what Docker does not know is named in a warning at its place, and nothing else is.
func TestUnknownIsNamed(t *testing.T) {
	f := parse(t, "FROM x\nRUN a\n  RUNN go build\n=======\n", false)
	var got []string
	for _, u := range f.Unparsed {
		line, column := f.Source.Position(u.Span.Start)
		got = append(got, fmt.Sprintf("%d:%d %s %s %s", line, column, u.Noun, u.Which, u.Reason))
	}
	want := []string{
		`3:3 instruction that docker build does not know RUNN`,
		`4:1 instruction that docker build does not know =======`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

type refusedCase struct {
	name   string
	file   string
	line   int    // of the warning
	reason string // a part of it
	want   []string
}

var refusedCases = []refusedCase{
	{"escape", "# escape=x\nFROM x\nRUN go build\n", 1, "invalid escape token", []string{"RUN scan 3:5 go build"}},
	{"directive twice", "# escape=`\n# escape=`\nRUN a `\n b\n", 1, "only one escape", []string{"RUN scan 3:5 a  b"}},
	{"ENV", "FROM x\nENV FOO\nRUN --network=none go \\\n# c\n build\nCOPY go build\nLABEL go=build\n", 2,
		"ENV must have two arguments", []string{"RUN scan 3:20 go  build"}},
	{"JSON", "FROM x\nCMD [\"a\", 1]\nENTRYPOINT [\"go\", \"build\"]\nHEALTHCHECK --retries=1 CMD go build\n", 2,
		"comprised of strings only", []string{`CMD scan 2:5 ["a", 1]`, "ENTRYPOINT exec 3:20 go|build", "HEALTHCHECK scan 4:29 go build"}},
	{"heredoc", "FROM x\nRUN <<EOF\ngo build\nRUN a\n", 2, "unterminated heredoc",
		[]string{"RUN scan 2:5 <<EOF", "GO scan 3:1 go build", "RUN scan 4:5 a"}},
	{"heredocs, line by line", "ENV X\nRUN <<-EOF\n\ta\n\tEOF\nRUN b <<EOF\nc\nEOF\nCOPY <<EOF /x\nRUN d\nEOF\nONBUILD RUN e", 1, "ENV must",
		[]string{"RUN scan 2:5 <<-EOF", "RUN scan 5:5 b <<EOF", "RUN scan 9:5 d", "ONBUILD RUN scan 11:13 e"}},
	{"unknown and refused", "ENV X\nRUNN go build\n", 1, "ENV must", []string{"RUNN scan 2:6 go build"}},
	{"long line", "FROM x\nRUN a\nRUN " + strings.Repeat("x", 65_600) + "\nRUN go build\n", 3, "greater than max allowed size",
		[]string{"RUN scan 2:5 a", "RUN scan 3:5 " + strings.Repeat("x", 65_600), "RUN scan 4:5 go build"}},
	{"long line at the end", "FROM x\nRUN a \\\n" + strings.Repeat("x", 65_600) + "\n", 3, "greater than max allowed size",
		[]string{"RUN scan 2:5 a " + strings.Repeat("x", 65_600)}},
}

func TestRefused(t *testing.T) {
	for _, c := range refusedCases {
		t.Run(c.name, func(t *testing.T) {
			f := parse(t, c.file, false)
			if got := show(f); !slices.Equal(got, c.want) {
				t.Errorf("got\n%q\nwant\n%q", got, c.want)
			}
			if !f.Refused || len(f.Unparsed) == 0 {
				t.Fatalf("refused is %v, warnings are %v", f.Refused, f.Unparsed)
			}
			u := f.Unparsed[0]
			if line := f.Source.LineOf(u.Span.Start); line != c.line || !strings.Contains(u.Reason, c.reason) {
				t.Errorf("line %d: %s", line, u.Reason)
			}
			scanned := parse(t, c.file, true)
			if got := show(scanned); !slices.Equal(got, c.want) {
				t.Errorf("with scan: got\n%q\nwant\n%q", got, c.want)
			}
			if !slices.Equal(scanned.Unparsed, f.Unparsed) {
				t.Errorf("with scan: warnings are %v, not %v", scanned.Unparsed, f.Unparsed)
			}
		})
	}
}

func TestNothingToRead(t *testing.T) {
	for _, file := range []string{"", "\n\n", "# only\n  # comments\n", "# escape=x\n", "\ufeff"} {
		for _, scan := range []bool{false, true} {
			f := parse(t, file, scan)
			if len(f.Instructions) > 0 || len(f.Unparsed) > 0 || f.Refused {
				t.Errorf("%q: %+v", file, f)
			}
		}
	}
}

func TestTooLarge(t *testing.T) {
	line := "RUN go build\n"
	data := strings.Repeat(line, budget.MaxFile/len(line)+1)
	_, err := Parse(source.NewFile([]byte(data)), false, new(budget.Budget), nil)
	if !errors.Is(err, budget.ErrTooLarge) {
		t.Errorf("got %v, want %v", err, budget.ErrTooLarge)
	}
}

// TestExecFormPlaces: behind an escape in a JSON string every byte still knows its place.
func TestExecFormPlaces(t *testing.T) {
	f := parse(t, `RUN ["sh", "-c", "x=\"1\"\ngo \u0062uild"]`, false)
	script := f.Instructions[0].Argv[2]
	i := strings.Index(script.String(), "go build")
	if got, want := script.Span(i, i+2), (source.Span{Start: 27, End: 29}); got != want {
		t.Errorf("go at %v, want %v", got, want)
	}
	if got, want := script.Span(i+3, script.Len()), (source.Span{Start: 30, End: 40}); got != want {
		t.Errorf("build at %v, want %v", got, want)
	}
}
