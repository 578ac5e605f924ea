package repo

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// format is what a repository's configuration says of how it is to be read. git takes these keys from the repository's own
// files alone, without the files that they include.
type format struct {
	bare        bool
	workTree    string // core.worktree as it is written; "" when it is not set
	perWorktree bool   // extensions.worktreeConfig: there is a config.worktree too
}

// readFormat reads config in commonDir, and with extensions.worktreeConfig also config.worktree in gitDir. The error says
// what is left to git: a hash, a ref format, an extension, a syntax.
func readFormat(commonDir, gitDir string) (format, error) {
	var f format
	err := f.read(filepath.Join(commonDir, "config"))
	if commonDir != gitDir { // in a linked worktree git leaves out what the common file says of the main one
		f.bare, f.workTree = false, ""
	}
	if err == nil && f.perWorktree {
		err = f.read(filepath.Join(gitDir, "config.worktree"))
	}
	return f, err
}

// read takes the settings of a file; one that does not exist has none.
func (f *format) read(file string) error {
	data, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("reading the configuration: %w", err)
	}
	settings, err := parseConfig(string(data))
	for _, s := range settings {
		err = errors.Join(err, f.take(s))
	}
	return err
}

// take knows the formats of gitrepository-layout(5) and git-config(1) "extensions" that change nothing of what a check
// reads, or only where config.worktree is read from.
func (f *format) take(s setting) (err error) {
	known := true
	switch s.name {
	case "core.bare":
		f.bare, known = truth(s.value)
	case "core.worktree":
		f.workTree = s.value
	case "core.repositoryformatversion":
		known = s.value == "0" || s.value == "1"
	case "extensions.worktreeconfig":
		f.perWorktree, known = truth(s.value)
	case "extensions.objectformat":
		known = s.value == "sha1"
	case "extensions.refstorage":
		known = s.value == "files"
	case "extensions.noop", "extensions.noop-v1", "extensions.preciousobjects", "extensions.partialclone",
		"extensions.relativeworktrees":
	default:
		if !strings.HasPrefix(s.name, "extensions.") {
			return nil
		}
		known = false
	}
	if !known || strings.ContainsAny(s.value, "\"\\#;\t\r") {
		return fmt.Errorf("%s = %s is for git to read", s.name, s.value)
	}
	return nil
}

// truth reads the words that git-config(1) has for true and false; numbers are git's.
func truth(word string) (is, known bool) {
	switch strings.ToLower(word) {
	case "true", "yes", "on", "1":
		return true, true
	case "false", "no", "off", "0", "":
		return false, true
	}
	return false, false
}

// setting is one line of a configuration file: "section.key" in lower case, and its value as it is written.
type setting struct{ name, value string }

// parseConfig returns the settings of the sections core and extensions, in the order of the file; later ones win. It reads
// the lines that git itself writes, git-config(1), "Syntax": `[section]`, `[section "subsection"]`, `key = value` and
// `key`, which means true, and comments. What else could hold a setting of these is an error.
func parseConfig(data string) ([]setting, error) {
	var settings []setting
	section := ""
	for line := range strings.Lines(data) {
		line = strings.Trim(line, " \t\r\n")
		known := true
		switch {
		case line == "" || line[0] == '#' || line[0] == ';':
		case line[0] == '[':
			section, known = strings.CutSuffix(strings.ToLower(line[1:]), "]")
			known = known && !strings.ContainsAny(section, `]\`) && (section == "extensions" || !strings.HasPrefix(section, "extensions"))
		case section == "" || strings.HasSuffix(line, `\`):
			known = false
		case section == "core" || section == "extensions":
			key, value, ok := strings.Cut(line, "=")
			if !ok {
				value = "true"
			}
			settings = append(settings, setting{section + "." + strings.ToLower(strings.TrimRight(key, " \t")), strings.TrimLeft(value, " \t")})
		}
		if !known || strings.ContainsRune(line, 0) {
			return nil, fmt.Errorf("the configuration has a form that only git reads: %.40q", line)
		}
	}
	return settings, nil
}
