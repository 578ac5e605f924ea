package hook

import "testing"

func TestFrameworkRange(t *testing.T) {
	for _, tt := range []struct {
		name     string
		environ  []string
		from, to string
		ok       bool
	}{
		{name: "a range", environ: []string{"PRE_COMMIT_FROM_REF=a", "PRE_COMMIT_TO_REF=b"}, from: "a", to: "b", ok: true},
		{name: "a commit"},
		{name: "half a range", environ: []string{"PRE_COMMIT_FROM_REF=a", "PRE_COMMIT_TO_REF="}, from: "a"},
		{name: "set twice", environ: []string{"PRE_COMMIT_FROM_REF=a", "PRE_COMMIT_TO_REF=b", "PRE_COMMIT_FROM_REF=c"},
			from: "c", to: "b", ok: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if from, to, ok := (Options{Environ: tt.environ}).frameworkRange(); from != tt.from || to != tt.to || ok != tt.ok {
				t.Errorf("got %q, %q, %v", from, to, ok)
			}
		})
	}
}
