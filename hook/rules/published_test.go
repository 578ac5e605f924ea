package rules_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/ddhook/ddhook/hook/config"
	"github.com/ddhook/ddhook/hook/rules"
)

// The settings in testdata/rules hold rules that teams and rule sets publish, each with examples, in a file of its name.
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
			own := holdToExamples(t, data)
			if len(own) != 1 || own[0].Name+".yaml" != filepath.Base(file) || len(own[0].Wrong) == 0 || len(own[0].Right) == 0 {
				t.Errorf("got %+v", own)
			}
		})
	}
}

// So do the settings that the README shows.
func TestReadmeRules(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```yaml\n(# .ddhook.yaml\n.*?)```").FindAllSubmatch(text, -1)
	if len(blocks) < 2 {
		t.Fatalf("the README shows %d settings", len(blocks))
	}
	for _, block := range blocks {
		holdToExamples(t, block[1])
	}
}

// holdToExamples reads settings, and holds each rule to its examples: it finds something in the wrong ones, and nothing in
// the right ones.
func holdToExamples(t *testing.T, data []byte) []rules.Rule {
	t.Helper()
	settings, err := config.Parse(config.Name, data, "v1")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range settings.Own {
		set := rules.NewSet([]rules.Rule{r}, builtInOff, reference)
		for _, e := range r.Wrong {
			if len(found(t, set, e.Text)) == 0 {
				t.Errorf("%s, line %d: no violation: %s", r.Name, e.Line, e.Text)
			}
		}
		for _, e := range r.Right {
			if v := found(t, set, e.Text); len(v) > 0 {
				t.Errorf("%s, line %d: %s: %s", r.Name, e.Line, v[0].Message, e.Text)
			}
		}
	}
	return settings.Own
}
