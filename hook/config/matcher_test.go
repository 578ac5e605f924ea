package config

import (
	"flag"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/bmatcuk/doublestar/v4"
	"pgregory.net/rapid"
)

// TestMain has property tests try the same values each time, so that a change is blamed for what it broke alone;
// -rapid.seed=0 tries other ones.
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.seed", "1"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

func TestMatcher(t *testing.T) {
	for _, tt := range []struct {
		name               string
		config             Config
		within             []string
		selects, resembles []string
		neither            []string
	}{
		{
			name: "default", config: Default(),
			selects:   []string{"a.Dockerfile", "x/y/a.Dockerfile", ".Dockerfile", "a\nb.Dockerfile", "\xff.Dockerfile", "-x.Dockerfile"},
			resembles: []string{"Dockerfile", "x/Dockerfile", "Dockerfile.dev", "x/a.dockerfile", "Containerfile", "Containerfile.dev"},
			neither:   []string{"a.Dockerfiles", "main.go", "Dockerfile/main.go", "Dockerfile.dockerignore", "dockerfile", "MyDockerfile", ""},
		},
		{
			name: "top folder only", config: with(func(c *Config) { c.Files = []string{"*.Dockerfile"} }),
			selects: []string{"a.Dockerfile"}, resembles: []string{"x/a.Dockerfile"},
		},
		{
			name: "exclude wins and hushes", config: with(func(c *Config) { c.Exclude = []string{"vendor/**", "**/Dockerfile"} }),
			selects: []string{"vendored/a.Dockerfile"}, resembles: []string{"Dockerfile.dev"},
			neither: []string{"vendor/a.Dockerfile", "vendor/x/Dockerfile.dev", "x/Dockerfile", "Dockerfile"},
		},
		{
			name: "braces", config: with(func(c *Config) { c.Files = []string{"{a,b/**}/*.{Dockerfile,dockerfile}"} }),
			selects: []string{"a/x.Dockerfile", "b/c/d/x.dockerfile"}, resembles: []string{"c/x.Dockerfile"},
		},
		{
			name: "no literal suffix", config: with(func(c *Config) { c.Files = []string{"docker/**"} }),
			selects: []string{"docker/a", "docker/b/c"}, neither: []string{"a"},
		},
		{
			name: "narrowed", config: Default(), within: []string{"x", "y/a.Dockerfile"},
			selects:   []string{"x/a.Dockerfile", "x/y/a.Dockerfile", "y/a.Dockerfile"},
			resembles: []string{"x/Dockerfile"},
			neither:   []string{"a.Dockerfile", "xx/a.Dockerfile", "y/b.Dockerfile", "Dockerfile"},
		},
		{name: "narrowed to the top", config: Default(), within: []string{"x", "."}, selects: []string{"a.Dockerfile"}},
		{name: "narrowed by nothing", config: Default(), within: []string{}, selects: []string{"a.Dockerfile"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := tt.config.Matcher(tt.within...)
			check := func(paths []string, selects, resembles bool) {
				for _, p := range paths {
					if m.Selects(p) != selects || m.Resembles(p) != resembles {
						t.Errorf("%q: selects %v, resembles %v", p, m.Selects(p), m.Resembles(p))
					}
					if (selects || resembles) && !m.MayMatch([]byte(p)) {
						t.Errorf("%q may not match", p)
					}
				}
			}
			check(tt.selects, true, false)
			check(tt.resembles, false, true)
			check(tt.neither, false, false)
		})
	}
}

// doubled is a ** that only comes together, or apart, when a brace is replaced.
var doubled = regexp.MustCompile(`\*[^/]*[{},][^/]*\*|\*\*[{},]|[{},]\*\*`)

