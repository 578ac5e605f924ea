package config

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/ddhook/ddhook/hook/rules"
)

// The bounds of a team's own rules.
const (
	maxRules    = 100
	maxPatterns = 32      // of one key
	maxExamples = 16      // of one key
	maxExample  = 4 << 10 // bytes
)

// synonyms are keys that people write, and the keys that they mean.
var synonyms = map[string]string{
	"deny": "forbid", "ban": "forbid", "disallow": "forbid", "reason": "message", "why": "message", "msg": "message",
	"replace": "instead", "use": "instead", "unless": "except", "allow": "except", "after": "then", "flag": "require",
	"option": "require",
}

var ruleName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z][a-z0-9-]*$`) })

func (p *parser) rules(n *yaml.Node) error {
	if n.Tag == "!!null" {
		return nil
	}
	p.config.Rules = map[string]bool{}
	return p.entries(n, "rules", p.rule)
}

// rule reads a switch of a built-in rule, or a rule of the team's own.
func (p *parser) rule(key, value *yaml.Node) error {
	builtIn := rules.NewSet(nil, nil, "").Names()
	isBuiltIn := slices.Contains(builtIn, key.Value)
	on, isSwitch := onOff(value)
	switch {
	case isBuiltIn && isSwitch:
		p.config.Rules[key.Value] = on
		return nil
	case isBuiltIn:
		return p.errorf(value, "rule %s must be on or off: it is built in, and a rule of your own needs another name", key.Value)
	case value.Kind != yaml.MappingNode:
		return p.unknown(key, "rule", builtIn)
	case !ruleName().MatchString(key.Value):
		return p.errorf(key, "the name %q of a rule must be small letters, digits and dashes, such as npm-ci", key.Value)
	case len(p.config.Own) == maxRules:
		return p.errorf(key, "more than %d rules", maxRules)
	}
	r := rules.Rule{Name: key.Value, Line: key.Line}
	keys := map[string]*yaml.Node{}
	err := p.entries(value, "rule "+key.Value, func(k, v *yaml.Node) error {
		keys[k.Value] = v
		return p.ruleKey(&r, k, v)
	})
	if err == nil {
		err = p.checkRule(key, r, keys)
	}
	p.config.Own = append(p.config.Own, r)
	return err
}

// ruleKey reads one key of a rule.
func (p *parser) ruleKey(r *rules.Rule, key, value *yaml.Node) error {
	patterns := map[string]*[]rules.Pattern{"forbid": &r.Forbid, "command": &r.Command, "then": &r.Then, "except": &r.Except}
	examples := map[string]*[]rules.Example{"wrong": &r.Wrong, "right": &r.Right}
	switch name := key.Value; {
	case patterns[name] != nil:
		return p.each(key, value, maxPatterns, func(n *yaml.Node) error {
			pattern, err := rules.ParsePattern(n.Value)
			*patterns[name] = append(*patterns[name], pattern)
			return err
		})
	case examples[name] != nil:
		return p.each(key, value, maxExamples, func(n *yaml.Node) error {
			if len(n.Value) > maxExample {
				return fmt.Errorf("an example of more than %d bytes", maxExample)
			}
			*examples[name] = append(*examples[name], rules.Example{Text: n.Value, Line: n.Line, Column: n.Column})
			return nil
		})
	case name == "require":
		return p.each(key, value, maxPatterns, func(n *yaml.Node) error {
			needs, err := rules.ParseNeeds(n.Value)
			r.Require = append(r.Require, needs)
			return err
		})
	case name == "in":
		return p.each(key, value, maxPatterns, func(n *yaml.Node) error {
			if !slices.Contains(rules.Instructions, n.Value) {
				return fmt.Errorf("%q runs no command: known are %s", n.Value, strings.Join(rules.Instructions, ", "))
			}
			r.In = append(r.In, n.Value)
			return nil
		})
	case name == "instead":
		return p.text(key, value, func(text string) (err error) {
			r.Instead, err = rules.ParseInstead(text)
			return err
		})
	case name == "message":
		return p.text(key, value, func(text string) error {
			r.Message = text
			return nil
		})
	case synonyms[name] != "":
		return p.errorf(key, "unknown key %q of a rule: did you mean %q?", name, synonyms[name])
	}
	known := slices.Concat(slices.Collect(maps.Keys(patterns)), []string{"require", "in", "instead", "message", "wrong", "right"})
	slices.Sort(known)
	return p.unknown(key, "key of a rule", known)
}

// each reads a text, or a list of texts, none of them empty.
func (p *parser) each(key, value *yaml.Node, most int, read func(*yaml.Node) error) error {
	items := []*yaml.Node{value}
	if value.Kind == yaml.SequenceNode {
		items = value.Content
	}
	switch {
	case len(items) == 0:
		return p.errorf(value, "%s is an empty list; name at least one, or take the key out", key.Value)
	case len(items) > most:
		return p.errorf(value, "%s has more than %d entries", key.Value, most)
	}
	for _, item := range items {
		n := resolve(item)
		if n.Kind != yaml.ScalarNode || n.Tag == "!!null" || strings.TrimSpace(n.Value) == "" {
			return p.errorf(item, "%s must be a text, or a list of texts", key.Value)
		}
		if err := read(&yaml.Node{Value: n.Value, Line: item.Line, Column: item.Column}); err != nil {
			return p.errorf(item, "%s: %v", key.Value, err)
		}
	}
	return nil
}

// text reads one line.
func (p *parser) text(key, value *yaml.Node, read func(string) error) error {
	if value.Kind == yaml.SequenceNode || !isLine(value.Value) {
		return p.errorf(value, "%s must be one line of printable letters", key.Value)
	}
	return p.each(key, value, 1, func(n *yaml.Node) error { return read(n.Value) })
}

// checkRule says which of a rule's keys do not go together.
func (p *parser) checkRule(name *yaml.Node, r rules.Rule, keys map[string]*yaml.Node) error {
	forbids, commands := keys["forbid"] != nil, keys["command"] != nil
	for _, tt := range []struct {
		wrong bool
		at    *yaml.Node
		say   string
	}{
		{forbids && commands, keys["command"], "has forbid and command; make it two rules"},
		{!forbids && !commands, name, "has neither forbid nor command: forbid: npm install, or command: apk add with require: --no-cache"},
		{commands && keys["require"] == nil && keys["then"] == nil, name, "has command but says not what it must have: require or then"},
		{forbids && keys["require"] != nil, keys["require"], "forbids: require goes with command"},
		{forbids && keys["then"] != nil, keys["then"], "forbids: then goes with command"},
		{commands && keys["instead"] != nil, keys["instead"], "has command: instead goes with forbid"},
		{keys["instead"] != nil && r.Forbids(r.Instead), keys["instead"], "forbids what it would put in: see instead"},
	} {
		if tt.wrong {
			return p.errorf(tt.at, "rule %s %s", r.Name, tt.say)
		}
	}
	return nil
}
