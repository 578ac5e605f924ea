package shell

import (
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"

	"github.com/ddhook/ddhook/hook/env"
)

// environ lets the shell library expand an expression with what is known. If it asks for anything that is not known,
// the whole expression is unknown.
type environ struct {
	st      *state
	list    bool // all elements of a list are expanded: the library asks for PWD then, without need
	numbers bool // the arguments are to be their numbers, to find out which are wanted
	unknown bool
}

// expand runs an expansion. The library may give up on an expression, even by a panic: it is unknown then.
func (e *environ) expand(run func(*expand.Config) ([]string, error)) (list []string) {
	defer func() {
		if recover() != nil {
			e.unknown = true
		}
	}()
	list, err := run(&expand.Config{
		Env:       e,
		CmdSubst:  func(io.Writer, *syntax.CmdSubst) error { return errUnknown },
		ProcSubst: func(*syntax.ProcSubst) (string, error) { return "", errUnknown },
	})
	e.unknown = e.unknown || err != nil
	return list
}

var errUnknown = errors.New("known only when it runs")

// Get gives the library a variable.
func (e *environ) Get(name string) expand.Variable {
	if list, ok := e.elements(name); ok {
		if slices.ContainsFunc(list, partial) {
			e.unknown = true
		}
		return expand.Variable{Set: true, Kind: expand.Indexed, List: list}
	}
	v := lookup(name, e.st)
	if e.numbers && name == "0" {
		v = env.Of(name)
	}
	switch {
	case v.State == env.Fixed && !partial(v.Text):
		return expand.Variable{Set: true, Kind: expand.String, Str: v.Text}
	case v.State != env.Unset && name != "IFS" && !(e.list && name == "PWD"):
		e.unknown = true
	}
	return expand.Variable{}
}

func (e *environ) elements(name string) (list []string, ok bool) {
	if name != "@" && name != "*" {
		b := e.st.get(name)
		return b.list, b.array
	}
	if e.st.noArgs {
		return []string{Placeholder}, true
	}
	for i, a := range e.st.args[min(1, len(e.st.args)):] {
		text := a.String()
		if e.numbers {
			text = strconv.Itoa(i + 1)
		}
		list = append(list, text)
	}
	return list, true
}

// Each is asked for when all names with a prefix are wanted, which nobody knows.
func (e *environ) Each(func(string, expand.Variable) bool) { e.unknown = true }

// Set is called by an arithmetic expression; what it assigns to becomes unknown in the end.
func (e *environ) Set(string, expand.Variable) error { return nil }

// maxExpression is the longest expression that is evaluated, in bytes: `1+1+...` nests as deep as it is long.
const maxExpression = 64 << 10

func (s *script) tooLong(n syntax.Node) bool {
	long := s.offset(n.End())-s.offset(n.Pos()) > maxExpression
	if long {
		s.exhaust("one of its expressions is too long")
	}
	return long
}

func partial(text string) bool { return strings.Contains(text, Placeholder) }

// operate appends what an operator of a parameter expansion gives, such as ${x#p}.
func (s *script) operate(f *fields, pe *syntax.ParamExp, st *state, quoted bool) {
	if s.tooLong(pe) {
		return
	}
	e := environ{st: st, list: isList(pe) && !pe.Length && !isStar(pe)}
	list := e.expand(func(cfg *expand.Config) ([]string, error) {
		if e.list {
			return expand.Fields(cfg, quotedAlone(pe))
		}
		text, err := expand.Literal(cfg, &syntax.Word{Parts: []syntax.WordPart{pe}})
		return []string{text}, err
	})
	s.look(pe, st)
	span := s.span(pe)
	if e.unknown || slices.ContainsFunc(list, partial) {
		f.unknown(span, quoted)
		return
	}
	for i, text := range list {
		if i > 0 {
			f.cut()
		}
		s.appendText(f, text, span, st, quoted || !s.dialect.splits)
	}
}

// sliceArgs appends "${@:i:n}": the arguments in question, which keep their places.
func (s *script) sliceArgs(f *fields, pe *syntax.ParamExp, st *state, quoted bool) {
	e := environ{st: st, list: true, numbers: true}
	numbers := e.expand(func(cfg *expand.Config) ([]string, error) { return expand.Fields(cfg, quotedAlone(pe)) })
	s.look(pe, st)
	if e.unknown || maybeAny(st.args) {
		f.unknown(s.span(pe), false)
		return
	}
	var list []arg
	for _, n := range numbers {
		if i, err := strconv.Atoi(n); err == nil && i < len(st.args) {
			list = append(list, st.args[i])
		}
	}
	s.appendList(f, list, st, quoted)
}

func quotedAlone(pe *syntax.ParamExp) *syntax.Word {
	return &syntax.Word{Parts: []syntax.WordPart{&syntax.DblQuoted{Parts: []syntax.WordPart{pe}}}}
}

// arithmetic appends the value of $((...)).
func (s *script) arithmetic(f *fields, p *syntax.ArithmExp, st *state) {
	if s.tooLong(p) {
		return
	}
	e := environ{st: st}
	list := e.expand(func(cfg *expand.Config) ([]string, error) {
		text, err := expand.Literal(cfg, &syntax.Word{Parts: []syntax.WordPart{p}})
		return []string{text}, err
	})
	s.look(p, st)
	if e.unknown {
		f.unknown(s.span(p), true)
		return
	}
	s.appendText(f, list[0], s.span(p), st, true)
}
