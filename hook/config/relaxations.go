package config

import (
	"fmt"
	"slices"
)

// Relaxations says what is checked no more, or less, under updated than under old; nothing when nothing is. A file that
// was deleted is [Default].
func Relaxations(old, updated Config) []string {
	var less []string
	was, is := old.RuleSet(), updated.RuleSet()
	for _, rule := range was.Names() {
		if was.On(rule) && !is.On(rule) {
			less = append(less, fmt.Sprintf("rule %s went off", rule))
		}
	}
	for _, glob := range old.Files {
		if !slices.Contains(updated.Files, glob) {
			less = append(less, fmt.Sprintf("files lost %q", glob))
		}
	}
	for _, glob := range updated.Exclude {
		if !slices.Contains(old.Exclude, glob) {
			less = append(less, fmt.Sprintf("exclude gained %q", glob))
		}
	}
	return less
}
