// Package config reads a team's settings, .ddhook.yaml, and selects files by them.
package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/rules"
)

// Name is the file that holds the settings, at the top of the repository.
const Name = ".ddhook.yaml"

// Config is a team's settings. The zero Config is not valid: begin with [Default].
type Config struct {
	Files     []string        // globs of the files that are checked, from the top of the repository; never empty
	Exclude   []string        // globs of files that are not, whatever Files says
	Rules     map[string]bool // the built-in rules that the file turns on or off; for others their own default holds
	Own       []rules.Rule    // the team's own
	Reference string          // the decision that messages and repair comments name, one line
	Size      int             // what its texts take, about their bytes; one that several keys have counts for each
}

// Default returns what holds without a .ddhook.yaml.
func Default() Config {
	return Config{
		Files: []string{"**/*.Dockerfile"}, Exclude: []string{"**/vendor/**", "**/node_modules/**"}, Reference: "DD-BUILD-001",
	}
}

// Override returns the settings with the globs of a command line: files, if any, replace the configured ones, exclude adds.
func (c Config) Override(files, exclude []string) (Config, error) {
	for _, glob := range slices.Concat(files, exclude) {
		if err := checkGlob(glob); err != nil {
			return Config{}, err
		}
	}
	if len(files) > 0 {
		c.Files = files
	}
	c.Exclude = slices.Concat(c.Exclude, exclude)
	return c, nil
}

// Names returns the name of the settings, and after it those that people take for it, which nobody would read.
func Names() []string { return []string{Name, ".ddhook.yml", ".ddhook.json"} }

// RuleSet returns the rules that the settings ask for.
func (c Config) RuleSet() *rules.Set { return rules.NewSet(c.Own, c.Rules, c.Reference) }

// Relaxations returns what is checked no more, or less, under updated than under old. A file that was deleted is [Default].
func Relaxations(old, updated Config) (less []string) {
	is := updated.RuleSet()
	for _, before := range old.RuleSet().Rules {
		switch now, isThere := is.Rule(before.Name); {
		case !isThere:
			less = append(less, "rule "+before.Name+" is gone")
		case before.On && !now.On:
			less = append(less, "rule "+before.Name+" went off")
		default:
			for _, change := range relaxed(before, now) {
				less = append(less, "rule "+before.Name+": "+change)
			}
		}
	}
	isSame := func(a, b string) bool { return a == b }
	less = append(less, missing("files lost", old.Files, updated.Files, isSame)...)
	return append(less, missing("exclude gained", updated.Exclude, old.Exclude, isSame)...)
}

// relaxed returns what an own rule finds no more.
func relaxed(before, now rules.Rule) (less []string) {
	was, is := before.Written, now.Written
	instructions := func(r rules.Rule) []string {
		if len(r.In) == 0 {
			return rules.Instructions
		}
		return r.In
	}
	less = slices.Concat(
		missing("forbid lost", was["forbid"], is["forbid"], isWithin),
		missing("command lost", was["command"], is["command"], isWithin),
		missing("require lost", was["require"], is["require"], func(a, b string) bool { return isWithin(b, a) }),
		missing("except gained", is["except"], was["except"], isWithin),
		missing("in lost", instructions(before), instructions(now), isWithin),
	)
	if was["then"] != nil && is["then"] == nil {
		less = append(less, "then is gone")
	} else if was["then"] != nil {
		less = append(less, missing("then gained", is["then"], was["then"], isWithin)...)
	}
	return less
}

// missing says which of some texts are not covered by any of others.
func missing(what string, texts, others []string, covered func(text, other string) bool) []string {
	var quoted []string
	for _, text := range texts {
		if !slices.ContainsFunc(others, func(other string) bool { return covered(text, other) }) {
			quoted = append(quoted, fmt.Sprintf("%q", text))
		}
	}
	if len(quoted) == 0 {
		return nil
	}
	return []string{what + " " + strings.Join(quoted, ", ")}
}

// isWithin reports whether b has all alternatives of each word of a.
func isWithin(a, b string) bool {
	return slices.EqualFunc(strings.Fields(a), strings.Fields(b), func(word, other string) bool {
		others := "|" + other + "|"
		isLost := func(alternative string) bool { return !strings.Contains(others, "|"+alternative+"|") }
		return !slices.ContainsFunc(strings.Split(word, "|"), isLost)
	})
}
