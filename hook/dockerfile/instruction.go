package dockerfile

import (
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"
	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/ddhook/ddhook/hook/source"
)

// add appends an instruction to the file. The node is what the parser made of it; nil when it could not be parsed.
func (a *analysis) add(s statement, node *parser.Node) {
	keyword := strings.ToUpper(s.keyword.String())
	if keyword == "" {
		return // a continuation sign with nothing to continue
	}
	if node != nil && !s.onBuild {
		a.follow(keyword, s, node)
	}
	inst := Instruction{
		Keyword: keyword,
		OnBuild: s.onBuild,
		Stage:   &a.current.Stage,
		Span:    source.Span{Start: s.start, End: a.line(s.last).End},
	}
	if _, known := command.Commands[strings.ToLower(keyword)]; known {
		inst.Run = a.run(keyword, s, node != nil)
	} else {
		inst.Run = a.unknown(s, inst.Span)
	}
	a.file.Instructions = append(a.file.Instructions, inst)
}

// unknown scans what Docker would refuse: after its first word, which is a keyword with a typo or what a merge left; from
// it when it is a program, in a line after one that lost its continuation sign.
func (a *analysis) unknown(s statement, span source.Span) Run {
	word, text := s.keyword.String(), s.args
	if !a.file.Refused { // or else the whole file is named
		a.unparsed(span.Start, span.End, "instruction", "that docker build does not know", word)
	}
	if a.isProgram != nil && a.isProgram(word) {
		text = s.command
	}
	if text.Len() == 0 {
		return Run{}
	}
	return Run{Form: Scan, Argv: []source.Text{text}}
}

// run returns the command line of an instruction: exec form, a script for the SHELL in force, or one that is to be
// scanned since the instruction could not be parsed. JSON is JSON in any case.
func (a *analysis) run(keyword string, s statement, parsed bool) Run {
	args := s.args
	switch keyword {
	case "RUN", "CMD", "ENTRYPOINT":
	case "HEALTHCHECK":
		word, rest := cut(args)
		if !strings.EqualFold(word.String(), "CMD") {
			return Run{}
		}
		args = rest
	default:
		return Run{}
	}
	run := Run{Env: a.scope(keyword, s.onBuild)}
	if words, ok := execForm(args); ok {
		run.Argv = words
	} else {
		run.Form, run.Argv = a.shellForm(args, s, parsed)
	}
	return run
}

// maxShell is how many words a SHELL may have: each script has them all.
const maxShell = 100

// shellForm returns the words that run a script, with its heredocs if it has any; none when there is no script.
func (a *analysis) shellForm(script source.Text, s statement, parsed bool) (Form, []source.Text) {
	file := false
	if len(s.docs) > 0 {
		script, file = a.script(script, s)
	}
	switch {
	case script.Len() == 0:
		return Shell, nil
	case !parsed:
		return Scan, []source.Text{script}
	case len(a.current.shell) > maxShell:
		a.unparsed(script.Offset(0), script.Span(0, script.Len()).End, "script", "for a SHELL of more words than are followed", "")
		return Scan, []source.Text{script}
	case file:
		if words := interpreted(script); words != nil {
			return Exec, words
		}
	}
	return Shell, append(slices.Clip(a.current.shell), script)
}
