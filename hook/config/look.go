package config

import (
	"fmt"
	"slices"
	"strings"
)

// look is a way that names of Dockerfiles look: a prefix and a suffix of the base name.
type look struct{ prefix, suffix, glob string }

func looks() [6]look {
	return [...]look{
		{prefix: "Dockerfile", glob: "**/Dockerfile"},
		{prefix: "Dockerfile.", glob: "**/Dockerfile.*"},
		{prefix: "Containerfile", glob: "**/Containerfile"},
		{prefix: "Containerfile.", glob: "**/Containerfile.*"},
		{suffix: ".dockerfile", glob: "**/*.dockerfile"},
		{suffix: ".Dockerfile", glob: "**/*.Dockerfile"},
	}
}

// lookOf tells by its base name whether a file looks like a Dockerfile, and gives the glob of all that look like it;
// "" for none. The .dockerignore that may stand beside a Dockerfile begins with the Dockerfile's name but is none.
func lookOf[T string | []byte](base T) (glob string) {
	if !mayLook(base) {
		return ""
	}
	// Conversions that are only compared do not allocate.
	if ignore := ".dockerignore"; len(base) > len(ignore) && string(base[len(base)-len(ignore):]) == ignore {
		return ""
	}
	for _, l := range looks() {
		whole := l.suffix == "" && l.prefix[len(l.prefix)-1] != '.'
		if len(base) < len(l.prefix)+len(l.suffix) || whole && len(base) != len(l.prefix) {
			continue
		}
		if string(base[:len(l.prefix)]) == l.prefix && string(base[len(base)-len(l.suffix):]) == l.suffix {
			return l.glob
		}
	}
	return ""
}

// mayLook is false for nearly every name of a repository, and then lookOf knows no glob for it.
func mayLook[T string | []byte](base T) bool {
	return len(base) >= len("Dockerfile") && (base[0] == 'D' || base[0] == 'C' || base[len(base)-1] == 'e')
}

// Lines are the lines of .ddhook.yaml that would select paths, for which [Matcher.Resembles] is true, beside what is
// selected now. They replace the lines of the same keys.
func (c Config) Lines(paths []string) []string {
	files, exclude := slices.Clone(c.Files), slices.Clone(c.Exclude)
	for _, path := range paths {
		look := lookOf(path[strings.LastIndexByte(path, '/')+1:])
		if look != "" && !slices.Contains(files, look) {
			files = append(files, look)
		}
		if ignore := "**/*.dockerignore"; strings.HasSuffix(look, ".*") && !slices.Contains(exclude, ignore) {
			exclude = append(exclude, ignore)
		}
	}
	return append(list("files", files), list("exclude", exclude)...)
}

// list is a YAML list of texts; none when it is empty. Quotes are needed: a bare "*" begins an alias.
func list(key string, items []string) []string {
	if len(items) == 0 {
		return nil
	}
	lines := []string{key + ":"}
	for _, item := range items {
		lines = append(lines, fmt.Sprintf("  - %q", item))
	}
	return lines
}
