package shell_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/shell"
	"github.com/ddhook/ddhook/hook/source"
)

// scans are scripts that no parser takes: each is scanned word by word, with a warning.
func scans() []form {
	return []form{
		{name: "PowerShell", shell: "powershell -Command",
			script: "$env:GOFLAGS='-mod=mod'; go 1 -o C:\\x.exe; if ($a) { go 2 }; & 'C:\\go\\go.exe' 3 `\n -v; Write-Host \"go 4\"; go $x 5",
			want:   []string{"1:26 go 1 -o C:\\x.exe", "1:54 go 2", `1:64 C:\go\go.exe 3 -v`, "2:25 go * 5"}},
		{name: "PowerShell that takes the output", shell: "pwsh -c", script: "$out = go 1 2>&1; $x=go 2; $env:A = go 3; $null=(go 4)",
			want: []string{"1:8 go 1", "1:22 go 2", "1:37 go 3", "1:50 go 4"}},
		{name: "PowerShell with options", shell: "powershell.exe -NoLogo -ExecutionPolicy Bypass -Command", script: "go 1", want: []string{"1:1 go 1"}},
		{name: "cmd", shell: "cmd /S /C", script: "set X=1&& go 1 & C:\\go\\bin\\go.exe 2 && if exist x (go 3) else go %X% ^\n 4 & echo don't & go 5",
			want: []string{"1:11 go 1", `1:18 C:\go\bin\go.exe 2`, "1:52 go 3", "1:63 go * 4", "2:19 go 5"}},
		{name: "cmd and PowerShell inside", shell: "cmd /S /C", script: `powershell -NoProfile -Command "go 1; go 2" && cmd /c "go 3"`,
			want: []string{"1:33 go 1", "1:39 go 2", "1:56 go 3"}},
		{name: "PowerShell's blocks and arguments", shell: "pwsh -c",
			script: "if ($x) {go 1} else {go 2}; go 3 -o (Join-Path $a (go 4)) -v; go 5 @('a','b') -m}",
			want:   []string{"1:10 go 1", "1:22 go 2", "1:29 go 3 -o * -v", "1:52 go 4", "1:63 go 5 * -m"}},
		{name: "redirections behind a word", shell: "cmd /S /C", script: "go a>nul 2>&1 & go 2 -v>>log.txt & go 3 <in",
			want: []string{"1:1 go a", "1:17 go 2 -v", "1:36 go 3"}},
		{name: "comparisons of cmd", shell: "cmd /S /C", script: "if \"%A%\"==\"\" go 1\nif %E% NEQ 0 go 2\nif /I not a == b (go 3)\nif /i %A%==x go 4",
			want: []string{"1:14 go 1", "2:14 go 2", "3:19 go 3", "4:14 go 4"}},
		{name: "conditions of cmd", shell: "cmd /S /C", script: "go 1 & call go 2 & if not exist x go 3 & if defined X go 4",
			want: []string{"1:1 go 1", "1:13 go 2", "1:35 go 3", "1:55 go 4"}},
		{name: "conditions of several words", shell: "cmd /S /C", script: "if not errorlevel 1 go 1\nif exist \"a b\" go 2\nif \"%A%\"==\"x y\" go 3",
			want: []string{"1:21 go 1", "2:16 go 2", "3:17 go 3"}},
		{name: "a program that is no shell", shell: "python3 -c", script: "go 1", want: []string{"1:1 go 1"}},
		{name: "a shell that only reads", shell: "fish", script: "go 1", want: []string{"1:1 go 1"}},
		{name: "commands that cmd does not print", shell: "cmd /S /C", script: "@go 1 & @ go 2 && go @3", want: []string{"1:2 go 1", "1:11 go 2", "1:19 go @3"}},
		{name: "an unknown shell", shell: "fish -c", script: "go 1; and go 2; if x; go 3; end",
			want: []string{"1:1 go 1", "1:11 go 2", "1:23 go 3"}},
		{name: "a foreign shell inside", shell: "sh -c", script: "fish -c 'go 1'; tcsh -fc 'go 2' x; yash --posix -c \"go 3\"; csh go 4",
			want: []string{"1:10 go 1", "1:27 go 2", "1:53 go 3"}},
		{name: "a syntax error", script: "if; go 1; FOO=b GOFLAGS=a go 2 2>&1 >x | timeout 5 go 3; then go 4; 'go 5'; sh -c 'go 6'",
			want: []string{"1:5 go 1", "1:27 go 2 [own a]", "1:52 go 3", "1:63 go 4", "1:84 go 6"}},
		{name: "comments", script: "if; # go 1\n  # go 2; go 3\ngo 4 # go 5", want: []string{"3:1 go 4"}},
		{name: "a quote that does not close", script: `don't; go "1 2`, want: []string{`1:8 go "1 2`}},
		{name: "a substitution", script: "if; go $(go 1) ${x} a; (go 2) | { go 3; }", want: []string{"1:5 go * * a", "1:10 go 1", "1:25 go 2", "1:35 go 3"}},
		{name: "a script inside", script: "if; sh -c 'then; go 1'; sh -c 'X=go; $X 2'", want: []string{"1:18 go 1", "1:38 go 2"}},
		{name: "time and negation", shell: "bash -c", script: "time ! go 1; a=(b)", want: []string{"1:8 go 1"}},
	}
}

func TestScans(t *testing.T) {
	for _, tt := range scans() {
		t.Run(tt.name, func(t *testing.T) {
			commands, warnings, file := run(tt.script, strings.Fields(tt.shell)...)
			if got := goes(commands, file); !slices.Equal(got, tt.want) {
				t.Errorf("%q\n got %q\nwant %q", tt.script, got, tt.want)
			}
			if len(warnings) == 0 {
				t.Errorf("%q: no warning", tt.script)
			}
		})
	}
}

func TestScan(t *testing.T) {
	file := source.NewFile([]byte("go 1 && 'go' 2\r\n# go 3\r\nX=y go 4"))
	got := goes(shell.Scan(file.Text(source.Span{End: len(file.Data)}), new(budget.Budget), nil), file)
	if want := []string{"1:1 go 1", "1:9 go 2", "3:5 go 4"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
