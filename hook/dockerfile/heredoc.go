package dockerfile

import (
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/ddhook/ddhook/hook/source"
)

// script returns what a RUN with heredocs has its shell run. One heredoc with nothing beside it is the script itself. In
// any other line the heredocs are the shell's own affair: it gets the line, and below it the heredocs (BuildKit,
// dockerfile2llb, dispatchRun). The second result reports whether it is a file to be executed, by its first line.
func (r *reader) script(line source.Text, s statement) (script source.Text, file bool) {
	body := source.Span{Start: r.Source.LineSpan(s.body).Start, End: r.Source.LineSpan(s.last).Start}
	var b source.Builder
	if parser.MustParseHeredoc(line.String()) == nil {
		b.Add(line)
		b.Add(source.At("\n", source.Span{Start: body.Start - 1, End: body.Start}))
		b.Add(r.Source.Text(source.Span{Start: body.Start, End: r.line(s.last).End}))
		return b.Text(), false
	}
	for n := s.body; n < s.last; n++ {
		text := r.Source.LineSpan(n)
		if s.docs[0].Chomp {
			text.Start = text.End - len(strings.TrimLeft(r.text(text), "\t"))
		}
		b.Add(r.Source.Text(text))
	}
	script = b.Text()
	return script, strings.HasPrefix(script.String(), "#!")
}

// interpreted returns the words that run a script by its first line, of which the last is the script. The kernel would hand
// over a file; a shell does the same with -c and the text. Where no interpreter is named, the last two words are all.
func interpreted(script source.Text) (words []source.Text) {
	first, _, _ := strings.Cut(script.String(), "\n")
	for rest := trim(script.Slice(len("#!"), len(first))); rest.Len() > 0; {
		var word source.Text
		if word, rest = cut(rest); word.String() != "-S" {
			words = append(words, word)
		}
	}
	return append(words, source.At("-c", script.Span(0, 0)), script)
}
