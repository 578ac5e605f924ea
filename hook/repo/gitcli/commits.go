package gitcli

import (
	"fmt"
	"io"
	"maps"
	"strconv"
	"strings"

	"github.com/ddhook/ddhook/hook/repo/object"
)

// Head is the id of the commit that HEAD leads to; "" when it has none yet.
func (g *Git) Head() (string, error) {
	id, err := g.line("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
	if err == nil || Status(err) != 1 {
		return id, err
	}
	if id, err := g.line("rev-parse", "--verify", "--quiet", "HEAD"); err == nil {
		return "", fmt.Errorf("HEAD is %s, and that is no commit that could be read; `git fsck` says more", id)
	}
	// Only a branch can be without a commit; of a ref that is broken git says that HEAD is no symbolic ref.
	if _, err := g.line("symbolic-ref", "HEAD"); err != nil {
		return "", fmt.Errorf("HEAD leads to no commit; `git fsck` says more: %w", err)
	}
	return "", nil
}

// Top is the folder of the work tree; "" when there is none.
func (g *Git) Top() (string, error) {
	bare, err := g.line("rev-parse", "--is-bare-repository")
	if err != nil || bare == "true" {
		return "", err
	}
	return g.line("rev-parse", "--show-toplevel")
}

// Lookup finds paths, from the top, in the commit's files and folders. What it does not have is missing in the map too.
func (g *Git) Lookup(commit string, paths []string) (map[string]object.Entry, error) {
	found := map[string]object.Entry{}
	if commit == "" {
		return found, nil
	}
	for rest := paths; len(rest) > 0; {
		n := chunk(rest)
		// With -t a folder is shown even where another path leads into it; so are those that nobody asked for.
		args := append([]string{"ls-tree", "-t", "-z", "--full-tree", commit, "--"}, fromTop(rest[:n])...)
		if err := g.Stream(func(out io.Reader) error {
			return fields(out, func(field []byte) error { return addTreeEntry(found, field) })
		}, args...); err != nil {
			return nil, err
		}
		rest = rest[n:]
	}
	wanted := map[string]bool{}
	for _, path := range paths {
		wanted[path] = true
	}
	maps.DeleteFunc(found, func(path string, _ object.Entry) bool { return !wanted[path] })
	return found, nil
}

// addTreeEntry takes a line of git-ls-tree(1): "mode type id<TAB>path".
func addTreeEntry(found map[string]object.Entry, field []byte) error {
	head, path, ok := strings.Cut(string(field), "\t")
	words := strings.Split(head, " ")
	if !ok || len(words) != 3 {
		return fmt.Errorf("git's list of files has a line that is none: %q", field)
	}
	mode, err := strconv.ParseUint(words[0], 8, 32)
	if err != nil {
		return fmt.Errorf("git's list of files has a mode that is none: %w", err)
	}
	found[path] = object.Entry{Path: path, Mode: uint32(mode), ID: words[2]}
	return nil
}

// chunk is how many of the paths fit on one command line: systems allow 128 KiB and more, Windows 32,767 characters.
func chunk(paths []string) int {
	const room = 24 << 10
	size := 0
	for i, path := range paths {
		if size += len(path) + len(":(top,literal) "); size > room && i > 0 {
			return i
		}
	}
	return len(paths)
}
