package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// looks are globs of the names that Dockerfiles have. [Matcher.MayMatch] knows them too.
var looks = []string{
	"**/Dockerfile", "**/Dockerfile.*", "**/Containerfile", "**/Containerfile.*", "**/*.dockerfile", "**/*.Dockerfile",
}

// lookOf returns the glob of all files that look like a Dockerfile in the way that one does; "" when it does not. The
// .dockerignore that may stand beside a Dockerfile begins with the Dockerfile's name.
func lookOf(file string) (glob string) {
	matches := func(glob string) bool { return doublestar.MatchUnvalidated(glob, file) }
	if i := slices.IndexFunc(looks, matches); i >= 0 && !strings.HasSuffix(file, ".dockerignore") {
		return looks[i]
	}
	return ""
}

// Lines returns the lines of .ddhook.yaml that would select paths, for which [Matcher.Resembles] is true, beside what is
// selected now. They replace the lines of the same keys.
func (c Config) Lines(paths []string) []string {
	files, exclude := slices.Clone(c.Files), slices.Clone(c.Exclude)
	for _, path := range paths {
		look := lookOf(path)
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
