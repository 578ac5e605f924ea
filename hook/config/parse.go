package config

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/ddhook/ddhook/hook/suggest"
)

// Parse reads data, the content of a .ddhook.yaml that errors call name. An empty file means [Default]. Anything that
// is not understood is an error with line and column, since a setting that silently does nothing would be taken for a
// check that is made. It names version, this ddhook's, where a newer one may know more. With an error, not all is read.
func Parse(name string, data []byte, version string) (Config, error) {
	p := parser{name: name, version: version, config: Default()}
	root, err := p.document(data)
	if root != nil && root.Tag != "!!null" {
		err = p.entries(root, "the settings", `files: ["**/Dockerfile"]`, p.setting)
	}
	return p.config, err
}

type parser struct {
	name, version string
	config        Config
}

// document returns the value of the only document; nil when there is none.
func (p *parser) document(data []byte) (root *yaml.Node, err error) {
	for decoder := yaml.NewDecoder(bytes.NewReader(data)); ; {
		var doc yaml.Node
		switch err := decoder.Decode(&doc); {
		case errors.Is(err, io.EOF):
			return root, nil
		case err != nil: // "yaml: line 3: reason", in the form that editors can jump to
			reason := strings.NewReplacer("yaml: line ", ":", "yaml: ", ": ").Replace(err.Error())
			return nil, fmt.Errorf("%s%s; quotes go around a text that holds a colon or begins with a sign, and lines are "+
				"indented by blanks", p.name, reason)
		case root != nil:
			return nil, p.errorf(&doc, "a second document; keep one")
		}
		root = doc.Content[0]
	}
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
		if value.Kind == yaml.MappingNode && suggest.Name(key.Value, settingKeys) == "" {
			return p.errorf(key, "unknown key %q: a rule of your own stands below rules: and further in", key.Value)
		}
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
