package judge_test

import (
	"flag"
	"io"
	"strings"
)

// The rules once more, on what really ran and independent of the code under test: flags are read by package flag, as
// the go command does it.

// boolFlags and valueFlags are the flags of "go help build".
const (
	boolFlags  = "a n race msan asan cover v work x buildvcs linkshared modcacherw trimpath json"
	valueFlags = "C o p covermode coverpkg asmflags buildmode compiler gccgoflags gcflags installsuffix ldflags mod modfile " +
		"overlay pgo pkgdir tags toolexec"
)

// ambient marks, among the GOFLAGS of a script, those that are exported or set by ENV: they do not count, and a
// running program cannot tell them from others.
const ambient = "-tags=ambient"

// broken gives the rule that a call breaks, "" when it breaks none.
func broken(call ran) string {
	switch name, args := subcommand(call.argv[1:]); {
	case name == "mod download":
		return "no-go-mod-download"
	case name == "build" && effectiveMod(args, call) != "mod":
		return "require-mod-mod"
	}
	return ""
}

// subcommand gives the name of the subcommand, if it is one that rules are about, and what stands behind it. -C may
// stand before and behind each word of the name.
func subcommand(args []string) (string, []string) {
	args = chdir(args)
	switch {
	case len(args) > 0 && args[0] == "build":
		return "build", args[1:]
	case len(args) > 0 && args[0] == "mod":
		if args = chdir(args[1:]); len(args) > 0 && args[0] == "download" {
			return "mod download", args[1:]
		}
	}
	return "", nil
}

func chdir(args []string) []string {
	if len(args) == 0 {
		return nil
	}
	switch flag := "-" + strings.TrimLeft(args[0], "-"); {
	case flag == "-C":
		return args[min(2, len(args)):]
	case strings.HasPrefix(flag, "-C="):
		return args[1:]
	}
	return args
}

func effectiveMod(args []string, call ran) string {
	mod := ""
	if call.set && !strings.Contains(call.goflags, ambient) {
		mod = modOfGoflags(call.goflags)
	}
	flags := flag.NewFlagSet("build", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	for _, name := range strings.Fields(boolFlags) {
		flags.Bool(name, false, "")
	}
	for _, name := range strings.Fields(valueFlags) {
		if name != "mod" {
			flags.String(name, "", "")
		}
	}
	flags.StringVar(&mod, "mod", mod, "")
	for flags.Parse(args) != nil { // a flag that this go command does not know: a newer one may
		args = flags.Args()
	}
	return mod
}

func modOfGoflags(goflags string) string {
	mod := ""
	for _, f := range strings.Fields(goflags) {
		f = strings.TrimPrefix(strings.Trim(f, `'"`), "-")
		if value, ok := strings.CutPrefix(f, "-mod="); ok {
			mod = value
		} else if value, ok := strings.CutPrefix(f, "mod="); ok {
			mod = value
		}
	}
	return mod
}

// watched says that a call is one of those that rules are about.
func (r ran) watched() bool {
	name, _ := subcommand(r.argv[1:])
	return name != ""
}
