package config

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"

	"github.com/ddhook/ddhook/hook/rules"
	"github.com/ddhook/ddhook/hook/suggest"
)

// Parse reads data, the content of a .ddhook.yaml that errors call name. An empty file means [Default]. Anything that
// is not understood is an error with line and column, since a setting that silently does nothing would be taken for a
// check that is made. It names version, this ddhook's, where a newer one may know more. With an error, not all is read.
func Parse(name string, data []byte, version string) (Config, error) {
	p := parser{name: name, version: version, config: Default()}
	decoder, isRead := yaml.NewDecoder(bytes.NewReader(data)), false
	for ; ; isRead = true {
		var doc yaml.Node
		err := decoder.Decode(&doc)
		switch {
		case errors.Is(err, io.EOF):
			return p.config, nil
		case err != nil: // "yaml: line 3: reason", in the form that editors can jump to
			reason := strings.NewReplacer("yaml: line ", ":", "yaml: ", ": ").Replace(err.Error())
			err = fmt.Errorf("%s%s; quotes go around a text that holds a colon or begins with a sign, and lines are "+
				"indented by blanks", p.name, reason)
		case isRead:
			err = p.errorf(&doc, "a second document; keep one")
		case doc.Content[0].Tag != "!!null":
			err = p.entries(doc.Content[0], "the settings", `files: ["**/Dockerfile"]`, p.setting)
		}
		if err != nil {
			return p.config, err
		}
	}
}

type parser struct {
	name, version string
	config        Config
}

func (p *parser) errorf(at *yaml.Node, format string, args ...any) error {
	return fmt.Errorf("%s:%d:%d: %s", p.name, at.Line, at.Column, fmt.Sprintf(format, args...))
}

// entries calls each for every key of a mapping that what names; such is one of its lines.
func (p *parser) entries(n *yaml.Node, what, such string, each func(key, value *yaml.Node) error) error {
	if n.Kind != yaml.MappingNode {
		return p.errorf(n, "%s must be lines such as `%s`", what, such)
	}
	lines := map[string]int{}
	for i := 0; i < len(n.Content); i += 2 {
		key, value := n.Content[i], cmp.Or(n.Content[i+1].Alias, n.Content[i+1])
		if key.Kind != yaml.ScalarNode {
			return p.errorf(key, "a key must be a name")
		}
		if first, twice := lines[key.Value]; twice {
			return p.errorf(key, "%q is here already in line %d", key.Value, first)
		}
		lines[key.Value] = key.Line
		if err := each(key, value); err != nil {
			return err
		}
	}
	return nil
}

var settingKeys = []string{"exclude", "files", "reference", "rules"}

func (p *parser) setting(key, value *yaml.Node) (err error) {
	switch key.Value {
	case "files":
		if p.config.Files, err = p.globs(key, value); err == nil && len(p.config.Files) == 0 {
			err = p.errorf(value, "files selects nothing; name a glob, or leave files out for %q", Default().Files[0])
		}
	case "exclude":
		p.config.Exclude, err = p.globs(key, value)
	case "rules":
		if value.Tag != "!!null" {
			p.config.Rules = map[string]bool{}
			err = p.entries(value, "rules", "npm-ci: {forbid: npm install}", p.rule)
		}
	case "reference": // it is written into comments of Dockerfiles, where a line end would begin an instruction
		err = p.texts(key, value, 1, func(n *yaml.Node) (err error) { p.config.Reference, err = line(n.Value); return err })
	default:
		err = p.unknown(key, "key", settingKeys)
	}
	return err
}

func (p *parser) unknown(key *yaml.Node, what string, known []string) error {
	remedy := "known are " + strings.Join(known, ", ")
	if near := suggest.Name(cmp.Or(synonyms[key.Value], key.Value), known); near != "" {
		remedy = fmt.Sprintf("did you mean %q?", near)
	}
	return p.errorf(key, "unknown %s %.40q: %s (this is ddhook %s; a newer one may know it)", what, key.Value, remedy, p.version)
}

