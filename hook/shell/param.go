package shell

import (
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/ddhook/ddhook/hook/env"
	"github.com/ddhook/ddhook/hook/source"
)

// param appends what a parameter expansion gives.
func (s *script) param(f *fields, pe *syntax.ParamExp, st *state, quoted bool) {
	switch {
	case !supported(pe):
		s.look(pe, st)
		f.unknown(s.span(pe), quoted)
	case pe.Slice != nil && pe.Param.Value == "@":
		s.sliceArgs(f, pe, st, quoted)
	case pe.Excl || pe.Length || pe.Slice != nil || pe.Repl != nil:
		s.operate(f, pe, st, quoted)
	case pe.Exp != nil:
		if sign, colon := alternatives(pe.Exp.Op); sign != 0 && (pe.Index == nil || isList(pe)) {
			s.alternative(f, pe, sign, colon, st, quoted)
		} else {
			s.operate(f, pe, st, quoted)
		}
	case isList(pe):
		s.all(f, pe, st, quoted)
	case pe.Index != nil && s.dialect.bareIsAll:
		s.fromOne(f, pe, st, quoted)
	case pe.Index != nil:
		s.operate(f, pe, st, quoted)
	default:
		s.variable(f, pe, st, quoted)
	}
}

// supported says that the library can expand pe: neither what zsh and mksh alone have, nor ${x/#a/b} and ${x/%a/b}.
func supported(pe *syntax.ParamExp) bool {
	if pe.Param == nil || pe.Flags != nil || pe.Width || pe.IsSet || len(pe.Modifiers) > 0 {
		return false
	}
	if pe.Repl == nil || pe.Repl.Orig == nil || len(pe.Repl.Orig.Parts) == 0 {
		return true
	}
	lit, ok := pe.Repl.Orig.Parts[0].(*syntax.Lit)
	return !ok || !strings.HasPrefix(lit.Value, "#") && !strings.HasPrefix(lit.Value, "%")
}

// isList says that an expansion is of all arguments, or of all elements of an array.
func isList(pe *syntax.ParamExp) bool {
	switch {
	case pe.Param == nil:
		return false
	case pe.Param.Value == "@" || pe.Param.Value == "*":
		return true
	}
	w, ok := pe.Index.(*syntax.Word)
	return ok && (w.Lit() == "@" || w.Lit() == "*")
}

func isStar(pe *syntax.ParamExp) bool {
	w, ok := pe.Index.(*syntax.Word)
	return pe.Param.Value == "*" || ok && w.Lit() == "*"
}

// variable appends the value of $name.
func (s *script) variable(f *fields, pe *syntax.ParamExp, st *state, quoted bool) {
	span := s.span(pe)
	if b := st.get(pe.Param.Value); b.array && s.dialect.bareIsAll {
		s.appendList(f, f.elements(b, span), st, quoted)
		return
	}
	switch v := lookup(pe.Param.Value, st); v.State {
	case env.Fixed:
		split := s.dialect.splits || pe.Split == syntax.OptOn
		s.appendText(f, v.Text, span, st, quoted || !split && v.Text != "")
	case env.Unset:
	default:
		f.unknown(span, quoted)
	}
}

// fromOne appends $a[i] of zsh, which counts from one (the library counts from zero).
func (s *script) fromOne(f *fields, pe *syntax.ParamExp, st *state, quoted bool) {
	b := st.get(pe.Param.Value)
	w, ok := pe.Index.(*syntax.Word)
	s.look(pe, st)
	if ok && b.array {
		if i, err := strconv.Atoi(w.Lit()); err == nil && 1 <= i && i <= len(b.list) {
			s.appendText(f, b.list[i-1], s.span(pe), st, true)
			return
		}
	}
	f.unknown(s.span(pe), quoted)
}

// appendText appends a string that stands for span.
func (s *script) appendText(f *fields, text string, span source.Span, st *state, quoted bool) {
	t := textAt(text, f.at(span))
	if quoted {
		f.add(t, span)
	} else {
		f.split(t, span, ifs(st))
	}
}

// all appends "$@", $*, "${a[@]}" and the like.
func (s *script) all(f *fields, pe *syntax.ParamExp, st *state, quoted bool) {
	list, known := f.listed(pe, st, s.span(pe))
	switch {
	case !known:
		f.unknown(s.span(pe), false)
	case quoted && isStar(pe) && len(list) > 0:
		if !s.spendJoined(list) {
			return
		}
		sep := ifs(st)
		joined := joinArgs(list, sep[:min(1, len(sep))])
		f.words([]arg{{text: joined, span: joined.Span(0, joined.Len())}})
	default:
		s.appendList(f, list, st, quoted)
	}
}

// listed gives the words that "$@" or "${a[@]}" stands for.
func (f *fields) listed(pe *syntax.ParamExp, st *state, span source.Span) (list []arg, known bool) {
	if name := pe.Param.Value; name != "@" && name != "*" {
		b := st.get(name)
		return f.elements(b, span), b.value.State == env.Fixed || b.value.State == env.Unset
	}
	if len(st.args) > 0 {
		list = st.args[1:]
	}
	return list, !st.noArgs
}

