package judge_test

import (
	"flag"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Scripts that are put together at random, from commands, quotes, wrappers, structures, variables, functions, shells
// in shells and here documents, are really run and compared with the verdict as the forms are. In such a script all
// branches run, so that nothing excuses a difference. DDHOOK_TRUTH_SCRIPTS says how many scripts to try. They are the
// same ones each time, so that a change is blamed for what it broke alone; -rapid.seed=0 tries other ones.
func TestTruthOfGeneratedScripts(t *testing.T) {
	w := newWorld(t)
	scripts := 200
	if n, err := strconv.Atoi(os.Getenv("DDHOOK_TRUTH_SCRIPTS")); err == nil {
		scripts = n
	}
	if testing.Short() {
		scripts = 50
	}
	shells := []string{"sh", "bash"}
	setFlag(t, "rapid.seed", "1")
	setFlag(t, "rapid.nofailfile", "true")
	setFlag(t, "rapid.shrinktime", "15s")
	setFlag(t, "rapid.checks", strconv.Itoa(max(1, scripts/len(shells))))
	for _, sh := range shells {
		t.Run(sh, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				g := &generator{t: t, shell: sh, bin: w.bin}
				depth := rapid.IntRange(0, 3).Draw(t, "depth")
				f := form{text: g.script(depth), shell: sh, loose: true}
				if w.lacks(sh, f.text) != "" {
					return
				}
				f.check(t, w)
				if script, _ := unmark(f.text); !strings.Contains(script, "\n") {
					checkContinuations(t, script, rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "breaks"), 0)))
				}
			})
		})
	}
}

// setFlag sets one of rapid's flags for a test, unless it was given on the command line.
func setFlag(t *testing.T, name, value string) {
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == name })
	if given {
		return
	}
	f := flag.Lookup(name)
	before := f.Value.String()
	if err := f.Value.Set(value); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Value.Set(before) })
}

// generator writes scripts. A mark stands before each command that it writes to be run.
type generator struct {
	t     *rapid.T
	shell string
	bin   string
	names int // that many names are taken
}

func (g *generator) one(of ...string) string { return rapid.SampledFrom(of).Draw(g.t, "one") }

// maybe is true in one of n cases.
func (g *generator) maybe(n int) bool { return rapid.IntRange(1, n).Draw(g.t, "maybe") == n }

// name gives a new name for a variable, a function or a delimiter.
func (g *generator) name() string {
	g.names++
	return "N" + strconv.Itoa(g.names)
}

// script is a few statements one after the other; the deeper it may be, the more kinds of them. What follows "&&" may
// set nothing: a verdict rightly takes it for unknown whether it was set.
func (g *generator) script(depth int) string {
	var b strings.Builder
	for range rapid.IntRange(1, 3).Draw(g.t, "statements") {
		s := g.statement(depth)
		switch {
		case b.Len() == 0:
		case strings.Contains(b.String(), "\n"):
			b.WriteString("\n")
		case strings.HasPrefix(s, mark) && g.maybe(2):
			b.WriteString(g.one(" && ", "&&", " &&\n"))
		default:
			b.WriteString(g.one("; ", ";", "\n"))
		}
		b.WriteString(s)
	}
	return b.String()
}

func (g *generator) statement(depth int) string {
	plain := []func() string{
		g.command, g.command, g.wrapped, g.wrapped, g.variable, g.positional, g.nothing, g.called,
	}
	if g.shell == "bash" {
		plain = append(plain, g.array, g.braces, g.ansi)
	}
	if depth == 0 {
		return rapid.SampledFrom(plain).Draw(g.t, "plain")()
	}
	deep := []func(int) string{g.structure, g.structure, g.function, g.substitution, g.inner, g.inner, g.document}
	n := rapid.IntRange(0, len(plain)+len(deep)-1).Draw(g.t, "kind")
	if n < len(plain) {
		return plain[n]()
	}
	return deep[n-len(plain)](depth - 1)
}

// command is a go command with its assignments and redirections.
func (g *generator) command() string {
	return g.assignments() + mark + g.word("go") + " " + g.arguments() + g.redirection()
}

