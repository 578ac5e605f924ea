package judge_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Each text is a comment above an instruction that breaks both rules, in line 2, and what comes of it: the reasons of
// what is silenced, and the warnings.
func TestIgnores(t *testing.T) {
	const both = "RUN go mod download && go build\n"
	const write = "write # ddhook:ignore "
	for _, tt := range []struct {
		name     string
		text     string
		reasons  []string
		warnings []string
	}{
		{"one rule", "# ddhook:ignore require-mod-mod -- why\n" + both, []string{"why"}, nil},
		{"two rules", "# ddhook:ignore require-mod-mod, no-go-mod-download -- why\n" + both, []string{"why", "why"}, nil},
		{"two comments", "# ddhook:ignore no-go-mod-download -- a\n\n# x\n# ddhook:ignore require-mod-mod -- b\n" + both,
			[]string{"a", "b"}, nil},
		{"the same twice", "# ddhook:ignore no-go-mod-download -- a\n# ddhook:ignore no-go-mod-download -- b\n" + both,
			[]string{"a"}, nil},
		{"among the lines", "RUN go mod download && \\\n# ddhook:ignore no-go-mod-download -- a\n  go build # ddhook:ignore require-mod-mod -- b\n",
			[]string{"a", "b"}, nil},
		{"no reason", "# ddhook:ignore require-mod-mod\n" + both, nil,
			[]string{"2 this comment silences nothing without a reason: " + write + "require-mod-mod -- your reason"}},
		{"no reason after the dashes", "# ddhook:ignore require-mod-mod no-go-mod-download --\n" + both, nil,
			[]string{"2 this comment silences nothing without a reason: " + write +
				"require-mod-mod, no-go-mod-download -- your reason"}},
		{"a reason without dashes", "# ddhook:ignore require-mod-mod it is vendored\n" + both, nil,
			[]string{"2 this comment silences nothing without a reason: " + write + "require-mod-mod -- your reason"}},
		{"one dash", "# ddhook:ignore require-mod-mod - vendored\n" + both, nil,
			[]string{"2 this comment silences nothing without two dashes before the reason: " + write + "require-mod-mod -- vendored"}},
		{"an em dash", "# ddhook:ignore require-mod-mod — vendored\n" + both, nil,
			[]string{"2 this comment silences nothing without two dashes before the reason: " + write + "require-mod-mod -- vendored"}},
		{"no rule", "# ddhook:ignore -- vendored\n" + both, nil,
			[]string{"2 this comment silences nothing without a rule: " + write + "RULE -- vendored"}},
		{"a typo in a rule", "# ddhook:ignore no-go-mod-download, require-modmod -- why\n" + both, nil,
			[]string{`2 this comment silences nothing with an unknown rule: there is no "require-modmod", did you mean require-mod-mod?`}},
		{"a rule that there is not", "# ddhook:ignore x -- why\n" + both, nil,
			[]string{`2 this comment silences nothing with an unknown rule: there is no "x" ` +
				"(the rules are no-go-mod-download, require-mod-mod, name-the-decision)"}},
		{"a rule that is off", "# ddhook:ignore name-the-decision -- why\n" + both, nil, nil},
		{"nothing to silence", "# ddhook:ignore require-mod-mod, no-go-mod-download -- why\nRUN go build\n", []string{"why"},
			[]string{"2 this comment silences nothing for a rule that is not broken: the instruction complies with no-go-mod-download"}},
		{"another instruction", "# ddhook:ignore require-mod-mod -- why\nRUN true\n" + both, nil,
			[]string{"2 this comment silences nothing for a rule that is not broken: the instruction complies with require-mod-mod"}},
		{"another sign", "#ddhook:ignore require-mod-mod -- why\n" + both, nil,
			[]string{`2 this comment silences nothing without the exact "# ddhook:ignore": ` + write + "require-mod-mod -- why"}},
		{"another tool's sign", "# ddhook ignore=require-mod-mod\n" + both, nil,
			[]string{`2 this comment silences nothing without the exact "# ddhook:ignore": ` + write +
				"require-mod-mod -- your reason"}},
		{"several of a kind", strings.Repeat("# ddhook: ignore require-mod-mod\n", 3) + "# ddhook:ignore require-mod-mod\n" + both, nil,
			[]string{`2 3 comments silence nothing without the exact "# ddhook:ignore", the first at line 2: ` + write +
				"require-mod-mod -- your reason",
				"5 this comment silences nothing without a reason: " + write + "require-mod-mod -- your reason"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := verdict(t, "FROM golang\n"+tt.text, false)
			var reasons, warnings []string
			for _, ig := range v.Ignored {
				reasons = append(reasons, ig.Reason)
			}
			for _, w := range v.Warnings {
				warnings = append(warnings, fmt.Sprint(w.Line, " ", w.Message))
			}
			if !slices.Equal(reasons, tt.reasons) || !slices.Equal(warnings, tt.warnings) {
				t.Errorf("silenced for %q, want %q; warnings\n%q, want\n%q", reasons, tt.reasons, warnings, tt.warnings)
			}
			if want := strings.Count(tt.text, "go build") + strings.Count(tt.text, "go mod download") - len(reasons); len(v.Violations) != want {
				t.Errorf("%d violations, want %d", len(v.Violations), want)
			}
		})
	}
}

// A warning tells no more than a line of what somebody wrote.
func TestLongIgnore(t *testing.T) {
	v := verdict(t, "FROM a\n# ddhook:ignore "+strings.Repeat("x", 50_000)+" -- why\nRUN go build\n", false)
	if len(v.Warnings) != 1 || len(v.Warnings[0].Message) > 400 {
		t.Errorf("%d warnings, %.200v", len(v.Warnings), v.Warnings)
	}
}
