package fix_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/fix"
	"github.com/ddhook/ddhook/hook/rules"
)

const reference = "DD-BUILD-001"

// guard is the set of the rules that are on by default.
func guard() *rules.Set { return rules.NewSet(nil, nil, reference) }

func repair(t fataler, set *rules.Set, text string) fix.Result {
	r, err := fix.File(set, []byte(text))
	if err != nil {
		t.Fatalf("%v", err)
	}
	return r
}

// Each rule's wrong example becomes its right one.
func TestExamples(t *testing.T) {
	for _, r := range guard().Rules {
		r = r.Explained()
		switches := map[string]bool{"no-go-mod-download": false, "require-mod-mod": false}
		switches[r.Name] = true
		got := repair(t, rules.NewSet(nil, switches, reference), r.Wrong[0].Text)
		if want := r.Right[0].Text; string(got.Data) != want {
			t.Errorf("%s: got\n%s\nwant\n%s", r.Name, got.Data, want)
		}
	}
}

func TestReference(t *testing.T) {
	r := repair(t, rules.NewSet(nil, nil, "ADR-7"), "# DD-BUILD-001\nRUN go build\n")
	want := "# -mod=mod: the build downloads the modules it needs (ADR-7)\n# DD-BUILD-001\nRUN go build -mod=mod\n"
	if string(r.Data) != want {
		t.Errorf("got\n%s\nwant\n%s", r.Data, want)
	}
}

// Everything that a person has to know about a repair is in the result, with its line in the file as it was.
func TestRepairs(t *testing.T) {
	r := repair(t, guard(), "FROM x\nRUN go mod download\nRUN go build\nRUN go build -mod vendor && GOFLAGS=-mod=readonly go build\n")
	want := []struct {
		line           int
		what, override string
	}{
		{2, "go mod download taken out", ""},
		{3, "-mod=mod put in", ""},
		{4, "-mod=mod put in the place of -mod=vendor", "-mod=mod now overrides -mod=vendor, which was a decision: " +
			"the modules come from the network now, not from the vendor folder"},
		{4, "-mod=mod put in", "-mod=mod now overrides -mod=readonly of GOFLAGS"},
	}
	if len(r.Repairs) != len(want) {
		t.Fatalf("got %+v", r.Repairs)
	}
	for i, got := range r.Repairs {
		if got.Line != want[i].line || got.What != want[i].what || got.Override != want[i].override {
			t.Errorf("got %+v, want %+v", got, want[i])
		}
	}
}

// Each of many repairs is made, and some that cannot be proven keep none of the others from it.
func TestMany(t *testing.T) {
	stays := "RUN sh -c go\\ build\n"
	r := repair(t, guard(), "FROM golang\n"+stays+stays+strings.Repeat("RUN go mod download\nRUN go build\n", 50)+stays)
	if len(r.Repairs) != 100 || len(r.Left) != 3 || r.Left[0] != "its repair would change other commands" {
		t.Errorf("%d repairs, left: %q", len(r.Repairs), r.Left)
	}
}

// A file that would take too long comes to an end.
func TestTooMany(t *testing.T) {
	r := repair(t, guard(), strings.Repeat("RUN sh -c go\\ build\n", 1000))
	if len(r.Repairs) != 0 || len(r.Left) != 1000 || r.Left[999] != "too much of this file had to be tried before it" {
		t.Errorf("%d repairs, left: %q", len(r.Repairs), r.Left[:1])
	}
}

// The proof of a repair costs little for each of very many variables that reach very many commands.
func TestVariablesAndCommands(t *testing.T) {
	const variables, commands = 120, 500
	text := "RUN <<E\nf() {\n" + strings.Repeat("x\n", commands) + "}\n"
	for i := range variables {
		text += fmt.Sprintf("a%d=x ", i)
	}
	text += "f\ngo build\nE\n"
	if n := testing.AllocsPerRun(1, func() { repair(t, guard(), text) }); n > variables*commands {
		t.Errorf("%.0f allocations", n)
	}
}
