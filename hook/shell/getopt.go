package shell

import "strings"

// option is an option that was given; value is nil when it has none.
type option struct {
	name  string
	value *arg
}

type options []option

// has reports whether one of the names in list was given.
func (opts options) has(list string) bool {
	_, given := opts.value(list)
	return given
}

// value returns the value of the last of the names in list that was given.
func (opts options) value(list string) (value *arg, given bool) {
	for _, o := range opts {
		if listed(list, o.name) {
			value, given = o.value, true
		}
	}
	return value, given
}

// options reads a wrapper's options, and returns the words after them; for su and runuser also those between them.
func (s *script) options(w *wrapper, args []arg) (opts options, words []arg) {
	hasCommand, level := false, s.level
	defer func() { s.level = level; s.Bytes(32 * len(opts)) }() // each is looked at for each name that is asked for
	for len(args) > 0 {
		text := args[0].String()
		isOption := strings.HasPrefix(text, "-") || strings.HasPrefix(text, "+") && w == shellOptions
		isWord := !isOption || text == "-" && !listed(w.clear, "-")
		switch {
		case args[0].maybe && w.operands == 0 && !w.user: // options, or nothing
			args = args[1:]
		case text == "--":
			return opts, append(words, args[1:]...)
		case isWord && w.user && !hasCommand:
			words = append(words, args[0])
			args = args[1:]
		case isWord && words == nil: // of env of env, each has all the others
			return opts, args
		case isWord:
			return opts, append(words, args...)
		case strings.HasPrefix(text, "--"), listed(w.oneDash, text[1:]):
			args = opts.long(w, args)
		default:
			args = opts.cluster(w, args)
		}
		n := len(opts)
		hasCommand = hasCommand || n > 0 && listed(w.command, opts[n-1].name)
		if n > 0 && listed(w.split, opts[n-1].name) && opts[n-1].value != nil {
			if !s.enter() || !s.allows(8*len(args)) {
				return opts, nil
			}
			args = append(s.splitWords(opts[n-1].value.text), args...)
			opts[n-1].value = nil
		}
	}
	return opts, words
}

// long reads --name, --name=value or --name value, and returns the words after it.
func (opts *options) long(w *wrapper, args []arg) []arg {
	text := args[0].String()
	name, attachment, attached := strings.Cut(strings.TrimLeft(text, "-"), "=")
	o := option{name: name}
	rest := args[1:]
	switch {
	case attached:
		value := args[0].from(len(text) - len(attachment))
		o.value = &value
	case listed(w.long, name) && len(rest) > 0:
		o.value = &rest[0]
		rest = rest[1:]
	}
	*opts = append(*opts, o)
	return rest
}

// cluster reads one-letter options after one dash, and returns the words after them. A shell's take values from them.
func (opts *options) cluster(w *wrapper, args []arg) []arg {
	letters, rest := args[0].String(), args[1:]
	for i := min(1, len(letters)-1); i < len(letters); i++ {
		o := option{name: letters[i : i+1]}
		_, grammar, _ := strings.Cut(w.short, o.name)
		takes := strings.HasPrefix(grammar, ":")
		attaches := takes && w != shellOptions
		switch {
		case attaches && i+1 < len(letters):
			value := args[0].from(i + 1)
			o.value = &value
		case takes && !strings.HasPrefix(grammar, "::") && len(rest) > 0:
			o.value = &rest[0]
			rest = rest[1:]
		}
		*opts = append(*opts, o)
		if attaches {
			break
		}
	}
	return rest
}
