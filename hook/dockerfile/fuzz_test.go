package dockerfile

import (
	stdflag "flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"pgregory.net/rapid"

	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/source"
)

// TestMain has property tests try the same values each time, so that a change is blamed for what it broke alone;
// -rapid.seed=0 tries other ones.
func TestMain(m *testing.M) {
	if err := stdflag.Set("rapid.seed", "1"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// FuzzParse: whatever the bytes, every place lies in the file, every byte of a script that stands for one byte of the
// file is that byte, and instructions, arguments and heredocs are those that BuildKit's parser sees.
func FuzzParse(f *testing.F) {
	for _, file := range seeds() {
		if len(file) < 1000 { // the fuzzer takes its time to make long ones shorter
			f.Add(file)
		}
	}
	f.Fuzz(func(t *testing.T, data string) { checkLaws(t, data) })
}

func seeds() []string {
	var files []string
	for _, c := range formCases {
		files = append(files, c.file)
	}
	for _, c := range refusedCases {
		files = append(files, c.file)
	}
	for _, c := range envCases {
		files = append(files, c.file)
	}
	for _, c := range ignoreCases {
		files = append(files, c.file)
	}
	return files
}

// TestComposed holds files that are put together from pieces that mean something to the laws of FuzzParse.
func TestComposed(t *testing.T) {
	pieces := []string{
		"RUN ", "CMD ", "COPY ", "HEALTHCHECK ", "ONBUILD ", "ENV V=1", "FROM x", "SHELL ", "RUNN ", "go build", "a", "x=y",
		"\n", "\n", "\n", "\r\n", "\r", "\\", "\\\n", "`", "`\n", " ", "\t", "\v", "\u00a0", "\x85", "\x00",
		"#", "# escape=`\n", "\ufeff", "<<EOF", "<<-EOF", "<<\"E F\"", "<<E <<F", "EOF\n", "E F\n", "E\n", "F\n", "#!/bin/sh\n",
		"--mount=x ", "--", "--a=\"b c\" ", "[", "]", ",", "\"", "'", `["a"]`, `["\u0041\n"]`, "${", "}", "$V", ":-",
		"# ddhook:ignore r -- why\n",
	}
	rapid.Check(t, func(t *rapid.T) {
		checkLaws(t, strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 40).Draw(t, "pieces"), ""))
	})
}

// reporter is what the laws need of a test, by whatever it is run.
type reporter interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

func checkLaws(t reporter, data string) {
	src := source.NewFile([]byte(data))
	for _, scan := range []bool{false, true} {
		file, err := Parse(src, scan, new(budget.Budget), isGo)
		if err != nil {
			t.Fatal(err)
		}
		checkPlaces(t, file)
	}
	checkAgainstParser(t, src)
}

func checkPlaces(t reporter, file *File) {
	t.Helper()
	size := len(file.Source.Data)
	inside := func(s source.Span) bool { return 0 <= s.Start && s.Start <= s.End && s.End <= size }
	end := 0
	for _, inst := range file.Instructions {
		if !inside(inst.Span) || inst.Span.Start < end {
			t.Fatalf("instruction at %v, the last one ended at %d, the file has %d bytes", inst.Span, end, size)
		}
		end = inst.Span.End
		if len(inst.Argv) > 0 {
			for _, text := range inst.Argv {
				checkBytes(t, file.Source.Data, text)
			}
		}
	}
	for _, c := range file.Comments {
		if !inside(c.Span) || file.Source.Data[c.Span.Start] != '#' {
			t.Fatalf("comment at %v", c.Span)
		}
	}
	for _, ig := range file.Ignores {
		if !inside(ig.Span) || ig.Instruction < -1 || ig.Instruction >= len(file.Instructions) {
			t.Fatalf("ignore %+v", ig)
		}
	}
	for _, u := range file.Unparsed {
		if !inside(u.Span) {
			t.Fatalf("unparsed %+v", u)
		}
	}
}

func checkBytes(t reporter, data string, text source.Text) {
	t.Helper()
	for i := range text.Len() {
		s := text.Span(i, i+1)
		if s.Start < 0 || s.End > len(data) || s.Start > s.End {
			t.Fatalf("byte %d of %q at %v", i, text, s)
		}
		if s.End-s.Start == 1 && data[s.Start] != text.String()[i] {
			t.Fatalf("byte %d of %q at %d, where the file has %q", i, text, s.Start, data[s.Start])
		}
	}
}

