package main

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/repo/gittest"
)

// TestPicture holds the picture in the README to what the program prints; with -update it draws it again.
func TestPicture(t *testing.T) {
	repo := gittest.TempDir(t)
	if err := os.WriteFile(filepath.Join(repo, demoFile), []byte(demoWrong), 0o666); err != nil {
		t.Fatal(err)
	}
	gittest.Sh(t, repo, "git init -q; git add .")
	var out, errs bytes.Buffer
	args := []string{"staged", "-C", repo, "--color", "always"}
	status := execute(context.Background(), args, gittest.Environ(repo), nil, &out, &errs)
	if status != statusFound || errs.Len() > 0 {
		t.Fatalf("status %d, standard error %q", status, errs.String())
	}
	got := draw("$ git commit -m \"Build the gateway\"\n" + out.String())
	file := filepath.Join("..", "..", "testdata", "blocked.svg")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the picture is not what is printed; draw it with: go test ./cmd/ddhook -run TestPicture -update\n%s", &out)
	}
}

// The picture is of a terminal of so many columns; cells are in pixels.
const (
	pictureColumns        = 100
	cellWidth, cellHeight = 8, 18
	pictureMargin         = 16
)

var sgr = regexp.MustCompile(`\x1b\[([0-9;]*)m`)

// draw makes an SVG of coloured ASCII lines, each run of one style at its place: the fonts of a browser differ in width.
func draw(text string) string {
	class := map[string]string{"0": "", "1": "bold", "2": "dim", "1;31": "red"} // as hook/report paints
	var drawn strings.Builder
	row, column, style := 0, 0, ""
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		for len(line) > 0 {
			run, next := line, ""
			if at := sgr.FindStringSubmatchIndex(line); at != nil && at[0] == 0 {
				style, line = class[line[at[2]:at[3]]], line[at[1]:]
				continue
			} else if at != nil {
				run, next = line[:at[0]], line[at[0]:]
			}
			if room := pictureColumns - column; len(run) > room { // a terminal goes on in the next row
				run, next = run[:room], line[room:]
			}
			if words := strings.TrimSpace(run); words != "" {
				x := pictureMargin + (column+strings.Index(run, words))*cellWidth
				fmt.Fprintf(&drawn, "<text class=\"%s\" x=\"%d\" y=\"%d\" textLength=\"%d\">%s</text>\n", style,
					x, pictureMargin+row*cellHeight+cellHeight*3/4, len(words)*cellWidth, html.EscapeString(words))
			}
			if column, line = column+len(run), next; column == pictureColumns && line != "" {
				row, column = row+1, 0
			}
		}
		row, column = row+1, 0
	}
	width, height := 2*pictureMargin+pictureColumns*cellWidth, 2*pictureMargin+row*cellHeight
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %[2]d" xml:space="preserve">
<style>
text { font: 13px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #d0d7de; white-space: pre }
.bold { font-weight: bold; fill: #ffffff }
.dim { fill: #8b949e }
.red { font-weight: bold; fill: #ff7b72 }
</style>
<rect width="%[1]d" height="%[2]d" rx="8" fill="#0d1117"/>
%s</svg>
`, width, height, drawn.String())
}
