// Package config reads a team's settings, .ddhook.yaml, and selects files by them.
package config

import (
	"slices"

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
}

// Default returns what holds without a .ddhook.yaml.
func Default() Config {
	return Config{
		Files: []string{"**/*.Dockerfile"}, Exclude: []string{"**/vendor/**", "**/node_modules/**"}, Reference: "DD-BUILD-001",
	}
}

// Override returns the settings with the globs of a command line: files, if there are any, replace the configured ones,
// exclude are added to them. An invalid glob is an error.
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
