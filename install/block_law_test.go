package install

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"
)

// The place of ddhook comes out of the block as it went in, and a shell reads the same.
func FuzzPlace(f *testing.F) {
	for _, s := range []string{"", "a", "'", "''", `\'`, "a b", "new\nline", "$HOME`x`\\", "ü\xff", "'\\''", "end'", `' "$(cd /`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, place string) {
		if strings.Contains(place, "\x00") {
			t.Skip("no path has one")
		}
		block := kindOf("pre-commit").blockFor(place)
		if got := placeIn(block); got != place {
			t.Fatalf("%q comes back as %q", place, got)
		}
		_, word, _ := strings.Cut(string(block), "for ddhook in ")
		word, _, _ = strings.Cut(word, ` "$(cd / && command`)
		out, err := exec.Command("sh", "-c", "printf %s "+word).Output()
		if err != nil || string(out) != place {
			t.Fatalf("a shell reads %s as %q (%v), not %q", word, out, err, place)
		}
	})
}

// The block goes in right after the first line, is found as it went in, is replaced, and comes out without a trace.
func FuzzBlock(f *testing.F) {
	for _, text := range []string{"", "#!/bin/sh\n", "#!/bin/sh", "#!/bin/bash", "#!/bin/sh -eu\necho a\n", "echo a", "\n\n",
		"#!/usr/bin/env bash\n\n# >>> other\n", "#!/bin/sh\r\n"} {
		f.Add(text, "/usr/bin/ddhook")
	}
	f.Add("#!/bin/sh\necho a\n", "/a\n# <<< ddhooks\nb")
	f.Fuzz(func(t *testing.T, text, place string) {
		if strings.Contains(text, "# >>> ddhook") || strings.Contains(text, "# <<< ddhook") || strings.Contains(place, "# <<< ddhook") {
			t.Skip("the marks are ddhook's own")
		}
		first := kindOf("pre-push").blockFor(place)
		hook := parsed([]byte(text))
		installed := parsed(insert(hook.rest, first))
		if !bytes.Equal(bytes.TrimSpace(installed.block), bytes.TrimSpace(first)) {
			t.Fatalf("the block is found as %q", installed.block)
		}
		line, _, _ := strings.Cut(text, "\n")
		if at := strings.Index(string(installed.text), "# >>> ddhook"); strings.HasPrefix(line, "#!") && at != len(line)+1 || !strings.HasPrefix(line, "#!") && at != 0 {
			t.Fatalf("it does not follow the first line: %q", installed.text)
		}
		second := kindOf("pre-push").blockFor("/other")
		again := parsed(insert(installed.rest, second))
		if !bytes.Equal(bytes.TrimSpace(again.block), bytes.TrimSpace(second)) {
			t.Fatalf("the block is replaced by %q", again.block)
		}
		if string(again.rest) != text {
			t.Fatalf("%q is left, not %q", again.rest, text)
		}
	})
}

// parsed is a hook with this text.
func parsed(text []byte) file {
	f := file{text: text, link: true} // it exists
	f.block, f.rest = cut(f.text)
	return f
}
