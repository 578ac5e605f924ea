package install

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"
)

// What is quoted is what it was, to this package and to a shell.
func FuzzQuote(f *testing.F) {
	for _, s := range []string{"", "a", "'", "''", `\'`, "a b", "new\nline", "$HOME`x`\\", "ü\xff", "'\\''", "end'"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if strings.Contains(s, "\x00") {
			t.Skip("no path has one")
		}
		if got := unquote(quote(s) + "\nmore 'text'"); got != s {
			t.Fatalf("%q comes back as %q", s, got)
		}
		for _, word := range []string{quote(s), wordIn(s)} {
			out, err := exec.Command("sh", "-c", "printf %s "+word).Output()
			if err != nil || string(out) != s {
				t.Fatalf("a shell reads %s as %q (%v), not %q", word, out, err, s)
			}
		}
	})
}

// ddhook's part goes in, is found as it went in, is replaced, and comes out without a trace.
func FuzzPart(f *testing.F) {
	for _, text := range []string{"", "#!/bin/sh\n", "#!/bin/sh", "#!/bin/sh -eu\necho a\n", "echo a", "\n\n", "#!/usr/bin/env bash\n\n# >>> other\n", "#!/bin/sh\r\n"} {
		f.Add(text, "/usr/bin/ddhook", true)
	}
	f.Add("#!/bin/sh\necho a\n", "/a\n"+endMark+"\nb", false)
	f.Fuzz(func(t *testing.T, text, place string, kept bool) {
		if strings.Contains(text, beginMark) || strings.Contains(text, endMark) || strings.Contains(place, "\x00") {
			t.Skip("the marks are ddhook's own")
		}
		first := script{hook: "pre-push", place: place, kept: kept}.text()
		hook := parsed([]byte(text))
		installed := parsed(hook.with(first))
		if !bytes.Equal(installed.part, first) {
			t.Fatalf("the part is found as %q", installed.part)
		}
		if got := placeIn(installed.part); got != place {
			t.Fatalf("the place is %q, not %q", got, place)
		}
		if line, _, _ := strings.Cut(text, "\n"); strings.HasPrefix(line, "#!") && !strings.HasPrefix(string(installed.text), line+"\n"+beginMark) {
			t.Fatalf("it does not follow the first line: %q", installed.text)
		}
		second := script{hook: "pre-push", place: "/other"}.text()
		again := parsed(installed.with(second))
		if !bytes.Equal(again.part, second) {
			t.Fatalf("the part is replaced by %q", again.part)
		}
		want := text
		if text == shebang || text+"\n" == shebang {
			want = "" // a hook that does nothing is as good as none
		}
		if got := string(again.without()); got != want && got != text+"\n" {
			t.Fatalf("%q is left, not %q", got, want)
		}
	})
}

func parsed(text []byte) file {
	f := file{text: text}
	f.before, f.part, f.after = cut(text)
	return f
}
