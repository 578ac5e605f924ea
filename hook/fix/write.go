package fix

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"github.com/ddhook/ddhook/hook/atomic"
	"github.com/ddhook/ddhook/hook/pathname"
)

// Write puts repaired in the place of a file, as [atomic.Write] does. One that does not hold old any more is left alone, and
// so is one that its owner may not write, although a new one could take its place.
func Write(file string, old, repaired []byte) error {
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	if info.Mode()&0o200 == 0 { // its owner may not write
		return errors.New("it is read-only; chmod u+w it first")
	}
	return atomic.Write(file, repaired, info.Mode().Perm(), func() error {
		if now, err := os.ReadFile(file); err != nil || !bytes.Equal(now, old) {
			return errors.New("it was changed meanwhile, and is left as it is; run fix again")
		}
		return nil
	})
}

// Patch is the change of a file on disk as `git apply` takes it: from the top of its repository, outside any from dir.
func Patch(dir, file string, before, after []byte) string {
	if top := pathname.TopOf(filepath.Dir(file)); pathname.IsTop(top) {
		dir = top
	}
	name := pathname.Relative(dir, file)
	from, to := quoted("a/"+name), quoted("b/"+name)
	var patch strings.Builder
	fmt.Fprintf(&patch, "diff --git %s %s\n", from, to)
	hunk, longer := regexp.MustCompile(`^(@@ -(\d+).* \+)\d+`), 0 // by so many lines is the newer side longer up to here
	for line := range strings.Lines(udiff.Unified(from, to, string(before), string(after))) {
		longer += strings.Count(line[:1], "+") - strings.Count(line[:1], "-")
		if m := hunk.FindStringSubmatch(line); m != nil { // go-udiff does not count the lines that stay within a hunk
			start, _ := strconv.Atoi(m[2])
			line = m[1] + strconv.Itoa(start+longer) + line[len(m[0]):]
		}
		patch.WriteString(line)
	}
	return patch.String()
}

// quoted writes a name in quotes if it has characters that git quotes (git-config(1), core.quotePath off).
func quoted(name string) string {
	if strings.ContainsAny(name, "\"\\\n\t\r") {
		return strconv.Quote(name)
	}
	return name
}