// elements gives the elements of an array, or a plain variable's one.
func (f *fields) elements(b *binding, span source.Span) []arg {
	list := b.list
	if !b.array && b.value.State == env.Fixed {
		list = []string{b.value.Text}
	}
	var args []arg
	for _, text := range list {
		args = append(args, arg{text: textAt(text, f.at(span)), span: f.mark(span), maybe: text == Placeholder})
	}
	return args
}

func (s *script) appendList(f *fields, list []arg, st *state, quoted bool) {
	if !s.spend(list) {
		return
	}
	if quoted || !s.dialect.splits {
		f.words(list)
		return
	}
	place := f.place
	f.place = nil // an argument keeps its own
	for i, a := range list {
		if i > 0 {
			f.cut()
		}
		f.split(a.text, a.span, ifs(st))
	}
	f.place = place
}

// alternatives takes ${x:-w} and its kin apart: the sign (0 for another operator), and whether an empty value counts
// as none.
func alternatives(op syntax.ParExpOperator) (sign byte, colon bool) {
	switch op {
	case syntax.DefaultUnset, syntax.DefaultUnsetOrNull:
		return '-', op == syntax.DefaultUnsetOrNull
	case syntax.AssignUnset, syntax.AssignUnsetOrNull:
		return '=', op == syntax.AssignUnsetOrNull
	case syntax.AlternateUnset, syntax.AlternateUnsetOrNull:
		return '+', op == syntax.AlternateUnsetOrNull
	case syntax.ErrorUnset, syntax.ErrorUnsetOrNull:
		return '?', op == syntax.ErrorUnsetOrNull
	}
	return 0, false
}

// alternative appends ${x-w}, ${x=w}, ${x+w} or ${x?w}. That a name is set by nothing in the file is enough to know
// which side it is.
func (s *script) alternative(f *fields, pe *syntax.ParamExp, sign byte, colon bool, st *state, quoted bool) {
	set, known := s.isSet(pe, colon, st)
	value := func() {
		bare := *pe
		bare.Exp = nil
		s.param(f, &bare, st, quoted)
	}
	switch {
	case !known, sign == '?' && !set:
		s.look(pe.Exp.Word, st)
		f.unknown(s.span(pe), quoted)
	case sign == '=' && !set:
		t := s.value(pe.Exp.Word, st)
		st.assign(pe.Param.Value, of(t))
		if quoted {
			f.add(t, s.span(pe))
		} else {
			f.split(t, s.span(pe), ifs(st))
		}
	case set == (sign == '+'):
		s.inPlace(f, pe, st, quoted)
	case set:
		value()
		s.look(pe.Exp.Word, st)
	default:
		s.look(pe.Exp.Word, st)
	}
}

// inPlace appends the w of ${x:-w}. The words in it stand where the expansion does; its text keeps its own places.
func (s *script) inPlace(f *fields, pe *syntax.ParamExp, st *state, quoted bool) {
	if pe.Exp.Word == nil {
		return
	}
	place, sep := f.place, f.ifs
	if span := s.span(pe); place == nil {
		f.place = &span
	}
	if !quoted && s.dialect.splits {
		f.ifs = ifs(st)
	}
	s.parts(f, pe.Exp.Word.Parts, st, quoted)
	f.place, f.ifs = place, sep
}

// isSet says whether a parameter has a value (with colon: one that is not empty).
func (s *script) isSet(pe *syntax.ParamExp, colon bool, st *state) (set, known bool) {
	if isList(pe) {
		list, known := new(fields).listed(pe, st, s.span(pe))
		return len(list) > 0 && !(colon && len(list) == 1 && list[0].text.Len() == 0), known
	}
	switch v := lookup(pe.Param.Value, st); v.State {
	case env.Fixed:
		if strings.Trim(v.Text, Placeholder) == "" && v.Text != "" {
			return true, !colon
		}
		return v.Text != "" || !colon, true
	case env.Unknown:
		return false, false
	}
	return false, true
}

// lookup gives the value of a variable, or of a special parameter.
func lookup(name string, st *state) env.Value {
	unknown := env.Value{State: env.Unknown}
	n, err := strconv.Atoi(name)
	switch {
	case err == nil:
		return argument(n, st)
	case name == "#" && !st.noArgs && !maybeAny(st.args):
		return env.Of(strconv.Itoa(max(0, len(st.args)-1)))
	case !syntax.ValidName(name):
		return unknown
	}
	return st.get(name).value
}

// argument gives $n.
func argument(n int, st *state) env.Value {
	switch {
	case st.noArgs || maybeAny(st.args[:min(n+1, len(st.args))]):
		return env.Value{State: env.Unknown}
	case n >= len(st.args):
		return env.Value{State: env.Unset}
	}
	return env.Of(st.args[n].String())
}

func ifs(st *state) string {
	if v := st.get("IFS").value; v.State == env.Fixed {
		return v.Text
	}
	return " \t\n"
}
