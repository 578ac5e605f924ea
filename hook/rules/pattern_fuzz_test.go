package rules_test

import (
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/rules"
)

// The law: a pattern that is accepted finds the command that it spells, so that no rule is silent without an error. (Several
// options may contradict each other, a call for help is never meant, and go has its own order of words.)
func FuzzPattern(f *testing.F) {
	for _, text := range []string{
		"npm install|i *", "go install ... *@latest", "curl -k|--insecure", "git clone --depth=*", "chroot -u=0", "a*b c ... d - -yq", "pip3.12 -", "xx-a b",
		"7z -x*", "a ... ...", "a |b", "a,b c", "...", "-x", "CI=1 a", "RUN a", "a/b", "a.EXE",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := rules.ParsePattern(text)
		if err != nil {
			return
		}
		var words []string
		options := 0
		for _, word := range strings.Fields(text) {
			word, _, _ = strings.Cut(word, "|")
			if word == "..." {
				continue
			}
			if len(word) > 1 && word[0] == '-' {
				options++
			}
			words = append(words, strings.ReplaceAll(word, "*", "x"))
		}
		spelt := strings.Join(words, " ")
		if options > 1 || strings.Contains(spelt, "--help") || strings.Contains(spelt, "--version") || strings.Contains(words[0], "go") {
			return
		}
		if !(rules.Rule{About: []rules.Pattern{p}}).Forbids(words) {
			t.Errorf("%q does not find %q", text, words)
		}
	})
}
