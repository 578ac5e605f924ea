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
	"github.com/ddhook/ddhook/hook/source"
)

// param appends what a parameter expansion expands to.
func (x *expansion) param(pe *syntax.ParamExp, quoted bool) {
	span := x.span(pe)
	switch {
	case pe.Param == nil, !x.Step(len(x.st.args) / 16), strings.Contains(x.slice(pe.Pos(), pe.End()).String(), "LINENO"):
		x.text(source.At(Placeholder, span), quoted)
	case pe.Exp != nil && pe.Index == nil && listed("- :- = := + :+ ? :?", pe.Exp.Op.String()):
		x.alternative(pe, quoted)
	case listSign(pe) != "" && !pe.Length:
		x.list(pe, quoted)
	case pe.Excl || pe.Length || pe.Slice != nil || pe.Repl != nil || pe.Exp != nil || pe.Index != nil:
		x.text(source.At(strings.Join(x.operate(pe), " "), span), quoted)
	default:
		x.text(source.At(lookup(pe.Param.Value, x.st).String(), span), quoted)
	}
}

// list appends the words that "$@" or "${a[@]}" stands for, which keep their bounds and places; of "$*" it is one.
func (x *expansion) list(pe *syntax.ParamExp, quoted bool) {
	isOne, span := quoted && listSign(pe) == "*", x.home
	if isOne {
		span = x.span(pe)
	}
	list := x.elements(pe.Param.Value, span)
	if pe.Excl || pe.Slice != nil || pe.Repl != nil || pe.Exp != nil {
		list = placedArgs(x.operate(pe), span)
	}
	if isOne {
		x.text(x.joinArgs(list), true)
		return
	}
	for i, a := range list {
		if !x.Bytes(wordCost) {
			return
		}
		x.pieces = append(x.pieces, piece{arg: a, solid: quoted && !a.maybe, begins: i > 0})
	}
}

// alternative appends what ${x-w}, ${x=w}, ${x+w} or ${x?w} expands to; with a colon an empty value counts as none.
// That a name is set by nothing in the file is enough to know which side it is.
func (x *expansion) alternative(pe *syntax.ParamExp, quoted bool) {
	v, span := lookup(pe.Param.Value, x.st), x.span(pe)
	sign, colon := strings.CutPrefix(pe.Exp.Op.String(), ":")
	set := v.State == env.Fixed && (v.Text != "" || !colon)
	switch {
	case v.State == env.Unknown, sign == "?" && !set:
		x.text(source.At(Placeholder, span), quoted)
		return
	case set && sign != "+":
		bare := *pe
		bare.Exp = nil
		x.param(&bare, quoted)
		return
	case set != (sign == "+"), pe.Exp.Word == nil:
		x.text(source.Text{}, quoted)
		return
	}
	before := len(x.pieces)
	word := expansion{script: x.script, st: x.st, home: x.home, inside: true, pieces: x.pieces}
	word.add(pe.Exp.Word.Parts, quoted)
	x.pieces, word.pieces = word.pieces, word.pieces[before:]
	if sign == "=" {
		x.st.assign(pe.Param.Value, of(word.joined()))
	}
}

// listSign returns the "@" or "*" of an expansion of all arguments, or of all elements of an array; "" of any other.
func listSign(pe *syntax.ParamExp) string {
	sign := pe.Param.Value
	if index, ok := pe.Index.(*syntax.Word); ok {
		sign = index.Lit()
	}
	if sign != "@" && sign != "*" {
		return ""
	}
	return sign
}

// elements returns all arguments, or all elements of an array, which stands there.
func (x *expansion) elements(name string, span source.Span) []arg {
	v, isArgs := x.st.get(name), name == "@" || name == "*"
	switch {
	case isArgs:
		return x.st.arguments(span)
	case v.value.State != env.Fixed && v.value.State != env.Unset:
		return []arg{made(Placeholder, span)}
	case v.list == nil && v.value.State == env.Fixed:
		v.list = []string{v.value.Text}
	}
	x.Step(len(v.list) / 4)
	return placedArgs(v.list, span)
}

