package rules_test

import (
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/judge"
	"github.com/ddhook/ddhook/hook/rules"
)

const reference = "ADR-7"

// A rule finds one violation in its own wrong example, and nothing in its right one.
func TestExamples(t *testing.T) {
	for _, r := range rules.All() {
		t.Run(r.Name, func(t *testing.T) {
			r = r.Naming(reference)
			if found := violations(t, r, r.Wrong); len(found) != 1 {
				t.Errorf("%d violations in the wrong example, want 1: %v", len(found), found)
			}
			if found := violations(t, r, r.Right); len(found) != 0 {
				t.Errorf("violations in the right example: %v", found)
			}
		})
	}
}

// The right example of a rule breaks no other rule that is on by default.
func TestRightExamplesAreRight(t *testing.T) {
	for _, r := range rules.All() {
		for _, other := range rules.All() {
			if found := violations(t, other, r.Naming(reference).Right); other.Default && len(found) != 0 {
				t.Errorf("%s's right example breaks %s", r.Name, other.Name)
			}
		}
	}
}

func TestTexts(t *testing.T) {
	for _, r := range rules.All() {
		if r.Summary == "" || r.Summary != strings.TrimRight(r.Summary, ".") || strings.Contains(r.Summary, "\n") {
			t.Errorf("%s: summary %q is no line without a full stop", r.Name, r.Summary)
		}
		if named := r.Naming(reference); !strings.Contains(named.Why, reference) || strings.Contains(named.Right, "DECISION") {
			t.Errorf("%s: its texts do not name the team's decision", r.Name)
		}
	}
}

func violations(t *testing.T, r rules.Rule, text string) []rules.Violation {
	t.Helper()
	v, err := judge.Judge{Rules: []rules.Rule{r}, Reference: reference}.File([]byte(text), false)
	if err != nil {
		t.Fatal(err)
	}
	return v.Violations
}

func TestRequireModMod(t *testing.T) {
	require := rules.All()[1]
	tests := []struct {
		name    string
		text    string
		message string // "" when nothing is wrong
	}{
		{"flag", "RUN go build -mod=mod", ""},
		{"own GOFLAGS", "RUN GOFLAGS=-mod=mod go build", ""},
		{"nothing", "RUN go build", "go build without -mod=mod (ADR-7)"},
		{"vendor", "RUN go build -mod=vendor", "go build with -mod=vendor instead of -mod=mod (ADR-7)"},
		{"unknown", "RUN go build -mod=$(mode)", "go build with a -mod that is not known to be mod (ADR-7)"},
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
			"go build with a GOFLAGS of its own that does not say -mod=mod (ADR-7)",
		},
		{
			"behind the package", "RUN go build . -mod=mod",
			"go build with -mod=mod in a place where it is no flag (ADR-7)",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			message := ""
			if found := violations(t, require, "FROM x\n"+tt.text+"\n"); len(found) > 0 {
				message = found[0].Message
			}
			if message != tt.message {
				t.Errorf("got %q, want %q", message, tt.message)
			}
		})
	}
}
