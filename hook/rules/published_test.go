package rules_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/ddhook/ddhook/hook/config"
	"github.com/ddhook/ddhook/hook/rules"
)

// The settings in testdata/rules hold rules that teams and rule sets publish. Each finds what its wrong examples do wrong,
// and nothing in its right ones.
func TestPublishedRules(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "testdata", "rules", "*.yaml"))
	if err != nil || len(files) < 20 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			settings, err := config.Parse(config.Name, data, "v1")
			if err != nil {
				t.Fatal(err)
			}
			r := settings.Own[0]
			if len(settings.Own) != 1 || r.Name+".yaml" != filepath.Base(file) || len(r.Wrong) == 0 || len(r.Right) == 0 {
				t.Fatalf("a file holds the rule of its name, with examples: %+v", settings.Own)
			}
			set := rules.NewSet(settings.Own, map[string]bool{"no-go-mod-download": false, "require-mod-mod": false}, reference)
			for _, e := range r.Wrong {
				if len(found(t, set, e.Text)) == 0 {
					t.Errorf("line %d: no violation: %s", e.Line, e.Text)
				}
			}
			for _, e := range r.Right {
				if v := found(t, set, e.Text); len(v) > 0 {
					t.Errorf("line %d: %s: %s", e.Line, v[0].Message, e.Text)
				}
			}
		})
	}
}