// arguments returns all arguments.
func (st *state) arguments(span source.Span) []arg {
	if st.noArgs {
		return []arg{made(Placeholder, span)}
	}
	return st.args[min(1, len(st.args)):]
}

// placedArgs are values that stand in one place.
func placedArgs(values []string, span source.Span) (args []arg) {
	for _, text := range values {
		args = append(args, made(text, span))
	}
	return args
}

// lookup returns the value of a variable, or of a special parameter.
func lookup(name string, st *state) env.Value {
	maybeAny := func(args []arg) bool { return slices.ContainsFunc(args, func(a arg) bool { return a.maybe }) }
	n, err := strconv.Atoi(name)
	switch {
	case name == "@" || name == "*" || name == "#":
		if st.noArgs || maybeAny(st.args) {
			return unknown
		}
		n := max(0, len(st.args)-1)
		if n == 0 && name != "#" {
			return env.Value{State: env.Unset}
		}
		return env.Of(strconv.Itoa(n)) // of "$@", only whether there is one counts here
	case err == nil && (st.noArgs || maybeAny(st.args[:min(n+1, len(st.args))])), err != nil && !syntax.ValidName(name):
		return unknown
	case err == nil && n >= len(st.args):
		return env.Value{State: env.Unset}
	case err == nil:
		return env.Of(st.args[n].String())
	}
	return st.get(name).value
}

// operate has the library apply an operator, such as that of ${x#p} or "${@:2}". Where anything that it asks for is
// unknown, so is the result; the library may also give up, even by a panic. LINENO, which it does not ask for, never gets here.
func (x *expansion) operate(pe *syntax.ParamExp) (words []string) {
	const most = 1 << 20
	known := environ{st: x.st, wanted: pe.Param.Value}
	known.left = most / int(pe.End().Offset()-pe.Pos().Offset())
	var err error
	defer func() {
		gaveUp := recover() != nil || err != nil || known.missed
		if !x.Bytes(8*most/max(1, known.left)) || gaveUp {
			words = []string{Placeholder}
		}
	}()
	quoted := &syntax.Word{Parts: []syntax.WordPart{&syntax.DblQuoted{Parts: []syntax.WordPart{pe}}}}
	words, err = expand.Fields(&expand.Config{
		Env:       &known,
		CmdSubst:  func(io.Writer, *syntax.CmdSubst) error { return errUnknown },
		ProcSubst: func(*syntax.ProcSubst) (string, error) { return "", errUnknown },
	}, quoted)
	return words
}

var errUnknown = errors.New("known only when it runs")

// environ hands the variables that are known to the library.
type environ struct {
	st     *state
	wanted string // the variable in question: the library asks for PWD and IFS too, without need
	missed bool   // it was asked for one that is unknown, or for too much
	left   int    // of the work allowed, by which the variables asked for are multiplied
}

// give counts a variable, and hands it out when that is not too much.
func (e *environ) give(v expand.Variable, bytes int) expand.Variable {
	if e.left /= 1 + bytes; e.left == 0 {
		e.missed = true
		return expand.Variable{}
	}
	return v
}

func (e *environ) Get(name string) expand.Variable {
	list := e.st.get(name).list
	if name == "@" || name == "*" {
		list = []string{}
		for _, a := range e.st.arguments(source.Span{}) {
			list = append(list, a.String())
		}
	}
	if list != nil {
		e.missed = e.missed || slices.ContainsFunc(list, isPartial)
		return e.give(expand.Variable{Set: true, Kind: expand.Indexed, List: list}, len(strings.Join(list, " ")))
	}
	switch v := lookup(name, e.st); {
	case v.State == env.Fixed && !isPartial(v.Text):
		return e.give(expand.Variable{Set: true, Kind: expand.String, Str: v.Text}, len(v.Text))
	case v.State != env.Unset && (name == e.wanted || name != "IFS" && name != "PWD"):
		e.missed = true
	}
	return expand.Variable{Set: e.missed, Kind: expand.String} // or it would look for the home of ~user on this machine
}

// Each is asked for when all names with a prefix are wanted, which is never known.
func (e *environ) Each(func(string, expand.Variable) bool) { e.missed = true }

func isPartial(text string) bool { return strings.Contains(text, Placeholder) }
