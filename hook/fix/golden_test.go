package fix_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// Every file in testdata/fix has beside it what is made of it. Nothing of it is left to repair.
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
			got := repair(t, guard(), string(data))
			for i, why := range got.Left {
				t.Errorf("%s is left: %s", got.Verdict.Violations[i].Message, why)
			}
			if *update {
				if err := os.WriteFile(name+".fixed", got.Data, 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(name + ".fixed")
			if err != nil {
				t.Fatal(err)
			}
			if string(got.Data) != string(want) {
				t.Errorf("got\n%s\nwant\n%s", got.Data, want)
			}
		})
	}
}
