package gitcli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// DiffTexts compares pairs of an old and a new text line by line and returns git's patches, without context lines. The pair
// of index 7 is the file "7" in them. A carriage return at a line's end and a last line without an end are no differences.
//
// The texts are written to a temporary folder, outside of any repository: there no settings and no attributes count.
func (g *Git) DiffTexts(pairs [][2]string) (patches []byte, err error) {
	dir, err := os.MkdirTemp("", "ddhook-texts-")
	if err != nil {
		return nil, fmt.Errorf("making a folder for texts to compare: %w", err)
	}
	defer os.RemoveAll(dir)
	for side, name := range []string{"old", "new"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o700); err != nil {
			return nil, fmt.Errorf("writing texts to compare: %w", err)
		}
		for i, pair := range pairs {
			text := pair[side]
			if text != "" && !strings.HasSuffix(text, "\n") {
				text += "\n"
			}
			if err := os.WriteFile(filepath.Join(dir, name, strconv.Itoa(i)), []byte(text), 0o600); err != nil {
				return nil, fmt.Errorf("writing texts to compare: %w", err)
			}
		}
	}
	git := &Git{ctx: g.ctx, dir: dir, env: outside(g.env, dir)}
	patches, err = git.Output("diff", "--no-index", "-U0", "--text", "--ignore-cr-at-eol", "old", "new")
	if Status(err) == 1 && len(patches) > 0 { // there are differences; without any output it is an error
		err = nil
	}
	return patches, err
}

// outside is the environment in which git finds no repository, settings or attributes (git(1)); dir is an empty folder.
func outside(env []string, dir string) []string {
	env = slices.DeleteFunc(slices.Clone(env), func(entry string) bool {
		return strings.HasPrefix(entry, "GIT_") && !strings.HasPrefix(entry, "GIT_EXEC_PATH=")
	})
	return append(env, "HOME="+dir, "XDG_CONFIG_HOME="+dir, "GIT_CONFIG_NOSYSTEM=1", "GIT_ATTR_NOSYSTEM=1", "GIT_DIR=none")
}
