package config

import (
	"fmt"
	"slices"

	"github.com/ddhook/ddhook/hook/rules"
)

// Relaxations says what is checked no more, or less, under updated than under old; nothing when nothing is. A file that
// was deleted is [Default].
func Relaxations(old, updated Config) []string {
	var less []string
	was, is := old.RuleSet(), updated.RuleSet()
	for _, before := range was.Rules() {
		now, _ := is.Rule(before.Name)
		switch {
		case was.On(before.Name) && !is.On(before.Name):
			less = append(less, fmt.Sprintf("rule %s went off", before.Name))
		case before.Line > 0:
			less = append(less, relaxed(before, now)...)
		}
	}
	less = append(less, lost("files", old.Files, updated.Files)...)
	return append(less, gained("exclude", old.Exclude, updated.Exclude)...)
}

// relaxed says what an own rule finds no more.
func relaxed(before, now rules.Rule) (less []string) {
	name := "rule " + before.Name + ": "
	less = append(less, lost(name+"forbid", texts(before.Forbid), texts(now.Forbid))...)
	less = append(less, lost(name+"command", texts(before.Command), texts(now.Command))...)
	less = append(less, lost(name+"require", texts(before.Require), texts(now.Require))...)
	less = append(less, gained(name+"except", texts(before.Except), texts(now.Except))...)
	if len(before.Then) > 0 && len(now.Then) == 0 {
		less = append(less, name+"then is gone")
	} else if len(before.Then) > 0 {
		less = append(less, gained(name+"then", texts(before.Then), texts(now.Then))...)
	}
	if len(before.In) == 0 && len(now.In) > 0 {
		return append(less, fmt.Sprintf("%sin has only %v", name, now.In))
	}
	if len(now.In) > 0 {
		less = append(less, lost(name+"in", before.In, now.In)...)
	}
	return less
}

func texts[T fmt.Stringer](all []T) (texts []string) {
	for _, t := range all {
		texts = append(texts, t.String())
	}
	return texts
}

func lost(what string, before, now []string) (less []string) {
	for _, text := range before {
		if !slices.Contains(now, text) {
			less = append(less, fmt.Sprintf("%s lost %q", what, text))
		}
	}
	return less
}

func gained(what string, before, now []string) (less []string) {
	for _, text := range now {
		if !slices.Contains(before, text) {
			less = append(less, fmt.Sprintf("%s gained %q", what, text))
		}
	}
	return less
}
