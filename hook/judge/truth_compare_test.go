package judge_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/judge"
	"github.com/ddhook/ddhook/hook/rules"
	"github.com/ddhook/ddhook/hook/shell"
)

// compare gives the differences between a verdict and what happened: calls of the commands that rules are about that
// only one of the two knows, and violations that only one of the two finds. A verdict may know more values of a call
// that happens.
func compare(v judge.Verdict, happened []ran) []string {
	var differences []string
	for _, r := range happened {
		if r.watched() && !slices.ContainsFunc(calls(v), func(c rules.Command) bool {
			return same(c, r) && (broken(r) == "" || violates(v, c, broken(r)))
		}) {
			differences = append(differences, fmt.Sprintf("not in the verdict: %q %s", r.argv, broken(r)))
		}
	}
	for _, c := range calls(v) {
		if name, _ := subcommand(wordsOf(c)[1:]); name != "" && !slices.ContainsFunc(happened, func(r ran) bool {
			return slices.ContainsFunc(calls(v), func(other rules.Command) bool {
				return other.Span().Start == c.Span().Start && same(other, r)
			})
		}) {
			differences = append(differences, fmt.Sprintf("never ran: %q", wordsOf(c)))
		}
	}
	for _, violation := range v.Violations {
		if !slices.ContainsFunc(happened, func(r ran) bool {
			return broken(r) == violation.Rule && slices.ContainsFunc(calls(v), func(c rules.Command) bool {
				return c.Span().Start == violation.Span().Start && same(c, r)
			})
		}) {
			differences = append(differences, fmt.Sprintf("no violation: %q %s", wordsOf(violation.Command), violation.Rule))
		}
	}
	return differences
}

func violates(v judge.Verdict, c rules.Command, rule string) bool {
	return slices.ContainsFunc(v.Violations, func(violation rules.Violation) bool {
		return violation.Rule == rule && violation.Span().Start == c.Span().Start
	})
}

// same says whether a call can be the one that ran. What nobody could know matches anything; so do patterns of file
// names, which no verdict follows.
func same(c rules.Command, r ran) bool {
	var pattern strings.Builder
	for i, w := range c.Words {
		text := w.Text
		if i == 0 {
			text = text[strings.LastIndexByte(text, '/')+1:]
		}
		text, home := strings.CutPrefix(text, "~")
		word := strings.ReplaceAll(regexp.QuoteMeta(text), shell.Placeholder, `[^\x00]*`) + `\x00`
		switch {
		case w.Optional:
			word = `([^\x00]*\x00)*`
		case strings.ContainsAny(text, "*?["):
			word = `([^\x00]*\x00)+`
		case home:
			word = `[^\x00]*` + word
		}
		pattern.WriteString(word)
	}
	return regexp.MustCompile(`^(?s:` + pattern.String() + `)$`).MatchString(strings.Join(r.argv, "\x00") + "\x00")
}

func wordsOf(c rules.Command) []string {
	var all []string
	for _, w := range c.Words {
		all = append(all, w.Text)
	}
	return all
}

func starts(v judge.Verdict) []int {
	var all []int
	for _, violation := range v.Violations {
		all = append(all, violation.Span().Start)
	}
	return slices.Compact(all) // one place can break two rules
}

// near says that each offset is at a mark, or behind it with nothing but quotes, escapes and continuations between.
func near(text string, offsets, marks []int) bool {
	for _, o := range offsets {
		if !slices.ContainsFunc(marks, func(m int) bool {
			return m <= o && strings.Trim(strings.ReplaceAll(text[m:o], `\n`, ""), `\'"`+"\n") == ""
		}) {
			return false
		}
	}
	return true
}

func ruleNames(v judge.Verdict) []string {
	var names []string
	for _, violation := range v.Violations {
		names = append(names, violation.Rule)
	}
	return names
}

// calls are the commands that call go.
func calls(v judge.Verdict) (all []rules.Command) {
	for _, c := range v.Commands {
		if slices.Contains(shell.Names(c.Program), "go") {
			all = append(all, c)
		}
	}
	return all
}
