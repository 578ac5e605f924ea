package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/ddhook/ddhook/hook/env"
)

// declaration evaluates export, local and their kin where the parser knows them.
func (s *script) declaration(c *syntax.DeclClause, st state) flow {
	var flags string
	var names []declared
	for _, a := range c.Args {
		if a.Name != nil {
			b, set := s.assigned(a, &st)
			names = append(names, declared{a.Name.Value, b, set})
			continue
		}
		for _, arg := range s.words([]*syntax.Word{a.Value}, &st) {
			if text := arg.String(); strings.HasPrefix(text, "-") || strings.HasPrefix(text, "+") {
				flags += text
			} else {
				names = append(names, declaredBy(arg))
			}
		}
	}
	declare(c.Variant.Value, flags, names, &st)
	return succeeds(st)
}

// declared is a name in export, local and their kin, with its value when one is given.
type declared struct {
	name string
	bind binding
	set  bool
}

func declaredBy(a arg) declared {
	name, _, set := strings.Cut(a.String(), "=")
	if !set {
		return declared{name: name}
	}
	value := a.from(len(name) + 1)
	b := of(value.text)
	b.at = value.span
	return declared{name, b, true}
}

// declare follows export, local and their kin.
func declare(kind, flags string, names []declared, st *state) {
	inner := kind == "local" || (kind == "declare" || kind == "typeset") && !strings.Contains(flags, "g")
	for _, d := range names {
		if strings.Contains(flags, "f") { // bash hands such functions on to other shells
			b := *st.get(functionKey(d.name))
			b.exported = b.exported || kind == "export"
			st.bind(functionKey(d.name), b)
			continue
		}
		if !syntax.ValidName(d.name) {
			continue
		}
		old := st.get(d.name)
		if inner && st.call != nil {
			st.call.locals = append(st.call.locals, local{d.name, old})
		}
		b := *old
		if d.set {
			b = d.bind
			b.exported = old.exported || st.all
		}
		switch {
		case strings.ContainsAny(flags, "Ailu") || strings.Contains(flags, "n") && kind != "export":
			b.value, b.array, b.list = env.Value{State: env.Unknown}, false, nil // the shell makes it over
		case kind == "export" && strings.Contains(flags, "n"), strings.Contains(flags, "+x"):
			b.exported = false
		case kind == "export", strings.Contains(flags, "x"):
			b.exported = true
		}
		st.bind(d.name, b)
	}
}

// callWords expands the words of a simple command. Where the parser does not know export and its kin as such, their
// assignments must be told from other words, since they are not cut.
func (s *script) callWords(words []*syntax.Word, st *state) []arg {
	if len(words) == 0 || !isDeclaration(words[0].Lit()) {
		return s.words(words, st)
	}
	var out []arg
	for _, w := range words {
		if !isAssignmentWord(w) {
			out = append(out, s.words([]*syntax.Word{w}, st)...)
			continue
		}
		t := s.value(w, st)
		out = append(out, arg{text: t, span: s.span(w)})
	}
	return out
}

func isDeclaration(name string) bool {
	switch name {
	case "export", "readonly", "local", "declare", "typeset":
		return true
	}
	return false
}

func isAssignmentWord(w *syntax.Word) bool {
	lit, ok := w.Parts[0].(*syntax.Lit)
	if !ok {
		return false
	}
	name, _, found := strings.Cut(lit.Value, "=")
	return found && syntax.ValidName(name)
}
