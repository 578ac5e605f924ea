package fix_test

import (
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/fix"
	"github.com/ddhook/ddhook/hook/judge"
	"github.com/ddhook/ddhook/hook/rules"
)

const reference = "DD-BUILD-001"

// guard is a judge with the rules that are on by default.
func guard() judge.Judge {
	j := judge.Judge{Reference: reference}
	for _, r := range rules.All() {
		if r.Default {
			j.Rules = append(j.Rules, r)
		}
	}
	return j
}

func repair(t testing.TB, j judge.Judge, text string) fix.Result {
	t.Helper()
	r, err := fix.File(j, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Each rule's wrong example becomes its right one.
func TestExamples(t *testing.T) {
	for _, r := range rules.All() {
		r = r.Naming(reference)
		got := repair(t, judge.Judge{Rules: []rules.Rule{r}, Reference: reference}, r.Wrong)
		if string(got.Data) != r.Right {
			t.Errorf("%s: got\n%s\nwant\n%s", r.Name, got.Data, r.Right)
		}
	}
}

func TestReference(t *testing.T) {
	j := guard()
	j.Reference = "ADR-7"
	r := repair(t, j, "# DD-BUILD-001\nRUN go build\n")
	want := "# DD-BUILD-001\n# -mod=mod: the build downloads the modules it needs (ADR-7)\nRUN go build -mod=mod\n"
	if string(r.Data) != want {
		t.Errorf("got\n%s\nwant\n%s", r.Data, want)
	}
}

// Everything that a person has to know about a repair is in the result, with its line in the file as it was.
func TestRepairs(t *testing.T) {
	r := repair(t, guard(), "FROM x\nRUN go mod download\nRUN go build\nRUN go build -mod vendor && GOFLAGS=-mod=readonly go build\n")
	want := []fix.Repair{
		{Line: 2, What: "go mod download taken out"},
		{Line: 3, What: "-mod=mod put in"},
		{Line: 4, What: "-mod=mod put in the place of -mod=vendor", Override: "-mod=vendor"},
		{Line: 4, What: "-mod=mod put in, which beats -mod=readonly of GOFLAGS", Override: "-mod=readonly of GOFLAGS"},
	}
	if len(r.Repairs) != len(want) {
		t.Fatalf("got %+v", r.Repairs)
	}
	for i, got := range r.Repairs {
		if got.Line != want[i].Line || got.What != want[i].What || got.Override != want[i].Override || got.PutsFlag != (i > 0) {
			t.Errorf("got %+v, want %+v", got, want[i])
		}
	}
}

// Many repairs are proven at once: one by one, they would come to the bound.
func TestMany(t *testing.T) {
	text := "FROM golang\n" + strings.Repeat("RUN go mod download\nRUN go build\n", 500)
	r := repair(t, guard(), text)
	if len(r.Repairs) != 1000 || len(r.Left) != 0 {
		t.Errorf("%d repairs, %d left", len(r.Repairs), len(r.Left))
	}
}

// Some that cannot be proven keep none of the many others from being repaired; many of them come to an end.
func TestManyThatStay(t *testing.T) {
	stays := "RUN sh -c go\\ build\n"
	r := repair(t, guard(), stays+stays+strings.Repeat("RUN go build\n", 400)+stays)
	if len(r.Repairs) != 400 || len(r.Left) != 3 || r.Left[0] != "its repair would not help" {
		t.Errorf("%d repairs, left: %q", len(r.Repairs), r.Left)
	}
	text := strings.Repeat(stays, 1000)
	r = repair(t, guard(), text)
	if string(r.Data) != text || len(r.Left) != 1000 || r.Left[999] != "too much of this file had to be tried one by one before it" {
		t.Errorf("%d repairs, left: %q", len(r.Repairs), r.Left)
	}
}
