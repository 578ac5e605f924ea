package fix

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/dockerfile"
	"github.com/ddhook/ddhook/hook/gocmd"
	"github.com/ddhook/ddhook/hook/rules"
	"github.com/ddhook/ddhook/hook/shell"
	"github.com/ddhook/ddhook/hook/source"
)

const flag = "-mod=mod"

// putFlag puts -mod=mod right after build, or in the place of the -mod that is there.
func (d *draft) putFlag(v rules.Violation) (proposal, error) {
	p := proposal{Repair: Repair{What: flag + " put in", PutsFlag: true, NoWorkspace: d.isOff("GOWORK", v.Call)}}
	if d.isOff("GO111MODULE", v.Call) {
		return p, errors.New("with GO111MODULE=off a -mod is an error")
	}
	put, err := d.insertFlag(v.Call)
	if n := len(v.Call.Mods); n > 0 {
		old := v.Call.Mods[n-1]
		p.Override = "-mod=" + old.Value
		if old.Value == "" {
			p.Override = "a -mod that is not known"
		}
		p.What = flag + " put in the place of " + p.Override
		put, err = d.replaceFlag(old)
	} else if mod := v.Call.Mod; mod.Value != "" && mod.Value != "mod" {
		p.Override = "-mod=" + mod.Value + " of GOFLAGS"
		p.What += ", which beats " + p.Override
	}
	p.edits = append(d.comment(v.Call.Instruction), put)
	return p, err
}

// replaceFlag puts the flag in the place of another -mod, written as one word or as two.
func (d *draft) replaceFlag(old gocmd.Flag) (edit, error) {
	whole := source.Span{Start: old.Spans[0].Start, End: old.Spans[len(old.Spans)-1].End}
	name := strings.TrimLeft(d.bytes(old.Spans[0]), `'"\`)
	if !strings.HasPrefix(name, "-mod") && !strings.HasPrefix(name, "--mod") {
		return edit{}, errors.New("its -mod comes out of a variable")
	}
	return edit{whole, flag}, nil
}

// insertFlag puts the flag behind the word build, and behind a -C there, which must be the first flag of all.
func (d *draft) insertFlag(call rules.Call) (edit, error) {
	words := call.Command.Words
	i := slices.IndexFunc(words, func(w shell.Word) bool { return w.Span == call.Name })
	if i < 0 || !d.isWritten("build", call.Name) {
		return edit{}, errors.New("its build comes out of a variable")
	}
	if i+1 < len(words) {
		switch name, _, hasValue := strings.Cut(strings.TrimPrefix(words[i+1].Text, "-"), "="); {
		case name != "-C" && name != "C" || name == words[i+1].Text:
		case hasValue:
			i++
		default:
			i = min(i+2, len(words)-1)
		}
	}
	at := words[i].Span
	run, word, err := d.runOf(call.Instruction, at.Start)
	if err != nil {
		return edit{}, err
	}
	if t := run.Argv[word]; run.Form == dockerfile.Exec && t.Span(0, t.Len()) == at {
		return d.insertWord(run, word)
	}
	return edit{source.Span{Start: at.End, End: at.End}, " " + flag}, nil
}

// insertWord puts the flag as a word of its own behind a word of an exec form, as those before it are parted.
func (d *draft) insertWord(run dockerfile.Run, word int) (edit, error) {
	end := run.Argv[word].Offset(run.Argv[word].Len())
	if !strings.HasPrefix(d.src.Data[end:], `"`) {
		return edit{}, errors.New("its words are those of a script's first line")
	}
	sep := ", "
	if word > 0 {
		before := run.Argv[word-1]
		between := d.bytes(source.Span{Start: before.Offset(before.Len()), End: run.Argv[word].Offset(0)})
		if between == `","` {
			sep = ","
		}
	}
	end++
	return edit{source.Span{Start: end, End: end}, fmt.Sprintf("%s%q", sep, flag)}, nil
}
