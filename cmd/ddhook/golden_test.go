package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// scanOne runs `ddhook scan` on what is in a file: what is said is about its content, and not where it is.
func scanOne(t *testing.T, file string) (status int, stdout, stderr string) {
	t.Helper()
	content, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	var out, errs bytes.Buffer
	args := []string{"scan", "--stdin-name", filepath.Base(file), "-"}
	status = execute(context.Background(), args, nil, content, &out, &errs)
	return status, out.String(), errs.String()
}

// Every file in testdata/err has beside it what is said about it.
func TestErr(t *testing.T) {
	for _, file := range dockerfiles(t, "err") {
		t.Run(filepath.Base(file), func(t *testing.T) {
			status, stdout, stderr := scanOne(t, file)
			if status != statusFound {
				t.Errorf("status %d, want %d", status, statusFound)
			}
			got := stdout + "---- standard error\n" + stderr
			golden := strings.TrimSuffix(file, ".Dockerfile") + ".out"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// Nothing is to be said about the files in testdata/ok.
func TestOK(t *testing.T) {
	for _, file := range dockerfiles(t, "ok") {
		t.Run(filepath.Base(file), func(t *testing.T) {
			status, stdout, stderr := scanOne(t, file)
			if status != statusClean || strings.Count(stdout, "\n") != 1 || stderr != "" {
				t.Errorf("status %d\n%s%s", status, stdout, stderr)
			}
		})
	}
}

func dockerfiles(t *testing.T, folder string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", "testdata", folder, "*.Dockerfile"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	return files
}
