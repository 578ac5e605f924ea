package rules

import (
	_ "embed" // the texts of the built-in rules
	"strings"

	"go.yaml.in/yaml/v3"
)

//go:embed builtin.yaml
var builtInTexts string

// Texts are what is said about a built-in rule.
type Texts struct {
	Summary string   // one line, lower case, no full stop
	Why     string   // a paragraph
	Caveats []string // what somebody who follows the rule should know, a sentence or two each
}

// Explained returns the rule with all its texts and examples. Those of a built-in rule are read only here: a commit needs
// none.
func (r Rule) Explained() Rule {
	if r.Line > 0 {
		return r
	}
	var all map[string]struct {
		Texts        `yaml:",inline"`
		Wrong, Right string
	}
	if err := yaml.Unmarshal([]byte(strings.ReplaceAll(builtInTexts, "REFERENCE", r.reference)), &all); err != nil {
		panic(err)
	}
	said := all[r.Name]
	r.Texts, r.Wrong, r.Right = said.Texts, []Example{{Text: said.Wrong}}, []Example{{Text: said.Right}}
	return r
}
