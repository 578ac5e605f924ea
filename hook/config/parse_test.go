package config

import (
	"reflect"
	"strings"
	"testing"
)

func with(change func(*Config)) Config {
	c := Default()
	change(&c)
	return c
}

func TestParse(t *testing.T) {
	for _, tt := range []struct {
		name, data string
		want       Config
	}{
		{name: "empty", data: "", want: Default()},
		{name: "only comments", data: "# files:\n", want: Default()},
		{name: "only a document mark", data: "---\n", want: Default()},
		{name: "byte order mark", data: "\ufeffreference: ADR 7\n", want: with(func(c *Config) { c.Reference = "ADR 7" })},
		{name: "carriage returns", data: "files:\r\n  - a\r\n", want: with(func(c *Config) { c.Files = []string{"a"} })},
		{
			name: "everything",
			data: "files:\n  - \"**/Dockerfile\"\n  - build/*.Dockerfile\nexclude: [third_party/**]\n" +
				"rules:\n  require-mod-mod: off\n  name-the-decision: on\nreference: ADR-12\n",
			want: Config{
				Files: []string{"**/Dockerfile", "build/*.Dockerfile"}, Exclude: []string{"third_party/**"},
				Rules: map[string]bool{"require-mod-mod": false, "name-the-decision": true}, Reference: "ADR-12",
			},
		},
		{
			name: "four ways to switch",
			data: "rules: {no-go-mod-download: False, require-mod-mod: \"off\", name-the-decision: ON}",
			want: with(func(c *Config) {
				c.Rules = map[string]bool{"no-go-mod-download": false, "require-mod-mod": false, "name-the-decision": true}
			}),
		},
		{
			name: "anchors",
			data: "files: &f [a, &b b]\nexclude: *f\nreference: *b\n",
			want: Config{Files: []string{"a", "b"}, Exclude: []string{"a", "b"}, Reference: "b"},
		},
		{name: "entries commented out", data: "exclude:\n  # - a\nrules:\n", want: with(func(c *Config) { c.Exclude = nil })},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Parse(Name, []byte(tt.data), "v1.2.3")
			got.Size = 0 // see TestSize
			if err != nil || !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %+v, %v, want %+v", got, err, tt.want)
			}
		})
	}
}

