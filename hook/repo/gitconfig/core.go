package gitconfig

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Core is what decides how a repository is read. git reads these keys from the repository's own file alone, without
// the files that it includes.
type Core struct {
	Bare     bool
	WorkTree string // core.worktree as it is written; "" when it is not set
}

// Read reads a repository's configuration: config in commonDir, and with extensions.worktreeConfig also config.worktree
// in gitDir. The error says what only git knows how to deal with: a hash, a ref format, an extension, a syntax.
func Read(commonDir, gitDir string) (Core, error) {
	keys, err := readFile(filepath.Join(commonDir, "config"))
	if err != nil {
		return Core{}, err
	}
	perWorktree, err := checkFormat(keys)
	if err != nil {
		return Core{}, err
	}
	var core Core
	if commonDir == gitDir { // in a linked worktree git leaves out what the common file says of the main one
		if err := core.take(keys); err != nil {
			return Core{}, err
		}
	}
	if perWorktree {
		if keys, err = readFile(filepath.Join(gitDir, "config.worktree")); err != nil {
			return Core{}, err
		}
		err = core.take(keys)
	}
	return core, err
}

// readFile gives no settings for a file that does not exist, as git does.
func readFile(file string) ([]Key, error) {
	data, err := os.ReadFile(file)
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the configuration: %w", err)
	}
	return Parse(data)
}

func (c *Core) take(keys []Key) error {
	for _, key := range keys {
		switch key.Name {
		case "core.worktree":
			c.WorkTree = key.Value
		case "core.bare":
			bare, err := truth(key)
			if err != nil {
				return err
			}
			c.Bare = bare
		}
	}
	return nil
}

// checkFormat knows the formats of gitrepository-layout(5) and git-config(1) "extensions" that change nothing of what a
// check reads, or only where config.worktree is read from.
func checkFormat(keys []Key) (perWorktree bool, err error) {
	for _, key := range keys {
		known := true
		switch key.Name {
		case "core.repositoryformatversion":
			known = key.Value == "0" || key.Value == "1"
		case "extensions.worktreeconfig":
			perWorktree, err = truth(key)
			if err != nil {
				return false, err
			}
		case "extensions.objectformat":
			known = key.Value == "sha1"
		case "extensions.refstorage":
			known = key.Value == "files"
		case "extensions.noop", "extensions.noop-v1", "extensions.preciousobjects", "extensions.partialclone",
			"extensions.relativeworktrees":
		default:
			known = !strings.HasPrefix(key.Name, "extensions.")
		}
		if !known {
			return false, fmt.Errorf("%s = %s is for git to read", key.Name, key.Value)
		}
	}
	return perWorktree, nil
}

// truth reads the words that git-config(1) has for true and false; numbers are git's.
func truth(key Key) (bool, error) {
	if key.Alone {
		return true, nil
	}
	switch strings.ToLower(key.Value) {
	case "true", "yes", "on", "1":
		return true, nil
	case "false", "no", "off", "0", "":
		return false, nil
	}
	return false, fmt.Errorf("%s = %s is for git to read", key.Name, key.Value)
}
