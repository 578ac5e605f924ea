package dockerfile

import (
	"errors"
	"fmt"
	"iter"
	"strings"
	"unicode/utf8"

	"github.com/moby/buildkit/frontend/dockerfile/shell"

	"github.com/ddhook/ddhook/hook/env"
)

// expand gives the value of a word as BuildKit would: its quotes and escapes taken off, its variables replaced. In the
// place of what nobody can know it has [env.Placeholder]; what depends on that in another way is unknown as a whole.
//
// BuildKit's lexer asks for a variable by name and cannot be told that a value is unknown. So it is run twice, with
// all such variables unset and with all of them set to the placeholder: what comes out the same does not depend on them.
func (t *stages) expand(word string, scope env.Scope) env.Value {
	if isPlain(word) {
		return env.Of(word)
	}
	if lexable(word) != nil {
		return env.Value{State: env.Unknown}
	}
	g := &getter{scope: scope, left: budget(word)}
	text, ok := t.process(word, g)
	if ok && strings.Contains(word, "$") {
		without := text
		g = &getter{scope: scope, left: budget(word), unknown: env.Placeholder}
		text, ok = t.process(word, g)
		ok = ok && (text == without || !choosy(word))
		ok = ok && (text == "" || strings.Trim(text, env.Placeholder) != "")
	}
	if !ok || g.partial && choosy(word) {
		return env.Value{State: env.Unknown}
	}
	return env.Of(text)
}

// choosy says that more than a part of what a word gives hangs on one of its variables: ${X:+w}, ${X#p}, ${X/a/b}.
func choosy(word string) bool {
	for op := range operators(word) {
		if strings.ContainsRune("+#%/", rune(op)) {
			return true
		}
	}
	return false
}

// isPlain says that a word stands for itself.
func isPlain(word string) bool {
	return strings.IndexFunc(word, func(r rune) bool {
		return r <= ' ' || r > '~' || strings.ContainsRune("$'\"`\\", r)
	}) < 0
}

func (t *stages) process(word string, g *getter) (string, bool) {
	if t.lex == nil {
		t.lex = shell.NewLex(rune(t.escape))
	}
	text, _, err := t.lex.ProcessWord(mark(word), g)
	return strings.ReplaceAll(text, modified, ""), err == nil && g.left >= 0
}

// lexable says why BuildKit's lexer must not be given a text: it calls itself for each word inside ${NAME...}, and
// prints to standard error what it finds wrong with the encoding.
func lexable(text string) error {
	depth := 0
	for op := range operators(text) {
		if op != '}' {
			depth++
		}
	}
	if depth > maxDepth {
		return fmt.Errorf("${...} nested more than %d deep", maxDepth)
	}
	if !utf8.ValidString(text) || strings.Contains(text, "\x00") {
		return errors.New("an instruction that is no UTF-8 text")
	}
	return nil
}

// budget is how many bytes of values a word may take. Replacing and cutting by pattern take time and room by the
// product of word and values, and one replacement inside another by still more.
func budget(word string) int {
	const product = 8 << 10
	left, replaces := env.MaxValue, 0
	for op := range operators(word) {
		switch op {
		case '/':
			replaces++
			fallthrough
		case '#', '%':
			left = product / len(word)
		}
	}
	if replaces > 1 {
		return 0
	}
	return left
}

// operators gives the byte behind the name of each ${NAME in a text, and behind its colon if it has one.
func operators(text string) iter.Seq[byte] {
	return func(yield func(byte) bool) {
		for {
			_, rest, found := strings.Cut(text, "${")
			if !found {
				return
			}
			text = strings.TrimPrefix(rest[nameLen(rest):], ":")
			if text == "" || !yield(text[0]) {
				return
			}
		}
	}
}

// nameLen is the length of the variable's name that text begins with.
func nameLen(text string) int {
	isLetter := func(r rune) bool { return r == '_' || 'a' <= r|0x20 && r|0x20 <= 'z' }
	n := strings.IndexFunc(text, func(r rune) bool { return !isLetter(r) && (r < '0' || r > '9') })
	if n < 0 {
		n = len(text)
	}
	return n
}

// modified is put behind the name in ${NAME:-word}, ${NAME-word}, ${NAME:+word} and ${NAME+word}, so that a getter
// can tell them from $NAME: of a name that nothing in the file sets, the four have a known value. It is a letter, as
// the lexer wants of a name, that no name has.
const modified = "\ua66e"

// mark puts [modified] into a word.
func mark(word string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(word, "${")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name := nameLen(rest)
		b.WriteString("${" + rest[:name])
		op := strings.TrimPrefix(rest[name:], ":")
		if name > 0 && op != "" && (op[0] == '-' || op[0] == '+') {
			b.WriteString(modified)
		}
		word = rest[name:]
	}
}

// getter hands the variables of a scope to BuildKit's lexer.
type getter struct {
	scope   env.Scope
	left    int    // how many bytes of values it still gives out; below 0 when it was asked for more
	unknown string // the value of what nobody can know; "" when that is unset
	partial bool   // it gave out a value with a part that nobody can know
}

// Get gives a variable's value, and whether it is set.
func (g *getter) Get(name string) (string, bool) {
	name, isModified := strings.CutSuffix(name, modified)
	switch v := g.scope.Get(name); v.State {
	case env.Fixed:
		if g.left -= len(v.Text); g.left < 0 {
			return "", true
		}
		g.partial = g.partial || strings.Contains(v.Text, env.Placeholder)
		return v.Text, true
	case env.Unset:
		return "", false
	case env.Free:
		if isModified {
			return "", false
		}
	}
	g.partial = g.partial || g.unknown != ""
	return g.unknown, g.unknown != ""
}

// Keys is not asked for where a word is expanded.
func (g *getter) Keys() []string { return nil }
