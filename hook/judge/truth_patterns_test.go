package judge_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/ddhook/ddhook/hook/config"
	"github.com/ddhook/ddhook/hook/judge"
	"github.com/ddhook/ddhook/hook/rules"
)

// Commands of a program that no grammar is known of, with options, clusters and values at random, are really run, and
// what a team's own rule finds in them is compared with a plain reading of the words that the program was called with.
func TestTruthOfPatterns(t *testing.T) {
	w := newWorld(t)
	commands := 300
	if testing.Short() {
		commands = 60
	}
	setFlag(t, "rapid.seed", "1")
	setFlag(t, "rapid.nofailfile", "true")
	setFlag(t, "rapid.shrinktime", "15s")
	setFlag(t, "rapid.checks", strconv.Itoa(commands))
	all, breaking := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		g := &generator{t: t, shell: "sh", bin: w.bin}
		pattern, require := g.pattern(), ""
		settings := "rules: {own: {forbid: '" + pattern + "'}}"
		if g.maybe(2) {
			require = g.one("--no-cache", "-y|--yes", "-q", "-j", "--depth=1", "-u=0", "--depth=*", "-yq", "GOFLAGS=1|-k", "GOFLAGS=*")
			settings = "rules: {own: {command: '" + pattern + "', require: '" + require + "'}}"
		}
		c, err := config.Parse(config.Name, []byte(settings), "")
		if err != nil {
			t.Fatal(err)
		}
		script := g.call()
		happened, screen, err := w.run([]string{"sh", "-c", script}, nil)
		if err != nil || len(happened) != 1 {
			t.Fatalf("%d calls, %v\n\n%s\n\n%s", len(happened), err, script, screen)
		}
		call := happened[0]
		want := plainlyMeets(pattern, call.argv) && (require == "" || !plainlyHas(require, call))
		if all++; want {
			breaking++
		}
		for _, dockerfile := range (form{text: script, shell: "sh"}).dockerfiles() {
			v, err := judge.File(rules.NewSet(c.Own, map[string]bool{"no-go-mod-download": false, "require-mod-mod": false}, ""), []byte(dockerfile), false)
			if err != nil {
				t.Fatal(err)
			}
			if got := len(v.Violations) > 0; got != want {
				t.Fatalf("found: %v, want %v\n%s\n\n%s\nran %q", got, want, settings, dockerfile, call.argv)
			}
		}
	})
	if breaking < all/10 {
		t.Errorf("only %d of %d commands break their rule", breaking, all)
	}
}

// pattern is a pattern of commands of kit.
func (g *generator) pattern() string {
	words := []string{g.one("kit", "kit", "kit", "kit|tool", "k*t", "kit3.1")}
	for range rapid.IntRange(0, 2).Draw(g.t, "operands") {
		words = append(words, g.one("add", "add", "add|i", "rm", "i", "...", "*", "x*", "*@1"))
	}
	for range rapid.IntRange(0, 1).Draw(g.t, "options") {
		words = append(words, g.one("-y", "-q", "-k", "-j", "--no-cache", "--depth=1", "--depth=*", "-u=0", "-yq", "-y|--yes", "--no-*"))
	}
	return strings.Join(words, " ")
}

// call is a call of kit, plain or in one of the ways that change what it is called with or how that is written.
func (g *generator) call() string {
	var plain, words []string
	for range rapid.IntRange(0, 6).Draw(g.t, "words") {
		word := g.one("add", "add", "add", "i", "rm", "x", "xx@1", "1", "0", "-", "-y", "-q", "-k", "-j4", "-j", "-yq", "-qy", "-kyq", "-qO-",
			"-kj2", "-u0", "-u", "-u1", "-ku", "-u=0", "-u=1", "--no-cache", "--no-cache=false", "--no-cache=1", "--depth", "--depth=1", "--depth=2",
			"--yes", "--no-y", "--", "-y1k", "-y/k", "--help")
		plain, words = append(plain, word), append(words, g.word(word))
	}
	arguments := strings.Join(words, g.one(" ", " ", "  ", " \\\n  "))
	kit := g.one("", "", "GOFLAGS=1 ", "GOFLAGS=2 ", "env GOFLAGS=1 ", "env -u GOFLAGS ", "sudo ") +
		g.one("kit", "kit", g.word("kit"), "kit3.1", "xx-kit", g.bin+"/kit")
	return g.one("", "", "export GOFLAGS=1; ", "GOFLAGS=1; ", "cd . && ") +
		g.one(kit+" "+arguments, kit+" "+arguments, kit+" >out "+arguments, "if true; then "+kit+" "+arguments+"; fi",
			"V='"+strings.Join(plain, " ")+"'; "+kit+" -k $V", "set -- "+arguments+"; "+kit+` "$@"`, `sh -c "kit -q `+strings.Join(plain, " ")+`"`)
}