func (g *generator) assignments() string {
	return g.one("", "", "", "CGO_ENABLED=0 ", "GOFLAGS=-mod=mod ", "GOFLAGS='-v -mod=mod' ", "GOFLAGS=-mod=vendor ",
		"GOFLAGS= ", "A=1 GOFLAGS=\"-mod=mod\" B='2 3' ")
}

func (g *generator) redirection() string {
	return g.one("", "", "", "", " >out", " 2>&1", " >/dev/null 2>&1", " </dev/null")
}

// arguments are a subcommand and what follows it.
func (g *generator) arguments() string {
	sub := g.one("build", "build", "build", "mod download", "-C . build", "mod -C . download", "mod tidy", "version", "vet",
		"install")
	var words []string
	for _, word := range strings.Fields(sub) {
		words = append(words, g.word(word))
	}
	for range rapid.IntRange(0, 3).Draw(g.t, "flags") {
		words = append(words, g.one("-mod=mod", "-mod=mod", "--mod=mod", "-mod mod", "-mod=vendor", "-mod=readonly",
			"'-mod=mod'", `-mod="mod"`, `-m\od=mod`, "-o app", "-o -mod=mod", `-o "a b"`, "-v", "-trimpath", `-ldflags "-s -w"`,
			"-ldflags='-X main.a=b -mod=mod'", `-tags "a,b"`, "-p 2", "-race", "-buildvcs=false", "$(true)", "-o $(echo x)",
			`-ldflags "-X main.v=$(echo 1)"`, "$NOBODY", "-C ."))
	}
	return strings.Join(words, " ") + g.one("", "", " .", " ./...", " ./a ./b", " -- x", " . -mod=mod", " \\\n  -mod=mod")
}

// word writes a word that has no special letters in one of many ways.
func (g *generator) word(word string) string {
	at := rapid.IntRange(0, len(word)-1).Draw(g.t, "at")
	before, letter, after := word[:at], word[at:at+1], word[at+1:]
	return g.one(word, word, word, "'"+word+"'", `"`+word+`"`, before+`\`+letter+after, before+`"`+letter+`"`+after,
		before+"''"+letter+after, before+"'"+letter+after+"'", before+"\\\n"+letter+after)
}

// wrapped is a command behind wrappers.
func (g *generator) wrapped() string {
	c := mark + g.one("go", `"go"`, "go1.25.1", "xx-go", g.bin+"/go") + " " + g.arguments()
	return g.assignments() + g.wrap(c)
}

// wrap puts a command behind wrappers.
func (g *generator) wrap(command string) string {
	for range rapid.IntRange(1, 3).Draw(g.t, "wrappers") {
		before, after, _ := strings.Cut(g.one("env …", "env X=1 …", "env GOFLAGS=-mod=mod …", "env -u GOFLAGS …",
			"env GOFLAGS=-v …", "env -u X -- …", `env -i PATH="$PATH" …`, "timeout 60 …", "timeout -s KILL 60 …",
			"timeout -k 5 60 …", "nice …", "nice -n 5 …", "nohup …", "stdbuf -oL …", "ionice -c3 …", "sudo …", "sudo -E …",
			"sudo -u nobody …", "sudo GOFLAGS=-mod=mod …", "gosu nobody …", "su-exec nobody …", "tini -- …", "setsid -w …",
			"flock "+g.name()+" …", "xargs … </dev/null", "busybox env …", "'env' …", "orchestrion …", "runuser -u nobody -- …",
			`find . -maxdepth 0 -exec … \;`, `find . -maxdepth 0 -exec true ';' -exec … ';'`), "…")
		if strings.HasPrefix(before, "find") && strings.Contains(command, "find") {
			continue // the sign that ends the inner one ends the outer one
		}
		command = before + command + after
	}
	return command
}

// variable is a command that takes a part of itself from a variable.
func (g *generator) variable() string {
	v, build := g.name(), mark+"go build "
	return g.one(
		v+"=go; "+mark+"$"+v+" "+g.arguments(),
		v+"='go'; "+mark+`"$`+v+`" `+g.arguments(),
		v+"='go build'; "+mark+"$"+v+" -mod=mod",
		v+"=-mod=mod; "+build+"$"+v,
		v+"='-v -mod=mod'; "+build+g.one("$"+v, `"$`+v+`"`, "${"+v+"}"),
		v+"=mod; "+build+g.one("-mod=$"+v, "-mod $"+v, `-mod="$`+v+`"`, "-m${"+v+"}=mod", "-${"+v+"}=$"+v),
		v+"=; "+build+g.one("$"+v, `"$`+v+`"`, "${"+v+":--mod=mod}", "${"+v+"--mod=mod}", "${"+v+":+-v}")+" -mod=mod",
		build+g.one("${"+v+":--mod=mod}", "${"+v+":+-mod=mod}", "${"+v+":-}", "$"+v, "${"+v+":=-mod=mod}"),
		v+"=x-mod=mod,y; "+v+"=${"+v+"#x}; "+build+g.one("${"+v+"%,*}", "${"+v+"%y}", `"${`+v+`%%,*}"`),
		v+"=1; "+v+"=$(echo 2); "+build+"-o $"+v+" -mod=mod -p $"+v,
		"export "+v+"=-mod=mod; sh -c '"+build+"$"+v+"'",
		v+"=-mod=mod; sh -c '"+build+"$"+v+"'; sh -c \""+build+"$"+v+"\"",
		"GOFLAGS='-mod=mod "+ambient+"'; export GOFLAGS; "+build,
		"for "+v+" in -mod=mod -v; do "+build+"$"+v+"; done",
		"for "+v+" in build version; do "+mark+"go $"+v+" -mod=mod; done",
	)
}

// positional is a command out of the positional parameters.
func (g *generator) positional() string {
	return g.one(
		"set -- "+mark+"go "+g.arguments()+`; "$@"`,
		"set -- build -v; "+mark+`go "$@"; shift; `+mark+`go build "$@"`,
		"set -- -mod=mod; "+mark+`go build "$1"; `+mark+"go build $2; "+mark+"go build ${2:-$1}",
		"sh -c '"+mark+`go build "$@"' x -mod=mod; sh -c '`+mark+"go build $1' -mod=mod",
		"sh -c '"+mark+`go "$0" "$@"' build -v`,
		"sh -c 'exec \"$@\"' _ "+mark+"go "+g.arguments(),
		"sh -c \""+mark+"go build \\\n  "+g.one("-v", "-o x", "-mod=mod")+" \\\n-mod=mod\"",
	)
}

