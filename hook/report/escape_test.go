package report

import (
	"os/exec"
	"testing"
	"unicode/utf8"
)

func TestEscape(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{name: "plain", in: "docker/a.Dockerfile", want: "docker/a.Dockerfile"},
		{name: "letters of any language", in: "ü 漢字 😀 e\u0301", want: "ü 漢字 😀 e\u0301"},
		{name: "tab", in: "a\tb", want: "a\tb"},
		{name: "line ends", in: "a\r\nb", want: `a\r\nb`},
		{name: "escape sequence", in: "\x1b[31m", want: `\x1b[31m`},
		{name: "C1 control", in: "\u009b31m", want: `\u009b31m`},
		{name: "bidirectional", in: "\u202egpj.\u2066", want: `\u202egpj.\u2066`},
		{name: "no width", in: "\u200b\ufeff\u00ad", want: `\u200b\ufeff\u00ad`},
		{name: "separators", in: "\u2028\u2029", want: `\u2028\u2029`},
		{name: "tag", in: "\U000e0041", want: `\U000e0041`},
		{name: "no UTF-8", in: "a\xffb\xc3", want: `a\xffb\xc3`},
		{name: "a true replacement character", in: "\ufffd", want: "\ufffd"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Escape(tt.in); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// The law: what comes out is valid, shows all that it does, and is not escaped again.
func FuzzEscape(f *testing.F) {
	f.Add("a\x1b\u202e\xff\t")
	f.Fuzz(func(t *testing.T, s string) {
		got := Escape(s)
		if !utf8.ValidString(got) || Escape(got) != got {
			t.Fatalf("%q became %q", s, got)
		}
	})
}

func TestPrintPath(t *testing.T) {
	for _, tt := range []struct{ path, want string }{
		{path: "a::b", want: "a::b"},
		{path: "::error::x", want: "./::error::x"},
		{path: " \t::error::x", want: "./ \t::error::x"},
		{path: "\n::error::x", want: `\n::error::x`},
	} {
		if got := printPath(tt.path); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.path, got, tt.want)
		}
	}
}

// What is printed to be typed means the file to a real shell.
func TestShellWord(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("bash, which has to read the words, is not installed")
	}
	for _, tt := range []struct{ path, means string }{
		{path: "docker/a.Dockerfile"}, {path: "a b.Dockerfile"}, {path: "it's $HOME `x` \\ \"q\".Dockerfile"}, {path: "ü.Dockerfile"},
		{path: "a\nb\t\x1b'\\.Dockerfile"}, {path: "\xff.Dockerfile"}, {path: "~"}, {path: "*"}, {path: "a\u202eb"},
		{path: "-x.Dockerfile", means: "./-x.Dockerfile"}, {path: "-\n", means: "./-\n"},
		{path: "::x", means: "./::x"},
	} {
		if tt.means == "" {
			tt.means = tt.path
		}
		got, err := exec.Command(bash, "-c", "printf %s "+ShellWord(tt.path)).Output()
		if err != nil || string(got) != tt.means {
			t.Errorf("%q is typed as %s: bash reads %q, %v", tt.path, ShellWord(tt.path), got, err)
		}
	}
}
