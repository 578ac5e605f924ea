// Package config reads a team's settings, .ddhook.yaml, and tells which files are selected.
package config

// Config is a team's settings. The zero Config is not valid: begin with Default.
type Config struct {
	Files     []string // globs of the files that are checked, from the top of the repository
	Exclude   []string // globs of files that are not, whatever Files says
	Rules     map[string]bool
	Reference string // the decision that messages name
}