// checkAgainstParser compares all that the parser tells with what is found here.
func checkAgainstParser(t reporter, src *source.File) {
	t.Helper()
	r := newReader(src)
	a := &analysis{reader: r, stages: newStages(r.escape, new(budget.Budget))}
	a.parse()
	n := a.next(1)
	for range a.nodes {
		node := a.nodes[n]
		if node == nil {
			t.Fatalf("an instruction at line %d, the parser has none", n)
		}
		s := a.statement(n)
		if s.text.String() != node.Original && src.Data == valid(src.Data) {
			t.Fatalf("text %q, the parser has %q", s.text, node.Original)
		}
		if s.last != node.EndLine {
			t.Fatalf("%q ends at line %d, the parser says %d", node.Original, s.last, node.EndLine)
		}
		checkHeredocs(t, src, s, node)
		if src.Data == valid(src.Data) {
			checkArguments(t, s, node)
		}
		n = a.next(s.last + 1)
	}
	if len(a.nodes) > 0 && n <= src.Lines() {
		t.Fatalf("an instruction at line %d, after those of the parser", n)
	}
}

func checkHeredocs(t reporter, src *source.File, s statement, node *parser.Node) {
	t.Helper()
	rest := ""
	for n := s.body; n <= s.last; n++ {
		rest += src.Line(n)
	}
	for _, h := range node.Heredocs {
		if !strings.HasPrefix(valid(rest), valid(h.Content)) {
			t.Fatalf("heredocs %q, the parser has %q", rest, h.Content)
		}
		_, rest, _ = strings.Cut(rest[min(len(rest), len(h.Content)):], "\n")
	}
}

func checkArguments(t reporter, s statement, node *parser.Node) {
	t.Helper()
	for strings.EqualFold(node.Value, "ONBUILD") && node.Next != nil && len(node.Next.Children) > 0 {
		node = node.Next.Children[0]
	}
	if strings.EqualFold(node.Value, "ONBUILD") && s.keyword.Len() == 0 {
		return // of nothing
	}
	if node.Value != s.keyword.String() {
		t.Fatalf("keyword %q, the parser has %q", s.keyword, node.Value)
	}
	args, next := s.args, node.Next
	switch strings.ToUpper(node.Value) {
	case "RUN", "CMD", "ENTRYPOINT":
	case "HEALTHCHECK":
		if next == nil || !strings.EqualFold(next.Value, "CMD") {
			return
		}
		_, args = cut(args)
		next = next.Next
	default:
		return
	}
	var want []string
	for ; next != nil; next = next.Next {
		want = append(want, next.Value)
	}
	got := []string{args.String()}
	words, exec := execForm(args)
	if exec != node.Attributes["json"] {
		t.Fatalf("%q: exec form %v, the parser says %v", args, exec, node.Attributes["json"])
	}
	if exec {
		got = nil
		for _, w := range words {
			got = append(got, w.String())
		}
	}
	if len(want) == 0 && args.Len() == 0 {
		return
	}
	if !slices.Equal(got, want) {
		t.Fatalf("arguments %q, the parser has %q", got, want)
	}
}

// TestCorpus reads the Dockerfiles of a folder that DDHOOK_CORPUS names, by the laws of FuzzParse.
func TestCorpus(t *testing.T) {
	folder := os.Getenv("DDHOOK_CORPUS")
	if folder == "" {
		t.Skip("DDHOOK_CORPUS names no folder with Dockerfiles")
	}
	files, err := filepath.Glob(filepath.Join(folder, "files", "*.Dockerfile"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files/*.Dockerfile in %s: %v", folder, err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		src := source.NewFile(data)
		file, err := Parse(src, false, new(budget.Budget), isGo)
		if err != nil {
			t.Fatal(err)
		}
		checkPlaces(t, file)
		checkAgainstParser(t, src)
		if file.Refused {
			t.Errorf("%s: refused: %v", name, file.Unparsed)
		}
	}
}

// valid is a text as BuildKit gets it.
func valid(text string) string { return strings.ToValidUTF8(text, "?") }
