package repo

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// understood are the settings of gitrepository-layout(5) and git-config(1) "extensions" that change nothing of what a check
// reads, or only where it is, each with the values of which that is true; none means any. Of the section core all others
// are of no interest; any other extension is for git to understand.
func understood() map[string][]string {
	return map[string][]string{
		"core.bare":                    {"true", "false"},
		"core.repositoryformatversion": {"0", "1"},
		"core.worktree":                nil,
		"extensions.objectformat":      {"sha1"},
		"extensions.partialclone":      nil,
		"extensions.preciousobjects":   nil,
		"extensions.refstorage":        {"files"},
		"extensions.relativeworktrees": nil,
		"extensions.worktreeconfig":    {"true", "false"},
	}
}

// readFormat reads the settings that say how a repository is to be read: config in commonDir, and with
// extensions.worktreeConfig also config.worktree in gitDir. git takes them from these files alone, without what they
// include. The error says what is left to git: a hash, a ref format, an extension, a syntax.
func readFormat(commonDir, gitDir string) (map[string]string, error) {
	settings := map[string]string{}
	err := readConfig(filepath.Join(commonDir, "config"), settings)
	// In a linked worktree git leaves out what the common file says of the main one, and everywhere without a version.
	if commonDir != gitDir || settings["core.repositoryformatversion"] == "" {
		delete(settings, "core.bare")
		delete(settings, "core.worktree")
	}
	if err == nil && settings["extensions.worktreeconfig"] == "true" {
		err = readConfig(filepath.Join(gitDir, "config.worktree"), settings)
	}
	return settings, err
}

// readConfig adds the understood settings of a file, by "section.key" in lower case; one that does not exist has none. It
// reads the lines that git itself writes, git-config(1), "Syntax": `[section]`, `[section "subsection"]`, `key = value` and
// `key`, which means true, and comments. Whatever else could hold an understood setting is an error.
func readConfig(file string, settings map[string]string) error {
	data, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("reading the configuration: %w", err)
	}
	section := ""
	for line := range strings.Lines(string(data)) {
		line = strings.Trim(line, " \t\r\n")
		known := !strings.ContainsRune(line, 0)
		switch {
		case line == "" || line[0] == '#' || line[0] == ';':
		case line[0] == '[':
			var whole bool
			section, whole = strings.CutSuffix(strings.ToLower(line[1:]), "]")
			known = known && whole && !strings.ContainsAny(section, `]\`) &&
				(section == "extensions" || !strings.HasPrefix(section, "extensions"))
		case section == "" || strings.HasSuffix(line, `\`): // the next line belongs to it
			known = false
		case section == "core" || section == "extensions":
			known = known && take(section, line, settings)
		}
		if !known {
			return fmt.Errorf("%s has a line that is for git to read: %.80q", file, line)
		}
	}
	return nil
}

// take adds the setting of a line, if it matters, and reports whether it is understood.
func take(section, line string, settings map[string]string) bool {
	key, value, ok := strings.Cut(line, "=")
	if value = strings.TrimLeft(value, " \t"); !ok {
		value = "true"
	}
	name := section + "." + strings.ToLower(strings.TrimRight(key, " \t"))
	values, matters := understood()[name]
	if !matters {
		return section == "core"
	}
	settings[name] = value // later ones win
	return (values == nil || slices.Contains(values, value)) && !strings.ContainsAny(value, "\"\\#;\t\r")
}
