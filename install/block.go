package install

import (
	"bytes"
	_ "embed" // the text of the block
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook"
)

// The block, for a commit or merge and for a push. It starts nothing but ddhook and git, since a graphical client may give
// it an empty PATH, where mksh has not even printf; `cd /` keeps a relative PATH from finding a program of the repository.
// Its git takes pathspecs as they are, whatever its caller is set to: Magit, for one, sets GIT_LITERAL_PATHSPECS.
var (
	//go:embed commit.sh
	commitBlock string
	//go:embed push.sh
	pushBlock string

	wholeBlock  = lazy(`(?ms)^# >>> ddhook.*?^# <<< ddhook[^\n]*\n?`)
	placeLine   = lazy(`(?s)\nfor ddhook in '(.*)' "\$\(`)
	buildFolder = lazy(`/go-build\d*/`)
)

// blockFor is the block that looks for ddhook at place, an absolute path with "/" or "", then on PATH, then in ~/go/bin.
func (k kind) blockFor(place string) []byte {
	place, paths := strings.ReplaceAll(place, "'", `'\''`), "'"+strings.Join(hook.SensitivePaths(), "' '")+"'"
	return []byte(strings.NewReplacer("@hook@", k.name, "@place@", place, "@deed@", k.deed, "@paths@", paths,
		"@get@", hook.GetCommand).Replace(k.block))
}

// placeIn is the place of ddhook that a block was written with.
func placeIn(block []byte) string {
	if line := placeLine().FindSubmatch(block); line != nil {
		return strings.ReplaceAll(string(line[1]), `'\''`, "'")
	}
	return ""
}

// cut takes the block out of the text of a hook; it is nil when there is none, or no end to it. Where no line end follows
// the block, the one before it is part of it: [insert] put it there.
func cut(text []byte) (block, rest []byte) {
	at := wholeBlock().FindIndex(text)
	if at == nil {
		return nil, text
	}
	if at[0] > 0 && text[at[1]-1] != '\n' {
		at[0]--
	}
	return text[at[0]:at[1]], slices.Concat(text[:at[0]], text[at[1]:])
}

// insert puts a block into the text of a hook: after the line that names the interpreter, at the top where none does.
func insert(text, block []byte) []byte {
	end := 0
	if bytes.HasPrefix(text, []byte("#!")) {
		end = bytes.IndexByte(text, '\n') + 1
		if end == 0 {
			return slices.Concat(text, []byte("\n"), bytes.TrimSuffix(block, []byte("\n")))
		}
	}
	return slices.Concat(text[:end], block, text[end:])
}

// BuiltForOneRun reports whether the go command built a program for `go run`, or keeps it in its cache (`go help cache`) for
// `go tool`, and will take it away; cache is the value of GOCACHE.
func BuiltForOneRun(binary, cache string) bool {
	return buildFolder().MatchString(filepath.ToSlash(binary)) || cache != "" && isWithin(binary, cache)
}

// stablePlace is where the hook is to find the running program, binary: the name on PATH when that is the same file, since
// os.Executable follows links, and a package manager's link outlives its target. What `go run` built will be gone: an error.
func stablePlace(binary, cache string) (string, error) {
	if BuiltForOneRun(binary, cache) {
		return "", fmt.Errorf("%s was built by `go run` and will be gone; type: %s; ddhook install", binary, hook.GetCommand)
	}
	self, err := os.Stat(binary)
	if err != nil {
		return "", fmt.Errorf("looking for this very program: %w", err)
	}
	if named, err := os.Stat(OnPath()); err == nil && os.SameFile(named, self) {
		binary = OnPath()
	}
	return filepath.ToSlash(binary), nil
}

// OnPath is the ddhook that is started by its name alone; "" when none is. Folders of PATH that are relative do not count.
func OnPath() string {
	if named, err := exec.LookPath("ddhook"); err == nil && filepath.IsAbs(named) && isWhole(named) {
		return named
	}
	return ""
}

// isWhole reports whether path can be run and is not empty, as a full disk may leave it: a shell runs that as a script.
func isWhole(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Size() > 0 && isProgram(path, info)
}

// isProgram reports whether git or a shell would run a file. On Windows nothing but the file's content would tell.
func isProgram(path string, info os.FileInfo) bool {
	_, err := exec.LookPath(path) // it asks the system, as git does
	return info.Mode().IsRegular() && (runtime.GOOS == "windows" || err == nil)
}
