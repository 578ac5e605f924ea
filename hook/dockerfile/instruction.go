package dockerfile

import (
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"
	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/ddhook/ddhook/hook/source"
)

// add appends an instruction to the file. The node is what the parser made of it; nil when nobody parsed it.
func (a *analysis) add(s statement, node *parser.Node) {
	keyword := strings.ToUpper(s.keyword.String())
	if keyword == "" {
		return // a continuation sign with nothing to continue
	}
	if node != nil && !s.onBuild {
		a.stages.follow(keyword, s, node, a.file.Instructions)
	}
	inst := Instruction{
		Keyword: keyword,
		OnBuild: s.onBuild,
		Span:    source.Span{Start: s.start, End: a.line(s.last).End},
	}
	if _, known := command.Commands[strings.ToLower(keyword)]; known {
		inst.Runs = a.runs(keyword, s, node != nil)
	} else {
		inst.Runs = a.unknownInstruction(s)
	}
	a.file.Instructions = append(a.file.Instructions, inst)
}

// unknownInstruction scans what Docker would refuse: after its first word, which is a keyword with a slip of the pen
// or what a merge left; from it when it is the go command, which is a line whose continuation sign got lost.
func (a *analysis) unknownInstruction(s statement) []Run {
	word := s.keyword.String()
	reason := ""
	if strings.Trim(strings.ToUpper(word), "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
		reason = word
	}
	a.unparsed(s.start, a.line(s.last).End, "instruction", "that docker build does not know", reason)
	text := s.args
	program := strings.TrimSuffix(word[strings.LastIndexAny(word, `/\`)+1:], ".exe")
	if program == "go" || program == "xx-go" || strings.HasPrefix(program, "go1.") {
		text = s.command
	}
	if text.Len() == 0 {
		return nil
	}
	return []Run{{Form: Scan, Argv: []source.Text{text}}}
}

// runs gives the command lines of an instruction: exec form, a script for the SHELL in force, or one that is to be
// scanned since nobody parsed the instruction. JSON is JSON in any case.
func (a *analysis) runs(keyword string, s statement, parsed bool) []Run {
	args := s.args
	switch keyword {
	case "RUN", "CMD", "ENTRYPOINT":
	case "HEALTHCHECK":
		args = healthcheck(args)
	default:
		return nil
	}
	run := Run{Env: a.stages.scope(keyword, s.onBuild)}
	if words, ok := execForm(args); ok {
		run.Argv = words
	} else {
		run.Form, run.Argv = a.shellForm(args, s.docs, parsed)
	}
	if len(run.Argv) == 0 {
		return nil
	}
	return []Run{run}
}

// shellForm gives the words that run a script, with its heredocs if it has any; none when there is no script.
func (a *analysis) shellForm(line source.Text, docs []heredoc, parsed bool) (Form, []source.Text) {
	script, file := line, false
	if len(docs) > 0 {
		script, file = a.script(line, docs)
	}
	switch {
	case script.Len() == 0:
		return Shell, nil
	case !parsed:
		return Scan, []source.Text{script}
	case file:
		if words := interpreted(script); words != nil {
			return Exec, words
		}
	}
	return Shell, append(slices.Clip(a.stages.current.shell), script)
}
