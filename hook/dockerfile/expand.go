package dockerfile

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/env"
)

var unknown = env.Value{State: env.Unknown}

// expand returns the value of a word as BuildKit would: its quotes and escapes taken off, its variables replaced. In the
// place of what is unknown it has [env.Placeholder]; what depends on that in another way is unknown as a whole.
func (t *stages) expand(word string, scope env.Scope) env.Value {
	if !strings.ContainsAny(word, "$'\"`\\") {
		return env.Of(word)
	}
	// The lexer calls itself for each word inside ${NAME...}.
	g := &getter{scope: scope, most: env.MaxValue}
	if t.Spent() || strings.Count(word, "${") > budget.MaxNesting || !g.operators(word, t.Budget) {
		return unknown
	}
	text, _, err := t.lex.ProcessWord(word, g)
	isKnown := text == "" || strings.Trim(text, env.Placeholder) != ""
	if !t.Bytes(len(word)+min(g.given, g.most)) || err != nil || g.given > g.most || !isKnown {
		return unknown
	}
	return env.Of(text)
}

// getter hands the variables of a scope to BuildKit's lexer.
type getter struct {
	scope env.Scope
	unset []string // names without a value, of which the word tells what it is then: ${NAME:-word}, ${NAME+word}
	given int      // how many bytes of values it was asked for
	most  int      // how many it hands out
}

// Get returns a variable's value, and reports whether it is set.
func (g *getter) Get(name string) (string, bool) {
	if slices.Contains(g.unset, name) {
		return "", false
	}
	text := g.scope[name].String()
	if g.given += len(text); g.given > g.most {
		return "", true
	}
	return text, true
}

// Keys is not asked for where a word is expanded.
func (g *getter) Keys() []string { return nil }

// operator matches the start of ${NAME:-word} and ${NAME+word}, and all of ${NAME#pattern}, ${NAME/pattern/word} and such.
var operator = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\$\{(\w+):?([-+]|[#%/][^}]*)`) })

// operators looks at the operators in a word, and reports whether what they make of their variables can be known.
func (g *getter) operators(word string, b *budget.Budget) bool {
	for _, m := range operator().FindAllStringSubmatch(word, -1) {
		name, op := m[1], m[2]
		v := g.scope[name]
		switch {
		case op == "-" || op == "+":
			if v.State == env.NotInFile {
				g.unset = append(g.unset, name)
			} else if op == "+" && v.State == env.Unknown {
				return false
			}
		case v.State != env.Fixed, strings.Contains(v.Text, env.Placeholder), strings.ContainsAny(op, "$'\"`\\"):
			return false
		default: // replacing takes time and room by the product of the word and the values
			g.most = env.MaxValue / len(word)
			if !b.Bytes(env.MaxValue) {
				return false
			}
		}
	}
	return true
}
