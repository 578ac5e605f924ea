package dockerfile

import (
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerfile/shell"

	"github.com/ddhook/ddhook/hook/source"
)

// takesHeredocs reports whether Docker looks for heredocs on s (Dockerfile reference, "Here-Documents").
func (s statement) takesHeredocs() bool {
	takes := slices.Contains([]string{"RUN", "ADD", "COPY"}, strings.ToUpper(s.keyword.String()))
	if !takes || !strings.Contains(s.text.String(), "<<") {
		return false
	}
	_, exec := execForm(s.args)
	return !exec
}

// findHeredocs finds the heredocs of a line as parser.Parse does, for a file that it refuses.
func findHeredocs(line string) []parser.Heredoc {
	if isDeep(line) {
		return nil
	}
	lex := shell.NewLex(parser.DefaultEscapeToken)
	lex.RawQuotes, lex.RawEscapes, lex.SkipUnsetEnv = true, true, true
	words, _ := lex.ProcessWords(valid(line), shell.EnvsFromSlice(nil)) // the parser takes an error for no words
	var docs []parser.Heredoc
	for _, word := range words {
		if doc := parser.MustParseHeredoc(word); doc != nil {
			docs = append(docs, *doc)
		}
	}
	return docs
}

// attach finds the lines of heredocs below s. When one of them does not end, s gets none: looking for its end took the
// rest of the file.
func (a *analysis) attach(s *statement, docs []parser.Heredoc) {
	n := s.last
	for _, doc := range docs {
		n++
		for n <= a.src.Lines() && !a.ends(doc, n) {
			n++
		}
		if n > a.src.Lines() {
			a.Bytes(len(a.src.Data) - a.src.LineSpan(s.last).End)
			return
		}
	}
	s.docs, s.last = docs, n
}

// ends reports whether line n is the delimiter of a heredoc.
func (r *reader) ends(doc parser.Heredoc, n int) bool {
	line := strings.TrimRight(r.src.Line(n), "\r\n")
	if doc.Chomp {
		line = strings.TrimLeft(line, "\t")
	}
	return line == doc.Name
}

// script returns what a RUN with heredocs has its shell run. One heredoc with nothing beside it is the script itself. In
// any other line the heredocs are the shell's own affair: it gets the line, and below it the heredocs (BuildKit,
// dockerfile2llb, dispatchRun). The second result reports whether it is a file to be executed, by its first line.
func (r *reader) script(line source.Text, s statement) (script source.Text, file bool) {
	body := source.Span{Start: r.src.LineSpan(s.body).Start, End: r.src.LineSpan(s.last).Start}
	var b source.Builder
	if parser.MustParseHeredoc(line.String()) == nil {
		b.Add(line)
		b.Add(source.At("\n", source.Span{Start: body.Start - 1, End: body.Start}))
		b.Add(r.src.Text(source.Span{Start: body.Start, End: r.line(s.last).End}))
		return b.Text(), false
	}
	for n := s.body; n < s.last; n++ {
		text := r.src.LineSpan(n)
		if s.docs[0].Chomp {
			text.Start = text.End - len(strings.TrimLeft(r.text(text), "\t"))
		}
		b.Add(r.src.Text(text))
	}
	script = b.Text()
	return script, strings.HasPrefix(script.String(), "#!")
}

// interpreted returns the words that run a script by its first line, as a list of words of which the last is the
// script. The kernel would hand over the name of a file; a shell does the same with -c and the text. Of `env -S bash
// -e` the -S only says that blanks split words.
func interpreted(script source.Text) []source.Text {
	first, _, _ := strings.Cut(script.String(), "\n")
	at := len("#!")
	var words []source.Text
	for _, word := range strings.Fields(first[at:]) {
		at += strings.Index(first[at:], word)
		if word != "-S" {
			words = append(words, script.Slice(at, at+len(word)))
		}
		at += len(word)
	}
	if words == nil {
		return nil
	}
	return append(words, placed("-c", script.Offset(0)), script)
}

// placed is a word that stands nowhere in the file.
func placed(word string, offset int) source.Text {
	return source.At(word, source.Span{Start: offset, End: offset})
}