// plainlyMeets reports whether words that were run are a command that a pattern names: whether there is a choice of values of
// options, without which the words begin as the pattern says, and an option of each kind that it names.
func plainlyMeets(pattern string, argv []string) bool {
	words := strings.Fields(pattern)
	operands := "^"
	for _, word := range words[1:] {
		switch {
		case word == "...":
			operands += `(\S+ )*`
		case word[0] != '-':
			operands += "(" + glob(word) + ") "
		case !plainlyHas(word, ran{argv: argv}):
			return false
		}
	}
	names := []string{argv[0], strings.TrimPrefix(argv[0], "xx-"), strings.TrimRight(argv[0], "0123456789.")}
	program := regexp.MustCompile("^(" + glob(words[0]) + ")$")
	_, before, _ := strings.Cut(" -- "+strings.Join(argv, " ")+" -- ", " -- ")
	forHelp, _, _ := strings.Cut(before, " -- ")
	return slices.ContainsFunc(names, program.MatchString) && !strings.Contains(forHelp, "--help") && anyReading(regexp.MustCompile(operands), "", argv[1:], false)
}

// glob is a word of a pattern as a regular expression.
func glob(word string) string {
	return strings.NewReplacer(`\*`, `\S*`, `\|`, "|").Replace(regexp.QuoteMeta(word))
}

// anyReading tries to take each word after an option for its value, and not.
func anyReading(operands *regexp.Regexp, taken string, words []string, afterOption bool) bool {
	if len(words) == 0 {
		return operands.MatchString(taken)
	}
	word, rest := words[0], words[1:]
	switch {
	case word == "--":
		return operands.MatchString(taken + strings.Join(slices.Concat(rest, []string{""}), " "))
	case len(word) > 1 && word[0] == '-':
		return anyReading(operands, taken, rest, !strings.Contains(word, "="))
	}
	return anyReading(operands, taken+word+" ", rest, false) || afterOption && anyReading(operands, taken, rest, false)
}

// plainlyHas reports whether a call has one of some options or variables. Each of its words is taken apart into options.
func plainlyHas(alternatives string, call ran) bool {
	for want := range strings.SplitSeq(alternatives, "|") {
		name, value, valued := strings.Cut(want, "=")
		has := name == "GOFLAGS" && call.set && (value == "*" || value == call.goflags)
		for i, word := range call.argv[1:] {
			if word == "--" {
				break
			}
			for _, o := range apart(word) {
				if matched, _ := regexp.MatchString("^"+glob(name)+"$", o.name); !matched {
					continue
				}
				if got := o.value; !valued {
					has = got != "=false"
				} else if got == "" && i+2 < len(call.argv) {
					has = value == "*" || call.argv[i+2] == value
				} else {
					has = value == "*" || strings.TrimPrefix(got, "=") == value
				}
			}
		}
		if has {
			return true
		}
	}
	return false
}

type plainOption struct{ name, value string }

var cluster = regexp.MustCompile(`^-([A-Za-z]+)([-0-9]*)$`)

// apart takes a word apart into the options that it can be: as a whole and, where it is a cluster, letter by letter.
func apart(word string) []plainOption {
	name, value, valued := strings.Cut(word, "=")
	if valued {
		value = "=" + value
	}
	all := []plainOption{{name, value}}
	if m := cluster.FindStringSubmatch(word); m != nil && len(word) > 2 {
		for i, letter := range m[1] {
			value := "=" // more letters follow: it is no value of its own
			if i == len(m[1])-1 {
				value = m[2]
			}
			all = append(all, plainOption{"-" + string(letter), value})
		}
	}
	return all
}
