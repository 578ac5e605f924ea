package shell

import (
	"strings"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"
)

// braces gives the words that brace expansion makes of w, or w itself. Text that the expansion makes up has no
// position.
func (s *script) braces(w *syntax.Word) []*syntax.Word {
	n := 0
	for _, p := range w.Parts {
		if lit, ok := p.(*syntax.Lit); ok {
			n += strings.Count(lit.Value, "{")
		}
	}
	if n == 0 || !s.dialect.braces {
		return []*syntax.Word{w}
	}
	if n > maxNesting {
		s.exhaust("too many braces in one word")
		return nil
	}
	split := &syntax.Word{}
	for _, p := range w.Parts {
		if lit, ok := p.(*syntax.Lit); ok {
			split.Parts = append(split.Parts, s.tokens(lit)...)
		} else {
			split.Parts = append(split.Parts, p)
		}
	}
	if !syntax.SplitBraces(split) {
		return []*syntax.Word{w}
	}
	var out []*syntax.Word
	for braced, err := range expand.BracesSeq(nil, split) {
		if err != nil || !s.count(wordCost*len(braced.Parts)) {
			s.exhaust("a brace expansion has too many words")
			return nil
		}
		out = append(out, braced)
	}
	return out
}

// tokens cuts a literal where a brace expansion may cut it, since the library keeps a position for whole literals
// only.
func (s *script) tokens(lit *syntax.Lit) []syntax.WordPart {
	var parts []syntax.WordPart
	text := s.literal(lit).String()
	from := int(lit.ValuePos.Offset())
	for text != "" {
		n := tokenLen(text)
		parts = append(parts, &syntax.Lit{Value: text[:n], ValuePos: position(from), ValueEnd: position(from + n)})
		text = text[n:]
		from += n
	}
	return parts
}

func tokenLen(text string) int {
	switch {
	case text[0] == '\\' && len(text) > 1, strings.HasPrefix(text, ".."):
		return 2
	case strings.IndexByte(`{},.\`, text[0]) >= 0:
		return 1
	}
	if i := strings.IndexAny(text, `{},.\`); i > 0 {
		return i
	}
	return len(text)
}

// position makes a valid position of an offset.
func position(offset int) syntax.Pos { return syntax.NewPos(uint(offset), 1, 1) }
