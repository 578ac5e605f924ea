package rules_test

import (
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/judge"
	"github.com/ddhook/ddhook/hook/rules"
)

const reference = "ADR-7"

// set is the built-in rules, all of them on.
func set() *rules.Set {
	return rules.NewSet(nil, map[string]bool{"name-the-decision": true}, reference)
}

// violations are those of one rule.
func violations(t *testing.T, rule, text string) (found []rules.Violation) {
	t.Helper()
	v, err := judge.File(set(), []byte(text), false)
	if err != nil {
		t.Fatal(err)
	}
	for _, violation := range v.Violations {
		if violation.Rule == rule {
			found = append(found, violation)
		}
	}
	return found
}

// A rule finds one violation in its own wrong example, and nothing in its right one, which breaks no other rule either.
func TestExamples(t *testing.T) {
	for _, r := range set().Rules {
		r = r.Explained()
		t.Run(r.Name, func(t *testing.T) {
			if found := violations(t, r.Name, r.Wrong[0].Text); len(found) != 1 {
				t.Errorf("%d violations in the wrong example, want 1: %v", len(found), found)
			}
			for _, other := range rules.BuiltIn(reference) {
				if found := violations(t, other.Name, r.Right[0].Text); other.On && len(found) != 0 {
					t.Errorf("the right example breaks %s: %v", other.Name, found)
				}
			}
		})
	}
}

// A reference is any line, also one that means something in YAML.
func TestTexts(t *testing.T) {
	const reference = `7: "x" # {y} - 'z'`
	for _, r := range rules.BuiltIn(reference) {
		r = r.Explained()
		if r.Summary == "" || r.Summary != strings.TrimRight(r.Summary, ".") || strings.Contains(r.Summary, "\n") {
			t.Errorf("%s: summary %q is not a line without a full stop", r.Name, r.Summary)
		}
		if !strings.Contains(r.Why, reference) || strings.Contains(r.Right[0].Text, "REFERENCE") || len(r.Caveats) == 0 {
			t.Errorf("%s: its texts do not name the team's decision", r.Name)
		}
	}
}

func TestRequireModMod(t *testing.T) {
	tests := []struct {
		name    string
		text    string
		message string // "" when nothing is wrong
	}{
		{"flag", "RUN go build -mod=mod", ""},
		{"own GOFLAGS", "RUN GOFLAGS=-mod=mod go build", ""},
		{"nothing", "RUN go build", "go build without -mod=mod (ADR-7)"},
		{"vendor", "RUN go build -mod=vendor", "go build with -mod=vendor instead of -mod=mod (ADR-7)"},
		{"unknown", "RUN go build -mod=$(mode)", "go build with -mod=? instead of -mod=mod (ADR-7)"},
		{
			"environment", "ENV GOFLAGS=-mod=mod\nRUN go build",
			"go build without -mod=mod: a GOFLAGS set elsewhere does not count (ADR-7)",
		},
		{
			"vendor by the environment", "ENV GOFLAGS=-mod=vendor\nRUN go build",
			"go build without -mod=mod, and GOFLAGS makes it -mod=vendor (ADR-7)",
		},
		{
			"own GOFLAGS say vendor", "RUN GOFLAGS=-mod=vendor go build",
			"go build with -mod=vendor instead of -mod=mod (ADR-7)",
		},
		{
			"behind the package", "RUN go build . -mod=mod",
			"go build with -mod=mod in a place where it is not a flag (ADR-7)",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			message := ""
			if found := violations(t, "require-mod-mod", "FROM x\n"+tt.text+"\n"); len(found) > 0 {
				message = found[0].Message
			}
			if message != tt.message {
				t.Errorf("got %q, want %q", message, tt.message)
			}
		})
	}
}
