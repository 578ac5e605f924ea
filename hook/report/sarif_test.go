package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook"
)

func TestUTF16Column(t *testing.T) {
	for _, tt := range []struct {
		name, line   string
		column, want int
	}{
		{name: "ASCII", line: "RUN go build", column: 5, want: 5},
		{name: "two bytes, one unit", line: "é go", column: 4, want: 3},
		{name: "four bytes, two units", line: "😀 go", column: 6, want: 4},
		{name: "no UTF-8", line: "\xff\xff go", column: 4, want: 4},
		{name: "just past the end", line: "é", column: 3, want: 2},
		{name: "in a line that docker does not take", line: strings.Repeat("é", 40_000), column: 5, want: 5},
		{name: "far past the end", line: "go", column: 9, want: 3},
	} {
		if got := utf16Column(tt.line, tt.column); got != tt.want {
			t.Errorf("%s: got %d, want %d", tt.name, got, tt.want)
		}
	}
}

func TestURI(t *testing.T) {
	for _, tt := range []struct{ path, want string }{
		{path: "docker/a.Dockerfile", want: "docker/a.Dockerfile"},
		{path: "/tmp/a b", want: "file:///tmp/a%20b"},
		{path: "a:b/c?#%", want: "./a:b/c%3F%23%25"},
		{path: "ü\xff", want: "%C3%BC%FF"},
	} {
		if got := uri(tt.path); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.path, got, tt.want)
		}
	}
}

// The schema of SARIF 2.1.0 gives no property the type null, and wants these values of these.
func TestSARIFStructure(t *testing.T) {
	var out bytes.Buffer
	if err := (Printer{Out: &out, Err: &bytes.Buffer{}, Format: "sarif", Version: "v1"}).Print(sample(), nil); err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(out.Bytes(), []byte("null")) {
		t.Error("there is a null")
	}
	var log struct {
		Version string
		Runs    []struct {
			ColumnKind string
			Tool       struct {
				Driver struct{ Rules []struct{ ID string } }
			}
			Results []struct {
				RuleID        string
				RuleIndex     *int
				BaselineState string
				Suppressions  []struct{ Kind, Status, GUID, Justification string }
				Locations     []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI string }
						Region           struct{ StartLine, StartColumn, EndLine, EndColumn int }
					}
				}
			}
		}
	}
	if err := json.Unmarshal(out.Bytes(), &log); err != nil {
		t.Fatal(err)
	}
	if log.Version != "2.1.0" || len(log.Runs) != 1 || log.Runs[0].ColumnKind != "utf16CodeUnits" {
		t.Fatalf("not what SARIF 2.1.0 looks like: %s", out.Bytes())
	}
	results := log.Runs[0].Results
	if len(results) != 5 {
		t.Fatalf("%d results, want 3 new, 1 old, 1 ignored", len(results))
	}
	for i, state := range []string{"new", "new", "new", "unchanged", ""} {
		if results[i].BaselineState != state {
			t.Errorf("result %d: baseline state %q, want %q", i, results[i].BaselineState, state)
		}
	}
	if s := results[4].Suppressions; len(s) != 1 || s[0].Kind != "inSource" || s[0].Justification != "vendored <here> & there" {
		t.Errorf("the ignored one is suppressed by %+v", s)
	}
	region := results[1].Locations[0].PhysicalLocation.Region
	if region.StartColumn != 10 || region.EndColumn != 8 || region.StartLine != 9 || region.EndLine != 11 {
		t.Errorf("region %+v", region)
	}
}

// Where nothing was looked at, an empty list of results would close the alerts that are open.
func TestSARIFWithoutResults(t *testing.T) {
	for unchecked, want := range map[bool]bool{true: false, false: true} {
		var out bytes.Buffer
		r := &hook.Report{Mode: "staged", Unchecked: unchecked}
		if err := (Printer{Out: &out, Err: &bytes.Buffer{}, Format: "sarif"}).Print(r, nil); err != nil {
			t.Fatal(err)
		}
		if got := bytes.Contains(out.Bytes(), []byte(`"results"`)); got != want {
			t.Errorf("unchecked: %v, results: %v", unchecked, got)
		}
	}
}