// nothing runs no go command, or one that no rule is about.
func (g *generator) nothing() string {
	return g.one("true", "echo go build", `echo "; go mod download"`, "echo '`go build`' \"\\$(go build)\"", ": go build",
		"# go build; go mod download\ntrue", "cd . # && go build\n", "go version", "X=go", "make go build", "apk add go build",
		"command -v go build || true", "git commit -m 'go build'", "[ go = build ] || true", "cat <<'X'\ngo build\nX",
		"cat >f <<X\ngo mod download\nX", "setup -- go build", "go build -mod=mod", "echo a#b", "echo $# \\# '#'", "umask 022")
}

// called is a command behind words that the shell itself takes.
func (g *generator) called() string {
	c := mark + "go " + g.arguments()
	return g.one("! "+c+" || true", "command "+c, "(exec "+c+")", "eval "+c, c+" & wait", c+" | cat", "echo x | "+c, "time "+c)
}

// array, braces and ansi are of bash.
func (g *generator) array() string {
	a := g.name()
	return g.one(
		a+"=(go build); "+mark+`"${`+a+`[@]}" -v`,
		a+"=(-v); "+a+"+=(-mod=mod); "+mark+`go build "${`+a+`[@]}"`,
		a+"=(-mod=mod x); "+mark+"go build ${"+a+"[0]}; "+mark+"go build ${"+a+"[1]} -mod=mod",
	)
}

func (g *generator) braces() string {
	return mark + g.one("go {build,-v}", "{go,build}", "go build -{v,mod=mod}", "go build -mod={vendor,mod}")
}

func (g *generator) ansi() string {
	return mark + g.one(`$'go' build`, `$'\x67o' $'build' -mod=mod`, `go $'\142uild' $'-mod=mod'`, `go build $'-o' $'it\'s'`)
}
