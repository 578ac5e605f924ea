// Package gocmd reads a command as the go command would: which subcommand it is, and what its flags say.
package gocmd

import (
	"github.com/ddhook/ddhook/hook/shell"
	"github.com/ddhook/ddhook/hook/source"
)

// Call is one invocation of the go command.
type Call struct {
	Command    shell.Command
	Subcommand string      // "build", "mod download"; "" when the words do not tell
	Name       source.Span // the word or words of Subcommand, where a flag would be put right after
	Mod        Mod         // the effective -mod
	Mods       []Flag      // every -mod on the command, in order; the last of them wins
	Span       source.Span // from the word "go" to the end of the last word
}

// Mod is the module mode that a call asks for explicitly.
type Mod struct {
	Value string // "" when none is set
	From  Origin
}

// Origin says where a Mod was set.
type Origin int

// The places that -mod can be set in, the strongest last.
const (
	Nowhere   Origin = iota
	Ambient          // ENV, ARG or export of GOFLAGS: does not count as explicit
	Own              // GOFLAGS set by the command itself
	OnCommand        // the flag itself
)

// Flag is one -mod flag as written.
type Flag struct {
	Value string
	Spans []source.Span // one word (-mod=x) or two (-mod x)
}
