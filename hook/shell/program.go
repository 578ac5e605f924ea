package shell

import (
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Program returns the name of the program that a word calls: without folders and Windows' ending, in lower case then.
func Program(word string) string {
	name := word[strings.LastIndexAny(word, `/\`)+1:]
	if n := len(name) - len(".exe"); n > 0 && strings.EqualFold(name[n:], ".exe") {
		return strings.ToLower(name[:n])
	}
	return name
}

// program is [Program], in lower case where names are the same in any case.
func (s *script) program(word string) string {
	if s.foldsCase {
		return strings.ToLower(Program(word))
	}
	return Program(word)
}

// Names returns the names that a program answers to, by its [Program] name: as written, and without a version at its end
// ("pip3.12" to "pip", "go1.26rc2" to "go") or what cross compilation puts before it ("xx-go").
func Names(program string) []string {
	plain := strings.TrimPrefix(program, "xx-")
	if len(plain) < 100 && strings.TrimRight(plain, "0123456789") != plain { // each command is asked for its names
		plain = version().ReplaceAllString(plain, "")
	}
	if plain == program || plain == "" {
		return []string{program}
	}
	return []string{program, plain}
}

var version = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`-?[\d.]*\d((rc|beta)\d+)?$`) })

// listed reports whether name is in a list separated by blanks.
func listed(list, name string) bool { return slices.Contains(strings.Fields(list), name) }
