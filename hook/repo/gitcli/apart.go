package gitcli

import (
	"fmt"
	"os"
	"strings"
)

// apart gives a git that writes objects into a temporary folder, for commands that read the index: of a sparse index git
// writes the trees that it makes while it looks into it, even for git-diff-index(1), and a check writes nothing into
// the repository. done takes the folder away.
func (g *Git) apart() (git *Git, done func(), err error) {
	dir, err := os.MkdirTemp("", "ddhook-objects-")
	if err != nil {
		return nil, nil, fmt.Errorf("making a folder for what git may write: %w", err)
	}
	borrowed := quoted(g.objects)
	var env []string
	for _, entry := range g.env {
		if more, ok := strings.CutPrefix(entry, "GIT_ALTERNATE_OBJECT_DIRECTORIES="); ok && more != "" {
			borrowed += string(os.PathListSeparator) + more
			continue
		}
		env = append(env, entry)
	}
	env = append(env, "GIT_OBJECT_DIRECTORY="+dir, "GIT_ALTERNATE_OBJECT_DIRECTORIES="+borrowed)
	return &Git{ctx: g.ctx, dir: g.dir, env: env}, func() { _ = os.RemoveAll(dir) }, nil
}

// quoted is a path for a list of paths, see git(1) on GIT_ALTERNATE_OBJECT_DIRECTORIES. Of the escapes for bytes git reads
// the octal ones only.
func quoted(path string) string {
	if !strings.HasPrefix(path, `"`) && !strings.ContainsRune(path, os.PathListSeparator) {
		return path
	}
	var b strings.Builder
	b.WriteByte('"')
	for i := range len(path) {
		switch c := path[i]; {
		case c == '"' || c == '\\':
			b.Write([]byte{'\\', c})
		case c < ' ' || c > '~':
			fmt.Fprintf(&b, `\%03o`, c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String() + `"`
}
