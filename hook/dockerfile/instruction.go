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
		a.run(&inst, s, node != nil)
	} else {
		a.unknown(&inst, s)
	}
	a.Instructions = append(a.Instructions, inst)
}

// unknown scans what Docker would refuse: after its first word, which is a keyword with a typo or what a merge left; from
// it when it is a program, in a line after one that lost its continuation sign.
func (a *analysis) unknown(inst *Instruction, s statement) {
	word, text := s.keyword.String(), s.args
	if !a.Refused { // or else the whole file is named
		a.unparsed(inst.Span.Start, inst.Span.End, "instruction", "that docker build does not know", word)
	}
	if a.isProgram != nil && a.isProgram(word) {
		text = s.command
	}
	if text.Len() > 0 {
		inst.Form, inst.Argv = Scan, []source.Text{text}
	}
}

// run adds the command line of an instruction: exec form, a script for the SHELL in force, or one that is to be
// scanned since the instruction could not be parsed. JSON is JSON in any case.
func (a *analysis) run(inst *Instruction, s statement, parsed bool) {
	args := s.args
	switch inst.Keyword {
	case "RUN", "CMD", "ENTRYPOINT":
	case "HEALTHCHECK":
		word, rest := cut(args)
		if !strings.EqualFold(word.String(), "CMD") {
			return
		}
		args = rest
	default:
		return
	}
	inst.Env = a.scope(inst.Keyword, s.onBuild)
	var isExec bool
	if inst.Argv, isExec = execForm(args); !isExec {
		inst.Form, inst.Argv = a.shellForm(args, s, parsed)
	}
}

// shellForm returns the words that run a script, with its heredocs if it has any; none when there is no script.
func (a *analysis) shellForm(script source.Text, s statement, parsed bool) (Form, []source.Text) {
	file := false
	if len(s.docs) > 0 {
		script, file = a.script(script, s)
	}
	first, last := a.current.shell[0], a.current.shell[len(a.current.shell)-1] // each script has them all
	size := 64*len(a.current.shell) + last.Offset(last.Len()) - first.Offset(0)
	switch {
	case script.Len() == 0:
		return Shell, nil
	case !parsed:
		return Scan, []source.Text{script}
	case !a.Bytes(size):
		a.unparsed(script.Offset(0), script.Span(0, script.Len()).End, "script", "beyond what is followed in one file", "")
		return Scan, []source.Text{script}
	case file:
		if words := interpreted(script); len(words) > 2 {
			return Exec, words
		}
	}
	return Shell, append(slices.Clip(a.current.shell), script)
}
