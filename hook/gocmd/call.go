// Package gocmd reads a command as the go command would: which subcommand it is, and what its flags say.
package gocmd

import (
	"strconv"
	"strings"

	"github.com/ddhook/ddhook/hook/shell"
	"github.com/ddhook/ddhook/hook/source"
)

// Call is one invocation of the go command.
type Call struct {
	Command    shell.Command
	Subcommand string      // "build", "mod download"; "" when the words do not tell
	Name       source.Span // the last word of Subcommand: what comes right behind it is its first flag
	Mod        Mod         // the effective -mod of a build
	Mods       []Flag      // every -mod on a build's command line, in order; the last of them wins
	Span       source.Span // from the word "go" to the end of the last word, never ending before it begins
}

// Mod is the module mode that a call asks for.
type Mod struct {
	Value string // "" when none is set or nobody can know it
	From  Origin
}

// Origin says where a Mod was set.
type Origin int

// The places that -mod can be set in, the strongest last.
const (
	Nowhere   Origin = iota
	Ambient          // ENV, ARG or export of GOFLAGS
	Own              // GOFLAGS set by the command itself
	OnCommand        // the flag itself
)

// Flag is one -mod flag as written.
type Flag struct {
	Value string        // "" when it is empty or nobody can know it
	Spans []source.Span // of its words: one (-mod=x) or two (-mod x)
}

// Parse reads a command. The second result is false when its program is not the go command.
func Parse(cmd shell.Command) (Call, bool) {
	if len(cmd.Words) == 0 || !isGo(cmd.Words[0]) {
		return Call{}, false
	}
	call := Call{Command: cmd, Span: span(cmd.Words)}
	args := call.subcommand(cmd.Words[1:])
	if call.Subcommand == "build" {
		call.Mods = modFlags(args)
		call.Mod = call.effectiveMod()
	}
	return call, true
}

// isGo knows the go command by its name: by any path, with a version as golang.org/dl installs it (go1.25.1), as
// tonistiigi/xx wraps it for cross compilation, and with Windows' ending.
func isGo(w shell.Word) bool {
	if w.Maybe {
		return false
	}
	name := w.Text[strings.LastIndexAny(w.Text, `/\`)+1:]
	name = strings.TrimSuffix(name, ".exe")
	return name == "go" || name == "xx-go" || isVersioned(name)
}

// isVersioned tells go1.25.1, go1.26rc2 and go1.21beta1 from other words that begin so.
func isVersioned(name string) bool {
	version, ok := strings.CutPrefix(name, "go1")
	if !ok {
		return false
	}
	for _, pre := range []string{"rc", "beta"} {
		release, n, found := strings.Cut(version, pre)
		if found && n != "" {
			version = release + "." + n
		}
	}
	return version == "" || version[0] == '.' && strings.Trim(version, "0123456789.") == ""
}

func span(words []shell.Word) source.Span {
	s := words[0].Span
	if end := words[len(words)-1].Span.End; end > s.Start {
		s.End = end
	}
	return s
}

// subcommand reads the name of the subcommand and gives the words behind it. -C may stand before the name and between
// its two words ("go help build": it must be the first flag, and the go command looks for it after each word).
func (c *Call) subcommand(words []shell.Word) []shell.Word {
	for words = chdir(words); len(words) > 0; words = chdir(words) {
		w := words[0]
		words = words[1:]
		if w.Maybe {
			continue
		}
		text := w.Text
		if strings.ContainsAny(text, blanks) { // one word "mod download" is no subcommand that go knows
			text = strconv.Quote(text)
		}
		c.Subcommand = strings.TrimPrefix(c.Subcommand+" "+text, " ")
		c.Name = w.Span
		if c.Subcommand != "mod" {
			break
		}
	}
	return words
}

// chdir skips a leading -C and its value.
func chdir(words []shell.Word) []shell.Word {
	if len(words) == 0 {
		return nil
	}
	name, hasValue, isFlag := flagName(words[0])
	switch {
	case !isFlag || name != "C":
		return words
	case hasValue:
		return words[1:]
	}
	return words[min(2, len(words)):]
}

func (c *Call) effectiveMod() Mod {
	if n := len(c.Mods); n > 0 {
		return Mod{c.Mods[n-1].Value, OnCommand}
	}
	for _, a := range c.Command.Assigns {
		if a.Name != shell.Watched {
			continue
		}
		mod, ok := modOf(a.Value.Text)
		switch {
		case !ok:
			return Mod{}
		case a.Own:
			return Mod{mod, Own}
		}
		return Mod{mod, Ambient}
	}
	return Mod{}
}