func TestParseError(t *testing.T) {
	for _, tt := range []struct{ name, data, want string }{
		{"unknown key", "files: [a]\nexlude: [b]\n", `.ddhook.yaml:2:1: unknown key "exlude": did you mean "exclude"? (this is ddhook v1.2.3; a newer one may know it)`},
		{"unknown key near nothing", "severity: high", `.ddhook.yaml:1:1: unknown key "severity": known are exclude, files, reference, rules (this is ddhook v1.2.3; a newer one may know it)`},
		{"unknown rule", "rules:\n  require-modmod: on\n", `.ddhook.yaml:2:3: unknown rule "require-modmod": did you mean "require-mod-mod"? (this is ddhook v1.2.3; a newer one may know it)`},
		{"key twice", "files: [a]\n\nfiles: [b]\n", `.ddhook.yaml:3:1: "files" is here already in line 1`},
		{"rule twice", "rules:\n  require-mod-mod: on\n  require-mod-mod: off\n", `.ddhook.yaml:3:3: "require-mod-mod" is here already in line 2`},
		{"key an alias", "reference: &k files\nfiles: [a]\n*k : [b]\n", `.ddhook.yaml:3:1: a key must be a name`},
		{"merge key", "rules: &r {}\n<<: *r\n", `.ddhook.yaml:2:1: unknown key "<<"`},
		{"not a mapping", "- files\n", ".ddhook.yaml:1:1: the settings must be lines such as `files: [\"**/Dockerfile\"]`"},
		{"a text", "hello\n", ".ddhook.yaml:1:1: the settings must be lines such as `files: [\"**/Dockerfile\"]`"},
		{"rules not a mapping", "rules: [require-mod-mod]\n", ".ddhook.yaml:1:8: rules must be lines such as `npm-ci: {forbid: npm install}`"},
		{"key not a name", "? [a]\n: b\n", ".ddhook.yaml:1:3: a key must be a name"},
		{"files a text", "files: a\n", ".ddhook.yaml:1:8: files must be a list of globs, each on a line `  - \"glob\"`"},
		{"glob a list", "exclude: [[a]]\n", ".ddhook.yaml:1:11: exclude must be a text"},
		{"too many globs", "files: [" + strings.Repeat("a,", 1025) + "]\n", ".ddhook.yaml:1:8: files has more than 1024 entries"},
		{"no files", "files: []\n", `.ddhook.yaml:1:8: files selects nothing; name a glob, or leave files out for "**/*.Dockerfile"`},
		{"files commented out", "files:\n  # - a\n", `files selects nothing`},
		{"switch a number", "rules:\n  require-mod-mod: 1\n", ".ddhook.yaml:2:20: rule require-mod-mod must be on or off"},
		{"switch missing", "rules:\n  require-mod-mod:\n", ".ddhook.yaml:2:19: rule require-mod-mod must be on or off"},
		{"reference a list", "reference: [a]\n", ".ddhook.yaml:1:12: reference must be a text"},
		{"reference blank", "reference: \" \"\n", ".ddhook.yaml:1:12: reference must be a text"},
		{"reference of two lines", "reference: \"a\\nRUN x\"\n", ".ddhook.yaml:1:12: reference: write one line of printable letters"},
		{"two documents", "files: [a]\n---\nfiles: [b]\n", ".ddhook.yaml:2:1: a second document; keep one"},
		{"second document broken", "files: [a]\n---\nfiles: [\n", ".ddhook.yaml:"},
		{"syntax", "files: [a\nrules: {}\n", ".ddhook.yaml:"},
		{"alias of nothing", "files: *f\n", ".ddhook.yaml: unknown anchor 'f' referenced"},
		{"glob broken", "files: [\"{a\"]\n", `.ddhook.yaml:1:9: files: glob "{a": a bracket, brace or backslash has no partner`},
		{"glob empty", "exclude: [\"\"]\n", `.ddhook.yaml:1:11: exclude must be a text`},
		{"glob too long", "files: [\"" + strings.Repeat("a", 1025) + "\"]\n", "is longer than 1024 bytes"},
		{"glob exponential", "files: [\"" + strings.Repeat("{a,a}", 22) + "\"]\n", "its braces mean more than 64 alternatives"},
		{"glob from the root", "files: [\"/docker/*\"]\n", `globs count from the top anyway; write "docker/*"`},
		{"glob from here", "files: [\"./docker/*\"]\n", `globs count from the top anyway; write "docker/*"`},
		{"glob of a folder", "exclude: [\"vendor/\"]\n", `glob "vendor/" matches no file; write "vendor/**"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse(Name, []byte(tt.data), "v1.2.3")
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

// The law: whatever stands in the file, the outcome is an error that names the file or settings that can be used.
func FuzzParse(f *testing.F) {
	f.Add("files: [a]\nexclude: [b]\nrules: {require-mod-mod: off}\nreference: c\n")
	f.Add("files: &f [a]\nexclude: *f\n")
	f.Add("rules:\n  a: {forbid: [npm i|install, curl -k], except: npm i *, instead: npm ci, in: RUN, message: x, wrong: npm i, right: [ls]}\n")
	f.Add("rules:\n  a: {command: yum install, require: [-y|--yes, CI=1], then: yum clean all}\n  require-mod-mod: off\n")
	f.Add("? [a]\n: *b\n---\n\t")
	f.Fuzz(func(t *testing.T, data string) {
		c, err := Parse(Name, []byte(data), "v1")
		if err != nil {
			if !strings.HasPrefix(err.Error(), Name+":") {
				t.Fatalf("the error does not begin with the file: %v", err)
			}
			return
		}
		if len(c.Files) == 0 || c.Reference == "" {
			t.Fatalf("unusable settings: %+v", c)
		}
		for _, glob := range append(c.Files, c.Exclude...) {
			if err := checkGlob(glob); err != nil {
				t.Fatal(err)
			}
		}
		c.Matcher().Selects("a/b.Dockerfile")
		if less := Relaxations(c, c); len(less) > 0 {
			t.Fatalf("less is checked than by the same settings: %q", less)
		}
	})
}

// An alias takes as much as what it stands for, and so does what stands before an error.
func TestSize(t *testing.T) {
	written, _ := Parse(Name, []byte("rules:\n  a: {forbid: [npm i, yarn], except: [npm i, yarn]}\n  b: {forbid: [npm i, yarn], except: [npm i, yarn]}\n"), "v1")
	aliases, _ := Parse(Name, []byte("rules:\n  a: &a {forbid: &p [npm i, yarn], except: *p}\n  b: *a\n"), "v1")
	early, err := Parse(Name, []byte("rules:\n  a: &a {forbid: &p [npm i, yarn], except: *p}\n  b: *a\nx: y\n"), "v1")
	if written.Size < 8*64 || aliases.Size != written.Size || early.Size != written.Size || err == nil {
		t.Errorf("%d, %d and %d bytes (%v)", written.Size, aliases.Size, early.Size, err)
	}
}
