package hook

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/ddhook/ddhook/hook/repo/gittest"
)

// TestFrameworkRange has three commits, each of which adds a violation, and counts those in what is asked for.
func TestFrameworkRange(t *testing.T) {
	dir := gittest.TempDir(t)
	gittest.Sh(t, dir, `git init -q repo; cd repo; echo FROM a >a.Dockerfile
		for i in a b c; do echo RUN go build >>a.Dockerfile; git add .; git commit -qm $i; git tag $i; done`)
	for _, tt := range []struct {
		name    string
		environ []string
		want    int
		asked   bool
	}{
		{name: "a range", environ: []string{"PRE_COMMIT_FROM_REF=a", "PRE_COMMIT_TO_REF=b"}, want: 1, asked: true},
		{name: "a commit"},
		{name: "half a range", environ: []string{"PRE_COMMIT_FROM_REF=a", "PRE_COMMIT_TO_REF="}},
		{name: "set twice", environ: []string{"PRE_COMMIT_FROM_REF=b", "PRE_COMMIT_TO_REF=c", "PRE_COMMIT_FROM_REF=a"}, want: 2, asked: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := Options{Dir: filepath.Join(dir, "repo"), Environ: gittest.Environ(dir, tt.environ...)}
			r, err := o.inRepository(context.Background(), "", func(c check) error {
				asked, err := c.framework()
				if asked != tt.asked {
					t.Errorf("asked is %v", asked)
				}
				return err
			})
			if err != nil || len(r.Findings) != tt.want {
				t.Errorf("%d found, %v; want %d", len(r.Findings), err, tt.want)
			}
		})
	}
}
