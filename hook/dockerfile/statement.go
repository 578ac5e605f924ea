package dockerfile

import (
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/ddhook/ddhook/hook/source"
)

// statement is an instruction as it stands in the file.
type statement struct {
	text    source.Text // its lines joined, without heredocs
	last    int         // its last line, heredocs included
	start   int         // offset of its first byte
	onBuild bool
	command source.Text // text, without ONBUILD
	keyword source.Text // the first word of command
	args    source.Text // what stands behind the keyword and its flags
	docs    []heredoc
}

// statement reads the instruction that begins at line n. It takes no heredocs yet.
func (a *analysis) statement(n int) statement {
	var s statement
	s.text, s.last = a.join(n)
	s.command = trim(s.text)
	s.start = s.command.Offset(0)
	s.keyword, s.args = split(s.command, a.escape)
	for strings.EqualFold(s.keyword.String(), "ONBUILD") {
		s.onBuild = true
		s.command = s.args
		s.keyword, s.args = split(s.command, a.escape)
	}
	return s
}

// takesHeredocs says whether Docker looks for heredocs on it (Dockerfile reference, "Here-Documents").
func (s statement) takesHeredocs() bool {
	switch strings.ToUpper(s.keyword.String()) {
	case "RUN", "ADD", "COPY":
		_, exec := execForm(s.args)
		return !exec
	}
	return false
}

// attach finds the heredocs' lines below s. When one of them does not end, s gets none.
func (a *analysis) attach(s *statement, docs []parser.Heredoc) bool {
	last := s.last
	var found []heredoc
	for _, doc := range docs {
		h, ok := a.heredoc(doc, last+1)
		if !ok {
			return false
		}
		found = append(found, h)
		last = h.to
	}
	s.docs, s.last = found, last
	return true
}