// globs reads a list of globs. Nothing at all is an empty list: somebody commented the entries out.
func (p *parser) globs(key, n *yaml.Node) (globs []string, err error) {
	switch {
	case n.Tag == "!!null" || n.Kind == yaml.SequenceNode && len(n.Content) == 0:
		return nil, nil
	case n.Kind != yaml.SequenceNode:
		return nil, p.errorf(n, "%s must be a list of globs, each on a line `  - \"glob\"`", key.Value)
	}
	err = p.texts(key, n, maxGlobs, parsed(&globs, func(glob string) (string, error) { return glob, checkGlob(glob) }))
	return globs, err
}

// The bounds of a team's own rules.
const (
	maxRules    = 100
	maxPatterns = 32      // of one key
	maxExamples = 16      // of one key
	maxExample  = 4 << 10 // bytes
	maxLine     = 500     // bytes of a text that messages have in them
)

// synonyms are keys that people write, and the keys that they mean.
var synonyms = map[string]string{
	"deny": "forbid", "ban": "forbid", "disallow": "forbid", "reason": "message", "why": "message", "msg": "message",
	"replace": "instead", "use": "instead", "unless": "except", "allow": "except", "after": "then", "flag": "require",
	"option": "require",
}

// rule reads a switch of a built-in rule, or a rule of the team's own. YAML 1.1 and 1.2 disagree on `on`: the letters count.
func (p *parser) rule(key, value *yaml.Node) error {
	name, builtIn := key.Value, rules.NewSet(nil, nil, "").Names()
	on, isSwitch := map[string]bool{"on": true, "true": true, "off": false, "false": false}[strings.ToLower(value.Value)]
	switch isBuiltIn := slices.Contains(builtIn, name); {
	case isBuiltIn && isSwitch:
		p.config.Rules[name] = on
		return nil
	case isBuiltIn:
		return p.errorf(value, "rule %s must be on or off: it is built in, and a rule of your own needs another name", name)
	case isSwitch:
		return p.unknown(key, "rule", builtIn)
	case !regexp.MustCompile("^[a-z][a-z0-9-]{0,63}$").MatchString(name):
		return p.errorf(key, "the name %.40q of a rule must be at most 64 small letters, digits and dashes, such as npm-ci", name)
	case value.Kind != yaml.MappingNode:
		return p.errorf(value, "a rule of your own is a name with keys below it: npm-ci: {forbid: npm install}")
	case len(p.config.Own) == maxRules:
		return p.errorf(key, "more than %d rules", maxRules)
	}
	return p.ownRule(key, value)
}

func (p *parser) ownRule(name, value *yaml.Node) error {
	r := rules.Rule{Name: name.Value, On: true, Line: name.Line, Written: map[string][]string{}}
	at, readers := map[string]*yaml.Node{}, ruleKeys(&r)
	err := p.entries(value, "rule "+r.Name, "forbid: npm install", func(key, value *yaml.Node) error {
		at[key.Value] = value
		reader, known := readers[key.Value]
		if !known {
			return p.unknown(key, "key", slices.Sorted(maps.Keys(readers)))
		}
		return p.texts(key, value, reader.most, func(n *yaml.Node) error {
			r.Written[key.Value] = append(r.Written[key.Value], n.Value)
			return reader.read(n)
		})
	})
	if err != nil {
		return err
	}
	forbids, commands := at["forbid"] != nil, at["command"] != nil
	for _, tt := range []struct {
		wrong bool
		at    *yaml.Node
		say   string
	}{
		{forbids && commands, at["command"], "has forbid and command; make it two rules"},
		{!forbids && !commands, name, "has neither forbid nor command: forbid: npm i, or command: apk add with require: --no-cache"},
		{commands && at["require"] == nil && at["then"] == nil, name, "has command but says not what it must have: require or then"},
		{forbids && at["require"] != nil, at["require"], "forbids: require goes with command"},
		{forbids && at["then"] != nil, at["then"], "forbids: then goes with command"},
		{commands && at["instead"] != nil, at["instead"], "has command: instead goes with forbid"},
		{at["instead"] != nil && r.Forbids(r.Instead), at["instead"], "forbids what it would put in: see instead"},
	} {
		if tt.wrong {
			return p.errorf(tt.at, "rule %s %s", r.Name, tt.say)
		}
	}
	p.config.Own = append(p.config.Own, r)
	return nil
}

