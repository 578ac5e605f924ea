package shell_test

import (
	"slices"
	"strings"
	"testing"
)

// form is a script and the go commands that it runs.
type form struct {
	name, script string
	want         []string // as show writes them
	shell        string   // "/bin/sh -c" when empty
}

func forms() []form {
	return slices.Concat(plainForms(), quotedForms(), stateForms(), functionForms(), wrapperForms(), nestedForms())
}

func plainForms() []form {
	return []form{
		{name: "chain", script: "a && go build -mod=mod ./... || go mod download",
			want: []string{"1:6 go build -mod=mod ./...", "1:33 go mod download"}},
		{name: "if", script: "if go 1; then go 2; elif go 3; then go 4; else go 5; fi",
			want: []string{"1:4 go 1", "1:15 go 2", "1:26 go 3", "1:37 go 4", "1:48 go 5"}},
		{name: "loops", script: "for x in 1 2; do go $x; done; while go 3; do go 4; done; until go 5; do :; done",
			want: []string{"1:18 go 1", "1:18 go 2", "1:37 go 3", "1:46 go 4", "1:64 go 5"}},
		{name: "case", script: "case $x in a) go 1;; *) go 2;; esac", want: []string{"1:15 go 1", "1:25 go 2"}},
		{name: "subshells", script: "(go 1); { go 2; }; x=$(go 3); `go 4`; ! go 5; go 6 | go 7 & go 8",
			want: []string{"1:2 go 1", "1:11 go 2", "1:24 go 3", "1:32 go 4", "1:41 go 5", "1:47 go 6", "1:54 go 7", "1:61 go 8"}},
		{name: "behind exit", script: "exit; go 1; f() { return; go 2; }; f", want: []string{"1:7 go 1", "1:27 go 2"}},
		{name: "redirections", script: ">x go 1 <y 2>&1; go >x 2", want: []string{"1:4 go 1", "1:18 go 2"}},
		{name: "continued", script: "go \\\n  build \\\n  -mod=mod", want: []string{"1:1 go build -mod=mod"}},
		{name: "continued in quotes", script: "sh -c \"go 1 \\\n  a \\\n$X b \\\n\" ; g\\\no 2 \"a\\\nb\"\\\nc 'd\\\ne'",
			want: []string{"1:8 go 1 a * b", "4:5 go 2 abc d\\\ne"}},
		{name: "carriage returns", script: "go build \\\r\n -v\r\nsh <<E\r\ngo test\r\nE\r\ngo vet\r",
			want: []string{"1:1 go build -v", "4:1 go test", "6:1 go vet"}},
		{name: "comments that end in a backslash", script: "# a \\\ngo 1 # b \\\ngo 2\n# c \\\n# d \\\ngo 3",
			want: []string{"2:1 go 1", "3:1 go 2", "6:1 go 3"}},
		{name: "such comments in a compound command", script: "if a; then # b \\\ngo 1\nfi", want: []string{"2:1 go 1"}},
		{name: "no commands", script: "echo go build; x='go build'; make go build; cat <<E\ngo build\nE\n"},
		{name: "of bash", script: "[[ -f go ]] && go 1; ((i++)); for ((;;)); do go 2; done; go 3 |& go 4; coproc go 5", shell: "bash -c",
			want: []string{"1:16 go 1", "1:46 go 2", "1:58 go 3", "1:66 go 4", "1:79 go 5"}},
		{name: "parentheses that bash takes for arithmetic at first", script: "((a); go 1)", shell: "bash -c", want: []string{"1:7 go 1"}},
		{name: "sh that must be bash", script: "function f { go 1; }; f; a=(go 2); \"${a[@]}\"", want: []string{"1:14 go 1", "1:36 go 2"}},
	}
}

