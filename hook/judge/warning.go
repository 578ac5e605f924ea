package judge

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/dockerfile"
	"github.com/ddhook/ddhook/hook/rules"
	"github.com/ddhook/ddhook/hook/source"
	"github.com/ddhook/ddhook/hook/suggest"
)

// Warning is something a person has to know about how the file was read.
type Warning struct {
	Line    int // 1-based
	Message string
}

// note is something to warn of, once for all of a kind.
type note struct {
	at        int           // offset in the file
	one, many string        // what a single one is, and what several are, which tells the kind
	hint      func() string // what to add for both; nil for nothing
}

// warn makes warnings of notes, in the order of the file, each where the first of its kind stands.
func (v *Verdict) warn(notes []note) {
	slices.SortStableFunc(notes, func(a, b note) int { return cmp.Compare(a.at, b.at) })
	count := map[string]int{}
	for _, n := range notes {
		count[n.many]++
	}
	for _, n := range notes {
		line, message := v.Source.LineOf(n.at), n.one
		if same := count[n.many]; same == 0 {
			continue
		} else if same > 1 {
			message = fmt.Sprintf("%d %s, the first at line %d", same, n.many, line)
		}
		count[n.many] = 0
		if n.hint != nil {
			message += ": " + n.hint()
		}
		v.Warnings = append(v.Warnings, Warning{line, source.Clip(message)})
	}
}

// unparsed returns notes on what is scanned word by word, where a rule could find something in it; always on a whole file.
func (v *Verdict) unparsed(set *rules.Set) (notes []note) {
	// So much is looked through of the texts, which may have each other in them.
	left := min(4*len(v.Source.Data)+64*len(v.Unparsed), 1<<27/(1+len(set.Programs)))
	for _, u := range v.Unparsed {
		left -= 64 + u.Span.End - u.Span.Start
		if u.Noun != "file" && left >= 0 && !set.Mentions(v.Source.Data[u.Span.Start:u.Span.End]) {
			continue
		}
		article := "a "
		if strings.IndexByte("aeiou", u.Noun[0]) >= 0 {
			article = "an "
		}
		one, many := article+u.Noun+" "+u.Which+" is scanned word by word", u.Noun+"s "+u.Which+" scanned word by word"
		if u.Reason != "" {
			one += ": " + u.Reason
		}
		notes = append(notes, note{at: u.At, one: one, many: many})
	}
	return notes
}

// silence sorts out the violations that a comment silences, and returns notes on comments that silence nothing.
func (v *Verdict) silence(set *rules.Set, found []rules.Violation) (notes []note) {
	type subject struct {
		instruction int
		rule        string
	}
	reasons, used := map[subject]string{}, map[subject]bool{}
	var valid []dockerfile.Ignore
	known := set.Names()
	for _, ig := range v.Ignores {
		if why := faultOf(ig, known); why != "" {
			notes = append(notes, useless(ig, why, func() string { return hintFor(ig, why, known) }))
			continue
		}
		valid = append(valid, ig)
		for _, rule := range ig.Rules {
			s := subject{ig.Instruction, rule}
			reasons[s] = cmp.Or(reasons[s], ig.Reason)
		}
	}
	for _, violation := range found {
		s := subject{violation.Command.Instruction, violation.Rule}
		if violation.Reason = reasons[s]; violation.Reason == "" {
			v.Violations = append(v.Violations, violation)
			continue
		}
		used[s] = true
		v.Ignored = append(v.Ignored, violation)
	}
	for _, ig := range valid {
		isNeeded := func(name string) bool {
			rule, _ := set.Rule(name)
			return !rule.On || used[subject{ig.Instruction, name}]
		}
		if kept := slices.DeleteFunc(slices.Clone(ig.Rules), isNeeded); len(kept) > 0 {
			hint := func() string { return "the instruction complies with " + strings.Join(kept, ", ") }
			notes = append(notes, useless(ig, "for a rule that is not broken", hint))
		}
	}
	return notes
}

// useless is the note on a comment that silences nothing.
func useless(ig dockerfile.Ignore, why string, hint func() string) note {
	return note{at: ig.Span.Start, one: "this comment silences nothing " + why, many: "comments silence nothing " + why, hint: hint}
}

// faultOf returns what is wrong with how a comment is written; "" when it is right.
func faultOf(ig dockerfile.Ignore, known []string) string {
	isUnknown := func(rule string) bool { return !slices.Contains(known, rule) }
	switch {
	case ig.Sign != dockerfile.IgnoreSign:
		return fmt.Sprintf("without the exact %q", dockerfile.IgnoreSign)
	case len(ig.Rules) == 0:
		return "without a rule"
	case ig.Reason == "":
		return "without a reason"
	case ig.Dash != "--":
		return "without two dashes before the reason"
	case slices.ContainsFunc(ig.Rules, isUnknown):
		return unknownRule
	}
	return ""
}

const unknownRule = "with an unknown rule"

// hintFor says how to put right what [faultOf] found. It looks at one name more than there are rules, at most.
func hintFor(ig dockerfile.Ignore, why string, known []string) string {
	var names []string // of the rules that are surely meant
	for _, rule := range ig.Rules[:min(len(ig.Rules), len(known)+1)] {
		switch near := suggest.Name(rule, known); {
		case why == unknownRule && near == "":
			return fmt.Sprintf("there is no %q (the rules are %s)", rule, strings.Join(known, ", "))
		case why == unknownRule && near != rule:
			return fmt.Sprintf("there is no %q, did you mean %s?", rule, near)
		case near != "":
			names = append(names, near)
		}
	}
	return fmt.Sprintf("write %s %s -- %s", dockerfile.IgnoreSign, cmp.Or(strings.Join(names, ", "), "RULE"),
		cmp.Or(ig.Reason, "your reason"))
}
