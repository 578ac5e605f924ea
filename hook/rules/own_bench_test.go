package rules_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/judge"
)

// BenchmarkRules judges the Dockerfiles in testdata by one rule, and by a hundred of different programs, those that the
// files run most among them.
func BenchmarkRules(b *testing.B) {
	var files [][]byte
	err := filepath.WalkDir(filepath.Join("..", "..", "testdata"), func(path string, entry fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, "ockerfile") {
			var data []byte
			data, err = os.ReadFile(path)
			files = append(files, data)
		}
		return err
	})
	if err != nil || len(files) < 20 {
		b.Fatalf("%d files: %v", len(files), err)
	}
	programs := strings.Fields("go apt-get apk curl wget npm pip git tar mkdir rm cp chmod chown make sh bash sudo env cd export echo")
	for len(programs) < 100 {
		programs = append(programs, fmt.Sprint("tool-", len(programs)))
	}
	for _, n := range []int{1, 100} {
		var text strings.Builder
		for i, program := range programs[:n] {
			fmt.Fprintf(&text, "r%d: {command: %s build|install|add, require: --x|-y, except: %s build x}\n", i, program, program)
		}
		set := own(b, strings.TrimSuffix(text.String(), "\n"))
		b.Run(fmt.Sprintf("%d", n), func(b *testing.B) {
			for b.Loop() {
				for _, data := range files {
					if _, err := judge.File(set, data, false); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