func quotedForms() []form {
	return []form{
		{name: "quoted words", script: `"go" 1; 'go' 2; g"o" 3; \go 4; go"" 5`,
			want: []string{"1:1 go 1", "1:9 go 2", "1:17 go 3", "1:25 go 4", "1:32 go 5"}},
		{name: "paths", script: `/usr/bin/go 1; $GOROOT/bin/go 2; "$(x)/go" 3; ~/go 4`,
			want: []string{"1:1 /usr/bin/go 1", "1:16 ?/bin/go 2", "1:34 ?/go 3", "1:47 ~/go 4"}},
		{name: "escapes", script: `go a\ b "c\"d\e" 'f\g' h\=i`, want: []string{`1:1 go a_b c"d\e f\g h=i`}},
		{name: "ANSI-C quotes", script: `$'go' $'\x61\142\u63\n' $"d"`, shell: "bash -c", want: []string{"1:1 go abc\n d"}},
		{name: "braces", script: `go {1,2}; {go,3}; go {4..6} a{b,c}d "{7,8}"`, shell: "bash -c",
			want: []string{"1:1 go 1 2", "1:11 go 3", "1:19 go 4 5 6 abd acd {7,8}"}},
		{name: "no braces", script: `go {1,2}`, want: []string{"1:1 go {1,2}"}},
		{name: "unknown words", script: `go $x a$x "$x" ""$x $x$y $(z) "$(z)"`, want: []string{"1:1 go * a? ? ? * * ?"}},
		{name: "single quotes in double ones", script: `go "${x-'a b'}" ${x-'a b'}`, want: []string{"1:1 go 'a_b' a_b"}},
		{name: "backquotes in backquotes", script: "`a \\`go 1\\``; \"`go \\\"2\\\"`\"", want: []string{"1:6 go 1", "1:17 go 2"}},
		{name: "arithmetic", script: `go $((1+1)) $((x+1))`, want: []string{"1:1 go ? ?"}},
	}
}

func stateForms() []form {
	return []form{
		{name: "a fixed value", script: `X=go; $X 1; "$X" 2; ${X} 3; Y="go 4"; $Y; "$Y" 5`,
			want: []string{"1:7 go 1", "1:13 go 2", "1:21 go 3", "1:39 go 4"}},
		{name: "operators", script: `X=ago.c; X=${X#a}; ${X%.c} 1; ${Y:-go} 2; ${X:+go} 3; : ${Z:=go}; $Z 4; go ${#X}`,
			want: []string{"1:20 go 1", "1:31 go 2", "1:43 go 3", "1:67 go 4", "1:73 go 4"}},
		{name: "operators on what is unknown", script: "go ${#X} ${X#a} ${X:-b} ${X+c} ${X:?d}", want: []string{"1:1 go * * b *"}},
		{name: "known in part", script: `X="go 1 $U"; $X`, want: []string{"1:14 go 1 *"}},
		{name: "two paths", script: "if a; then X=go; fi; $X 1; if a; then X=go; else X=go; fi; $X 2", want: []string{"1:60 go 2"}},
		{name: "what the success of a command tells", script: "a && X=go && $X 1; $X 2; mkdir b && Y=go; $Y 3",
			want: []string{"1:14 go 1", "1:43 go 3"}},
		{name: "an assignment cannot fail", script: `X="a" && GO=go; $GO 1`, want: []string{"1:17 go 1"}},
		{name: "a subshell's own", script: "X=go; (X=a; $X 1); $X 2; { X=b; }; $X 3", want: []string{"1:20 go 2"}},
		{name: "read", script: "X=go; read X; $X 1; X=go; unset X; $X go 2", want: []string{"1:39 go 2"}},
		{name: "arrays", script: `a=(go 1); "${a[@]}"; a+=(2); ${a[@]}; "${a[@]:0:2}"; "${a[0]}" ${#a[@]}`, shell: "bash -c",
			want: []string{"1:11 go 1", "1:30 go 1 2", "1:39 go 1", "1:54 go 3"}},
		{name: "arguments", script: `set -- go 1 2; "$@"; $*; shift; go "$@"; go $1 $#; "$*"`,
			want: []string{"1:8 go 1 2", "1:33 go 1 2", "1:42 go 1 2"}},
		{name: "arguments among other parts", script: `set -- 1 "2 3" 4; go "a$@b" a$@b "$@$@"`,
			want: []string{"1:19 go a1 2_3 4b a1 2 3 4b 1 2_3 41 2_3 4"}},
		{name: "own GOFLAGS", script: "GOFLAGS=-mod=mod go 1; go 2; GOFLAGS=a true; go 3",
			want: []string{"1:18 go 1 [own -mod=mod]", "1:24 go 2", "1:46 go 3"}},
		{name: "exported GOFLAGS", script: "GOFLAGS=a; go 1; export GOFLAGS; go 2; GOFLAGS=b; go 3; export GOFLAGS=$U; go 4",
			want: []string{"1:12 go 1", "1:34 go 2 [env a]", "1:51 go 3 [env b]", "1:76 go 4 [env ?]"}},
	}
}