// A glob means what doublestar says that it means, and nothing that it selects fails the first test.
func TestMatcherAgreesWithDoublestar(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pattern := rapid.StringOfN(rapid.SampledFrom([]rune(`ab/.*?{},[]!\é`)), 1, 12, -1).Draw(t, "pattern")
		if checkGlob(pattern) != nil || doubled.MatchString(pattern) {
			t.Skip("refused, or not defined")
		}
		path := rapid.StringOfN(rapid.SampledFrom([]rune(`ab/.é{}`)), 1, 8, -1).Draw(t, "path")
		if strings.HasPrefix(path, "/") || strings.HasSuffix(path, "/") || strings.Contains(path, "//") {
			t.Skip("no path of a file from the top")
		}
		c := Config{Files: []string{pattern}}
		m := c.Matcher()
		if got, want := m.Selects(path), doublestar.MatchUnvalidated(pattern, path); got != want {
			t.Fatalf("%q on %q: %v, doublestar %v", pattern, path, got, want)
		}
		if m.Selects(path) && !m.MayMatch([]byte(path)) {
			t.Fatalf("%q on %q may not match", pattern, path)
		}
	})
}

func TestMayMatchAllocatesNothing(t *testing.T) {
	m := Default().Matcher()
	path := []byte(strings.Repeat("long/", 20) + "Dockerfile.of-a-service-with-a-long-name-indeed")
	if n := testing.AllocsPerRun(100, func() { m.MayMatch(path) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestOverride(t *testing.T) {
	base := with(func(c *Config) { c.Exclude = []string{"a"} })
	got, err := base.Override([]string{"x"}, []string{"b"})
	if want := (Config{Files: []string{"x"}, Exclude: []string{"a", "b"}, Reference: "DD-BUILD-001"}); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
	if got, err := base.Override(nil, nil); err != nil || !reflect.DeepEqual(got, base) {
		t.Errorf("got %+v, %v, want %+v", got, err, base)
	}
	if _, err := base.Override(nil, []string{"["}); err == nil {
		t.Error("a bad glob passed")
	}
}

func TestLines(t *testing.T) {
	c := with(func(c *Config) { c.Exclude = []string{"old/**"} })
	got := strings.Join(c.Lines([]string{"x/Dockerfile", "Dockerfile.dev", "y/Dockerfile"}), "\n")
	want := `files:
  - "**/*.Dockerfile"
  - "**/Dockerfile"
  - "**/Dockerfile.*"
exclude:
  - "old/**"
  - "**/*.dockerignore"`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	updated, err := Parse(Name, []byte(got), "v1")
	if err != nil {
		t.Fatal(err)
	}
	if m := updated.Matcher(); !m.Selects("x/Dockerfile") || !m.Selects("Dockerfile.dev") || m.Selects("Dockerfile.dockerignore") {
		t.Error("the lines do not select what they are for")
	}
}

func TestRelaxations(t *testing.T) {
	strict := with(func(c *Config) { c.Rules = map[string]bool{"name-the-decision": true} })
	for _, tt := range []struct {
		name     string
		old, new Config
		want     []string
	}{
		{name: "no change", old: strict, new: strict},
		{name: "rule off", old: Default(), new: with(func(c *Config) { c.Rules = map[string]bool{"require-mod-mod": false} }), want: []string{"rule require-mod-mod went off"}},
		{name: "setting gone", old: strict, new: Default(), want: []string{"rule name-the-decision went off"}},
		{name: "off as before", old: Default(), new: with(func(c *Config) { c.Rules = map[string]bool{"name-the-decision": false} })},
		{name: "stricter", old: Default(), new: strict},
		{name: "files", old: Default(), new: with(func(c *Config) { c.Files = []string{"a", "b"} }), want: []string{`files lost "**/*.Dockerfile"`}},
		{name: "exclude", old: Default(), new: with(func(c *Config) { c.Exclude = []string{"a"} }), want: []string{`exclude gained "a"`}},
	} {
		if got := Relaxations(tt.old, tt.new); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func BenchmarkMayMatch(b *testing.B) {
	m := Default().Matcher()
	path := []byte("internal/service/handler/request_test.go")
	for b.Loop() {
		m.MayMatch(path)
	}
}
