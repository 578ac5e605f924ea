package judge_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// section is a form as it stands in testdata/truth/forms: a script or, in a group called dockerfile, a Dockerfile. The sign »
// stands before each word "go" that a violation has to be reported at; a form without it is only held to which commands
// there are. Lines that begin with "#: " say more about the form, and are no part of it:
//
//	#: shell bash zsh       the shells to run it with (default: sh and bash)
//	#: crlf                 it is judged with lines that end in a carriage return and a line feed
//	#: warns                something cannot be parsed, and a warning says so
//	#: static RULE -- why   the verdict has to differ from what runs, and is this
//
// @bin is the folder of the stand-ins.
type section struct{ group, name, data string }

func (s section) isDockerfile() bool { return strings.HasPrefix(s.group, "dockerfile") }

func readSections(t testing.TB) []section {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "truth", "forms", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no forms: %v", err)
	}
	var all []section
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			all = append(all, section{strings.TrimSuffix(filepath.Base(file), ".txtar"), f.Name, string(f.Data)})
		}
	}
	return all
}

// forms gives the forms of a section, one for each shell.
func (s section) forms(t testing.TB, bin string) []form {
	t.Helper()
	f, shells, text := form{}, []string{"sh", "bash"}, s.data
	for strings.HasPrefix(text, "#: ") {
		line, rest, _ := strings.Cut(text, "\n")
		text = rest
		word, value, _ := strings.Cut(strings.TrimPrefix(line, "#: "), " ")
		switch word {
		case "shell":
			shells = strings.Fields(value)
		case "crlf":
			f.crlf = true
		case "warns":
			f.warns = true
		case "static":
			verdict, why, _ := strings.Cut(value, "--")
			if f.static, f.differ = strings.Fields(verdict), true; strings.TrimSpace(why) == "" {
				t.Fatalf("no reason in %q", line)
			}
		default:
			t.Fatalf("what does %q mean?", line)
		}
	}
	f.text = strings.ReplaceAll(text, "@bin", bin)
	if s.isDockerfile() {
		return []form{f}
	}
	f.text = strings.TrimSuffix(f.text, "\n")
	if testing.Short() {
		shells = shells[:1]
	}
	var all []form
	for _, shell := range shells {
		f.shell = shell
		all = append(all, f)
	}
	return all
}

// form is one way to write something, with one shell.
type form struct {
	text   string // with marks
	shell  string
	crlf   bool
	loose  bool // marks stand before more than what has to be reported
	warns  bool // something in it cannot be parsed
	differ bool // the verdict has to be another than what runs, which is static
	static []string
}

const mark = "»"

// unmark takes the marks out of a text and gives their offsets.
func unmark(marked string) (text string, marks []int) {
	for {
		before, after, found := strings.Cut(marked, mark)
		text += before
		if !found {
			return text, marks
		}
		marks = append(marks, len(text))
		marked = after
	}
}

// dockerfiles puts a script into all kinds of RUN.
func (f form) dockerfiles() []string {
	if f.shell == "" {
		return []string{f.text}
	}
	from := "FROM scratch\n"
	if f.shell != "sh" {
		from += fmt.Sprintf("SHELL [%q, %q]\n", "/bin/"+f.shell, "-c")
	}
	files := []string{
		from + "RUN <<'END-OF-FORM'\n" + f.text + "\nEND-OF-FORM\n",
		fmt.Sprintf("FROM scratch\nRUN [%q, %q, %s]\n", f.shell, "-c", quoteJSON(f.text)),
	}
	if !strings.ContainsAny(f.text, "\n\r") {
		files = append(files, from+"RUN "+f.text+"\n")
	}
	return files
}

func quoteJSON(text string) string {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(text)
	return strings.TrimSuffix(b.String(), "\n")
}
