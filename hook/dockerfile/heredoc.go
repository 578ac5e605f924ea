package dockerfile

import (
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerfile/shell"

	"github.com/ddhook/ddhook/hook/source"
)

// heredoc is what stands between the line that opened it and its delimiter, in whole lines.
type heredoc struct {
	parser.Heredoc
	from, to int // its first line and the line of its delimiter, 1-based
}

// heredoc finds the lines of a heredoc whose body begins at line n; false when no line ends it.
func (r *reader) heredoc(h parser.Heredoc, n int) (heredoc, bool) {
	for to := n; to <= r.src.Lines(); to++ {
		s := r.src.LineSpan(to)
		line := strings.TrimRight(r.text(s), "\r\n")
		if h.Chomp {
			line = strings.TrimLeft(line, "\t")
		}
		if line == h.Name {
			return heredoc{h, n, to}, true
		}
	}
	return heredoc{}, false
}

// body is what a heredoc holds, without the carriage returns before its line ends and, when untab is set, without the
// tabs that its lines begin with.
func (r *reader) body(h heredoc, untab bool) source.Text {
	var b source.Builder
	for n := h.from; n < h.to; n++ {
		s := r.src.LineSpan(n)
		text := r.text(s)
		if untab {
			s.Start += len(text) - len(strings.TrimLeft(text, "\t"))
		}
		end := source.Span{Start: s.End - 1, End: s.End}
		s.End = s.Start + len(strings.TrimRight(r.text(s), "\r\n"))
		b.Add(r.src.Text(s))
		b.Add(r.src.Text(end))
	}
	if b.Len() == 0 {
		at := r.src.LineSpan(h.to).Start
		return r.src.Text(source.Span{Start: at, End: at})
	}
	return b.Text()
}

// delimiter is the word that ends a heredoc, without the tabs before it.
func (r *reader) delimiter(h heredoc) source.Text {
	s := r.src.LineSpan(h.to)
	start := s.Start + strings.Index(r.text(s), h.Name)
	return r.src.Text(source.Span{Start: start, End: start + len(h.Name)})
}

// script is what a RUN with heredocs has its shell run. One heredoc with nothing beside it is the script itself. In
// any other line the heredocs are the shell's own affair: it gets the line and below it each body and its delimiter
// (BuildKit, dockerfile2llb, dispatchRun). The second result says that it is a file to be executed, by its first
// line.
func (r *reader) script(line source.Text, docs []heredoc) (script source.Text, file bool) {
	if bare, err := parser.ParseHeredoc(line.String()); err == nil && bare != nil {
		body := r.body(docs[0], docs[0].Chomp)
		return body, strings.HasPrefix(body.String(), "#!")
	}
	var b source.Builder
	b.Add(line)
	for _, h := range docs {
		at := r.src.LineSpan(h.from).Start
		b.AddAt("\n", source.Span{Start: at - 1, End: at})
		b.Add(r.body(h, false))
		b.Add(r.delimiter(h))
	}
	return b.Text(), false
}

// interpreted gives the words that run a script by its first line, as a list of words of which the last is the
// script. The kernel would hand over the name of a file; a shell does the same with -c and the text. Of `env -S bash
// -e` the -S only says that blanks split words.
func interpreted(script source.Text) []source.Text {
	first, _, _ := strings.Cut(script.String(), "\n")
	var words []source.Text
	for i := len("#!"); i < len(first); {
		word := strings.TrimLeft(first[i:], " \t")
		start := len(first) - len(word)
		end := strings.IndexAny(word, " \t")
		if end < 0 {
			end = len(word)
		}
		if i = start + end; word[:end] != "-S" && end > 0 {
			words = append(words, script.Slice(start, i))
		}
	}
	if len(words) == 0 {
		return nil
	}
	return append(words, placed("-c", script.Offset(0)), script)
}

// placed is a word that stands nowhere in the file.
func placed(word string, offset int) source.Text {
	var b source.Builder
	b.AddAt(word, source.Span{Start: offset, End: offset})
	return b.Text()
}

// findHeredocs finds the heredocs of a line as parser.Parse does, for a file that it refuses.
func findHeredocs(line string) []parser.Heredoc {
	if !strings.Contains(line, "<<") || lexable(line) != nil {
		return nil
	}
	lex := shell.NewLex(parser.DefaultEscapeToken)
	lex.RawQuotes, lex.RawEscapes, lex.SkipUnsetEnv = true, true, true
	words, err := lex.ProcessWords(line, noVariables{})
	if err != nil {
		return nil
	}
	var docs []parser.Heredoc
	for _, word := range words {
		if h, err := parser.ParseHeredoc(word); err == nil && h != nil {
			docs = append(docs, *h)
		}
	}
	return docs
}

type noVariables struct{}

func (noVariables) Get(string) (string, bool) { return "", false }
func (noVariables) Keys() []string            { return nil }