// reader reads the value of a key: a text, or a list of so many texts.
type reader struct {
	most int
	read func(*yaml.Node) error
}

func ruleKeys(r *rules.Rule) map[string]reader {
	return map[string]reader{
		"forbid":  {maxPatterns, parsed(&r.About, rules.ParsePattern)},
		"command": {maxPatterns, parsed(&r.About, rules.ParsePattern)},
		"except":  {maxPatterns, parsed(&r.Except, rules.ParsePattern)},
		"then":    {maxPatterns, parsed(&r.Then, rules.ParsePattern)},
		"require": {maxPatterns, parsed(&r.Require, rules.ParseRequirement)},
		"in":      {maxPatterns, parsed(&r.In, instruction)},
		"wrong":   {maxExamples, example(&r.Wrong)},
		"right":   {maxExamples, example(&r.Right)},
		"message": {1, func(n *yaml.Node) (err error) { r.Message, err = line(n.Value); return err }},
		"instead": {1, func(n *yaml.Node) (err error) { r.Instead, err = rules.ParseInstead(n.Value); return err }},
	}
}

func parsed[T any](to *[]T, parse func(string) (T, error)) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		item, err := parse(n.Value)
		*to = append(*to, item)
		return err
	}
}

func instruction(name string) (string, error) {
	if !slices.Contains(rules.Instructions, name) {
		return "", fmt.Errorf("%.40q is not one of the instructions that run commands: %s", name, strings.Join(rules.Instructions, ", "))
	}
	return name, nil
}

func example(to *[]rules.Example) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		*to = append(*to, rules.Example{Text: n.Value, Line: n.Line, Column: n.Column})
		if len(n.Value) > maxExample {
			return fmt.Errorf("an example of more than %d bytes", maxExample)
		}
		return nil
	}
}

func line(text string) (string, error) {
	text = strings.TrimSpace(text)
	if len(text) > maxLine || strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return "", fmt.Errorf("write one line of printable letters, at most %d bytes", maxLine)
	}
	return text, nil
}

// texts reads a text, or a list of texts where there may be several, none of them empty.
func (p *parser) texts(key, value *yaml.Node, most int, read func(*yaml.Node) error) error {
	items, wanted := []*yaml.Node{value}, "a text"
	if most > 1 {
		wanted = "a text, or a list of texts"
	}
	if most > 1 && value.Kind == yaml.SequenceNode {
		items = value.Content
	}
	switch {
	case len(items) == 0:
		return p.errorf(value, "%s is an empty list; name at least one, or take the key out", key.Value)
	case len(items) > most:
		return p.errorf(value, "%s has more than %d entries", key.Value, most)
	}
	for _, item := range items {
		n := cmp.Or(item.Alias, item)
		if n.Kind == yaml.MappingNode {
			wanted += "; put one with a colon in quotes"
		}
		if n.Kind != yaml.ScalarNode || n.Tag == "!!null" || strings.TrimSpace(n.Value) == "" {
			return p.errorf(item, "%s must be %s", key.Value, wanted)
		}
		p.config.Size += len(n.Value) + 64
		if err := read(&yaml.Node{Value: n.Value, Line: item.Line, Column: item.Column}); err != nil {
			return p.errorf(item, "%s: %v", key.Value, err)
		}
	}
	return nil
}
