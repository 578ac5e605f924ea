package shell

import (
	"regexp"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/ddhook/ddhook/hook/source"
)

// unwrap returns the words of the command that a wrapper runs, none when it runs none, and changes st to what that finds.
func (s *script) unwrap(w *wrapper, args []arg, st *state, at site) []arg {
	if w.actions != "" {
		s.actions(w, args, st, at)
		return nil
	}
	opts, rest := s.options(w, args[1:])
	if opts.has(w.noRun) || w.needs != "" && !opts.has(w.needs) {
		return nil
	}
	s.environment(w, opts, st)
	if w.user && !opts.has(w.command) && s.Bytes(wordCost*len(rest)) {
		return userShell(w, args[0].span, opts, rest)
	}
	rest = rest[min(w.operands, len(rest)):]
	if w.assigns {
		rest = takeAssigns(rest, st)
	}
	if len(rest) > 1 && listed(w.script, strings.TrimLeft(rest[0].String(), "-")) {
		return append([]arg{made("sh", args[0].span), made("-c", args[0].span)}, rest[1:]...)
	}
	if n := len(rest); w.more && n > 0 {
		switch mark, replaces := opts.value(w.replace); {
		case !replaces:
			end := rest[n-1].span.End
			return append(slices.Clip(rest), made(Placeholder, source.Span{Start: end, End: end}))
		case mark == nil:
			return replaced(rest, "{}")
		case mark.String() != "" && s.Bytes(16*mark.text.Len()+wordCost*n):
			return replaced(rest, mark.String())
		}
	}
	return rest
}

// environment changes the environment as a wrapper and its options do.
func (s *script) environment(w *wrapper, opts options, st *state) {
	before := st.vars
	kept, keeps := opts.value(w.keep)
	if opts.has(w.clear) || w.clears && (!keeps || kept != nil) {
		st.vars, st.scope = map[string]variable{}, nil
	}
	if kept != nil {
		for _, name := range strings.Split(kept.String(), ",") {
			if v, ok := before[name]; ok {
				st.assignOwn(name, v)
			}
		}
	}
	for _, o := range opts {
		if listed(w.unset, o.name) && o.value != nil {
			st.vars[o.value.String()] = unset
		}
	}
}

// userShell returns the shell that su runs.
func userShell(w *wrapper, at source.Span, opts options, words []arg) []arg {
	shell := made("sh", at)
	if v, _ := opts.value(w.shell); v != nil {
		shell = *v
	}
	argv := []arg{shell}
	if v, _ := opts.value(w.script); v != nil {
		argv = append(argv, made("-c", at), *v)
	}
	return append(argv, words[min(1, len(words)):]...)
}

// takeAssigns follows NAME=value words, and returns the words after them.
func takeAssigns(words []arg, st *state) []arg {
	for i, a := range words {
		if name, v, ok := assignment(a); ok && syntax.ValidName(name) {
			st.assignOwn(name, v)
		} else if !a.maybe {
			return words[i:]
		}
	}
	return nil
}

// replaced puts something unknown in the place of each mark.
func replaced(words []arg, mark string) []arg {
	words, re := slices.Clone(words), regexp.MustCompile(regexp.QuoteMeta(mark))
	for i, a := range words {
		words[i].text = a.text.Replace(re.FindAllStringIndex(a.String(), -1), func(string) string { return Placeholder })
	}
	return words
}

// actions evaluates the commands among the words of find.
func (s *script) actions(w *wrapper, args []arg, st *state, at site) {
	for i := 1; i < len(args); i++ {
		if !listed(w.actions, args[i].String()) {
			continue
		}
		from := i + 1
		for i = from; i < len(args); i++ {
			if text := args[i].String(); text == ";" || text == "+" && i > from && args[i-1].String() == "{}" {
				break
			}
		}
		s.exec(replaced(args[from:min(i, len(args))], "{}"), s.clone(st), at, false)
	}
}

// splitWords cuts a string into words by the rules of quoting.
func (s *script) splitWords(t source.Text) (args []arg) {
	defer func() { _ = recover() }() // the parser may panic: what it read so far counts
	inner := &script{evaluator: s.evaluator, text: t}
	st := s.start()
	for w, err := range syntax.NewParser(syntax.Variant(syntax.LangPOSIX)).WordsSeq(&shallow{rest: t.String()}) {
		if err != nil {
			break
		}
		args = append(args, inner.words([]*syntax.Word{w}, st)...)
	}
	return args
}