func functionForms() []form {
	return []form{
		{name: "called", script: `f() { go "$@"; }; f 1; f 2 3`, want: []string{"1:7 go 1", "1:7 go 2 3"}},
		{name: "the command is the arguments", script: `f() { "$@"; $* a; }; f go 1`, want: []string{"1:24 go 1", "1:24 go 1 a"}},
		{name: "shifted in a loop", script: `f() { while [ $# -gt 0 ]; do go "$1"; shift; done; }; f 1 2`,
			want: []string{"1:30 go 1"}},
		{name: "one argument", script: `f() { $1 "$2"; shift; go $1; }; f go 1`, want: []string{"1:7 go 1", "1:23 go 1"}},
		{name: "never called", script: "f() { go 1; }"},
		{name: "replaced", script: "f() { go 1; }; f() { go 2; }; f", want: []string{"1:22 go 2"}},
		{name: "two paths", script: "if a; then f() { go 1; }; else f() { go 2; }; fi; f", want: []string{"1:18 go 1", "1:38 go 2"}},
		{name: "followed by a command", script: "f() { go 1; } && go 2; f", want: []string{"1:7 go 1", "1:18 go 2"}},
		{name: "of the same name", script: `go() { command go a "$@"; }; go 1`, want: []string{"1:16 go a 1"}},
		{name: "local", script: "X=go; f() { local X=a; $X; }; f; $X 1", want: []string{"1:34 go 1"}},
		{name: "that sets", script: "f() { X=go; }; f; $X 1", want: []string{"1:19 go 1"}},
		{name: "with GOFLAGS", script: "f() { go 1; }; GOFLAGS=a f; f", want: []string{"1:7 go 1 [own a]", "1:7 go 1"}},
	}
}

func nestedForms() []form {
	return []form{
		{name: "scripts in scripts", script: `sh -c 'go 1; bash -ec "go \"2\""'`, want: []string{"1:8 go 1", "1:24 go 2"}},
		{name: "options of a shell", want: []string{"1:25 go 1", "1:50 go 2", "1:70 go 3"},
			script: `bash -euxo pipefail -c 'go 1'; sh -o errexit -c "go 2"; sh -c -e -- 'go 3'; sh -nc 'go 4'; sh x.sh go 5`},
		{name: "what a child sees", script: `X=go; sh -c '$X 1'; export X; sh -c '$X 2'; sh -c "$X 3"; env -i sh -c '$X 4'`,
			want: []string{"1:38 go 2", "1:52 go 3"}},
		{name: "arguments", script: `sh -c '"$0" "$@"' go 1; sh -c '"$@"' x go 2`, want: []string{"1:8 go 1", "1:40 go 2"}},
		{name: "eval", script: `eval go 1; eval 'go 2' 3; X='a; go 4'; eval "$X"; eval "go $U"`,
			want: []string{"1:6 go 1", "1:18 go 2 3", "1:46 go 4", "1:57 go *"}},
		{name: "heredocs", script: "sh <<A; bash -s 2 <<-'B'; cat <<C\ngo 1 \\\n  $X \\$X\nA\n\tgo $1\n\tB\ngo 3\nC\n",
			want: []string{"2:1 go 1 * *", "5:2 go 2"}},
		{name: "a heredoc for what is inside", script: "{ a; sudo sh; } <<A\ngo 1\nA\nwhile read x; do :; done <<A\ngo 2\nA\n", want: []string{"2:1 go 1"}},
		{name: "a here-string", script: `sh <<< "go 1"; X='go 2'; bash <<< $X; cat <<< 'go 3'`, shell: "bash -c", want: []string{"1:9 go 1", "1:35 go 2"}},
		{name: "trap", script: `trap 'go 1' EXIT; trap "go 2" INT; trap - INT; trap -p go`, want: []string{"1:7 go 1", "1:25 go 2"}},
	}
}

func TestForms(t *testing.T) {
	for _, tt := range forms() {
		t.Run(tt.name, func(t *testing.T) {
			commands, warnings, file := run(tt.script, strings.Fields(tt.shell)...)
			if got := goes(commands, file); !slices.Equal(got, tt.want) {
				t.Errorf("%q\n got %q\nwant %q", tt.script, got, tt.want)
			}
			if len(warnings) > 0 {
				t.Errorf("%q: %v", tt.script, warnings)
			}
		})
	}
}
