package config

import (
	"fmt"
	"maps"
	"slices"
)

// Loosened says what is checked no more, or less, under updated than under old; nothing when nothing is. defaults has
// every rule with whether it is on unless the settings say otherwise. A file that was deleted is [Default].
func Loosened(old, updated Config, defaults map[string]bool) []string {
	var less []string
	for _, rule := range slices.Sorted(maps.Keys(defaults)) {
		if old.on(rule, defaults) && !updated.on(rule, defaults) {
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

func (c Config) on(rule string, defaults map[string]bool) bool {
	if on, set := c.Rules[rule]; set {
		return on
	}
	return defaults[rule]
}
