package fix_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// Every file in testdata/fix has beside it what is made of it, and below that what is left of it and why.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "testdata", "fix", "*.Dockerfile"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(file, ".Dockerfile")
		t.Run(filepath.Base(name), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			r := repair(t, guard(), string(data))
			got := string(r.Data)
			for i, why := range r.Left {
				v := r.Verdict
				got += fmt.Sprintf("---- left in line %d: %s\n", v.Source.LineOf(v.Violations[i].Span().Start), why)
			}
			if *update {
				if err := os.WriteFile(name+".fixed", []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(name + ".fixed")
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}
