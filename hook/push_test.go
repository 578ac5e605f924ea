package hook

import (
	"reflect"
	"testing"
)

func TestDropRepeated(t *testing.T) {
	f := func(path, rule, command string, line, column int) Finding {
		return Finding{Path: path, Rule: rule, Command: command, Line: line, Column: column, Source: []string{command}}
	}
	first := f("a", "r", "go build", 2, 5)
	for _, tt := range []struct {
		name  string
		other Finding
		want  int
	}{
		{name: "the same", other: first, want: 1},
		{name: "of another file", other: f("b", "r", "go build", 2, 5), want: 2},
		{name: "of another rule", other: f("a", "q", "go build", 2, 5), want: 2},
		{name: "of another command", other: f("a", "r", "go build x", 2, 5), want: 2},
		{name: "at another line", other: f("a", "r", "go build", 3, 5), want: 2},
		{name: "at another column", other: f("a", "r", "go build", 2, 6), want: 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := &Report{Findings: []Finding{first, tt.other}}
			if r.dropRepeated(); len(r.Findings) != tt.want {
				t.Errorf("%d are left, want %d", len(r.Findings), tt.want)
			}
		})
	}
	r := &Report{
		Findings: []Finding{first}, Existing: []Finding{first}, Ignored: []Finding{f("b", "r", "go build", 2, 5)},
		Warnings: []Warning{{"a", 1, "m"}, {"a", 1, "m"}, {"a", 2, "m"}}, Unlisted: []string{"x", "y", "x"},
	}
	want := &Report{
		Findings: []Finding{first}, Existing: []Finding{}, Ignored: []Finding{f("b", "r", "go build", 2, 5)},
		Warnings: []Warning{{"a", 1, "m"}, {"a", 2, "m"}}, Unlisted: []string{"x", "y"},
	}
	if r.dropRepeated(); !reflect.DeepEqual(r, want) {
		t.Errorf("got %+v, want %+v", r, want)
	}
}
