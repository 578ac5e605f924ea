package config_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/ddhook/ddhook/hook/config"
	"github.com/ddhook/ddhook/hook/rules"
)

// schema is what of JSON Schema schema.json makes use of.
type schema struct {
	Ref               string            `json:"$ref"`
	Defs              map[string]schema `json:"$defs"`
	Type              oneOrMany
	AnyOf, OneOf      []schema
	Enum              []any
	Properties        map[string]schema
	PropertyNames     *schema
	Additional        *schema `json:"additionalProperties"`
	Required          []string
	DependentRequired map[string][]string
	Items             *schema
	MinItems          int
	MaxItems          *int
	MinLength         int
	MaxLength         *int
	Pattern           string
	Default           any
	Title             string
	Description       string
	ID                string `json:"$id"`
	Dialect           string `json:"$schema"`
	never             bool
}

// UnmarshalJSON reads false too, which accepts nothing.
func (s *schema) UnmarshalJSON(data []byte) error {
	if string(data) == "false" {
		s.never = true
		return nil
	}
	type plain schema // without this method
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields() // a keyword that the test does not understand would be tested by nobody
	return decoder.Decode((*plain)(s))
}

type oneOrMany []string

func (o *oneOrMany) UnmarshalJSON(data []byte) error {
	if data[0] == '[' {
		return json.Unmarshal(data, (*[]string)(o))
	}
	*o = []string{""}
	return json.Unmarshal(data, &(*o)[0])
}

func loadSchema(t *testing.T) (s schema) {
	t.Helper()
	data, err := os.ReadFile("schema.json")
	if err == nil {
		err = json.Unmarshal(data, &s)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// accepts reports whether a value is valid.
func (s schema) accepts(root schema, value any) bool {
	if s.Ref != "" {
		return root.Defs[strings.TrimPrefix(s.Ref, "#/$defs/")].accepts(root, value)
	}
	accept := func(all []schema) (n int) {
		for _, one := range all {
			if one.accepts(root, value) {
				n++
			}
		}
		return n
	}
	switch {
	case s.never, len(s.Type) > 0 && !slices.Contains(s.Type, kind(value)), len(s.Enum) > 0 && !slices.Contains(s.Enum, value),
		len(s.AnyOf) > 0 && accept(s.AnyOf) == 0, len(s.OneOf) > 0 && accept(s.OneOf) != 1:
		return false
	}
	switch v := value.(type) {
	case map[string]any:
		return s.acceptsObject(root, v)
	case []any:
		refused := func(item any) bool { return s.Items != nil && !s.Items.accepts(root, item) }
		return len(v) >= s.MinItems && (s.MaxItems == nil || len(v) <= *s.MaxItems) && !slices.ContainsFunc(v, refused)
	case string:
		return len(v) >= s.MinLength && (s.MaxLength == nil || len(v) <= *s.MaxLength) && regexp.MustCompile(s.Pattern).MatchString(v)
	}
	return true
}

func (s schema) acceptsObject(root schema, object map[string]any) bool {
	for _, name := range s.Required {
		if _, has := object[name]; !has {
			return false
		}
	}
	for name, item := range object {
		property, known := s.Properties[name]
		if !known && s.Additional != nil {
			property = *s.Additional
		}
		if !property.accepts(root, item) || s.PropertyNames != nil && !s.PropertyNames.accepts(root, name) {
			return false
		}
		for _, other := range s.DependentRequired[name] {
			if _, has := object[other]; !has {
				return false
			}
		}
	}
	return true
}

// kind is what JSON Schema calls the type of a value.
func kind(value any) string {
	switch value.(type) {
	case map[string]any:
		return "object"
	case []any:
		return "array"
	case string:
		return "string"
	case bool:
		return "boolean"
	case int, float64:
		return "number"
	}
	return "null"
}

// settings are files and whether they are valid. What is wrong with some is beyond a schema.
func settings() []struct {
	text          string
	valid, schema bool
} {
	return []struct {
		text          string
		valid, schema bool
	}{
		{"", true, true},
		{"files: ['**/*.Dockerfile', 'docker/{a,b}']\nexclude: ['x/**']\nreference: ADR-7 (image builds)\n", true, true},
		{"rules: {no-go-mod-download: on, require-mod-mod: OFF, name-the-decision: true}\n", true, true},
		{"rules: {no-go-mod-download: 'True', require-mod-mod: \"off\", name-the-decision: False}\n", true, true},
		{"exclude:\nrules:\n", true, true},
		{"exclude: []\nrules: {}\n", true, true},
		{"reference: 7\n", true, true},
		{"files: ['.github/Dockerfile', '..']\n", true, true},
		{"files:\n", false, false},
		{"files: []\n", false, false},
		{"files: x\n", false, false},
		{"files: [1]\n", true, true},
		{"files: [" + strings.Repeat("a, ", 1025) + "]\n", false, false},
		{"files: ['']\n", false, false},
		{"files: ['/x']\n", false, false},
		{"files: ['./x']\n", false, false},
		{"files: ['x/']\n", false, false},
		{"files: ['" + strings.Repeat("x", 1025) + "']\n", false, false},
		{"exclude: {a: b}\n", false, false},
		{"rules: [require-mod-mod]\n", false, false},
		{"rules: {require-mod-mod: 1}\n", false, false},
		{"rules: {require-mod-mod: yes please}\n", false, false},
		{"rules: {require-mod: on}\n", false, false},
		{"reference:\n", false, false},
		{"reference: ''\n", false, false},
		{"reference: ' '\n", false, false},
		{"reference: [a]\n", false, false},
		{"reference: \"a\\nb\"\n", false, false},
		{"file: [x]\n", false, false},
		{"- x\n", false, false},
		{"x\n", false, false},
		{"files: ['{a']\n", false, true},
		{"files: ['" + strings.Repeat("{a,b}", 7) + "']\n", false, true},
		{"rules: {a: {forbid: npm install}}\n", true, true},
		{"rules: {a: {forbid: [npm install|i, 'pip* ... *@latest', curl -k], except: 'npm i *', instead: npm ci, in: RUN, message: why not}}\n", true, true},
		{"rules: {a: {command: apk add, require: --no-cache}, b-2: {command: [a], require: [-y|--yes, A_B=1], then: [b, c d]}}\n", true, true},
		{"rules: {a: {command: yum, then: yum clean all, in: [CMD, ENTRYPOINT, HEALTHCHECK]}, require-mod-mod: off}\n", true, true},
		{"rules: {a: {forbid: npm, wrong: npm, right: ['RUN yarn', \"FROM x\\nRUN ls\"]}}\n", true, true},
		{"rules: {a: {forbid: npm, message: 7}}\n", true, true},
		{"rules: {a: {}}\n", false, false},
		{"rules: {a:}\n", false, false},
		{"rules: {a: on}\n", false, false},
		{"rules: {a: npm install}\n", false, false},
		{"rules: {A: {forbid: npm}}\n", false, false},
		{"rules: {a_b: {forbid: npm}}\n", false, false},
		{"rules: {require-mod-mod: {forbid: npm}}\n", false, false},
		{"rules: {a: {forbid: npm, command: npm, require: -x}}\n", false, false},
		{"rules: {a: {command: npm}}\n", false, false},
		{"rules: {a: {require: -x}}\n", false, false},
		{"rules: {a: {forbid: npm, require: -x}}\n", false, false},
		{"rules: {a: {forbid: npm, then: ls}}\n", false, false},
		{"rules: {a: {command: npm, require: -x, instead: ls}}\n", false, false},
		{"rules: {a: {deny: npm}}\n", false, false},
		{"rules: {a: {forbid: npm, severity: error}}\n", false, false},
		{"rules: {a: {forbid: []}}\n", false, false},
		{"rules: {a: {forbid:}}\n", false, false},
		{"rules: {a: {forbid: -x}}\n", false, false},
		{"rules: {a: {forbid: /bin/npm}}\n", false, false},
		{"rules: {a: {forbid: npm && ls}}\n", false, false},
		{"rules: {a: {forbid: npm $X}}\n", false, false},
		{"rules: {a: {forbid: [" + strings.Repeat("a, ", 33) + "]}}\n", false, false},
		{"rules: {a: {forbid: " + strings.Repeat("a", 201) + "}}\n", false, false},
		{"rules: {a: {forbid: npm, in: run}}\n", false, false},
		{"rules: {a: {forbid: npm, in: [RUN, COPY]}}\n", false, false},
		{"rules: {a: {forbid: npm, instead: npm|yarn}}\n", false, false},
		{"rules: {a: {forbid: npm, message: \"a\\nb\"}}\n", false, false},
		{"rules: {a: {forbid: npm, message: [x]}}\n", false, false},
		{"rules: {a: {forbid: npm, wrong: []}}\n", false, false},
		{"rules: {a: {forbid: npm, wrong: [" + strings.Repeat("a, ", 17) + "]}}\n", false, false},
		{"rules: {a: {forbid: npm, wrong: " + strings.Repeat("a", 4097) + "}}\n", false, false},
		{"rules: {a: {command: npm, require: no-cache}}\n", false, false},
		{"rules: {a: {command: npm, require: -x -y}}\n", false, false},
		{"rules: {a: {command: npm, require: [-x, $Y]}}\n", false, false},
		{"rules: {a: {forbid: RUN npm}}\n", false, true},
		{"rules: {a: {forbid: npm | yarn}}\n", false, true},
		{"rules: {a: {forbid: npm i, instead: npm i}}\n", false, true},
		{"rules: {a: {forbid: CI=1 npm}}\n", false, true},
	}
}

// The schema and the reader agree, where a schema can tell.
func TestSchema(t *testing.T) {
	s := loadSchema(t)
	for _, tt := range settings() {
		_, err := config.Parse(config.Name, []byte(tt.text), "v1")
		if (err == nil) != tt.valid {
			t.Errorf("the reader says of %q: %v", tt.text, err)
		}
		var value any
		if err := yaml.Unmarshal([]byte(tt.text), &value); err != nil {
			t.Fatal(err)
		}
		if got := s.accepts(s, value); got != tt.schema {
			t.Errorf("the schema says of %q: %v", tt.text, got)
		}
	}
}

// Everything that there is can be set, and the defaults are those of the program.
func TestSchemaIsComplete(t *testing.T) {
	s := loadSchema(t)
	_, err := config.Parse(config.Name, []byte("no-such-key: x\n"), "v1")
	keys := strings.Join(slices.Sorted(maps.Keys(s.Properties)), ", ")
	if err == nil || !strings.Contains(err.Error(), "known are "+keys+" (") {
		t.Errorf("the schema knows %s, but the reader: %v", keys, err)
	}
	_, err = config.Parse(config.Name, []byte("rules: {a: {no-such-key: x}}\n"), "v1")
	keys = strings.Join(slices.Sorted(maps.Keys(s.Defs["rule"].Properties)), ", ")
	if err == nil || !strings.Contains(err.Error(), "known are "+keys+" (") {
		t.Errorf("the schema knows of a rule %s, but the reader: %v", keys, err)
	}
	for name, property := range s.Defs["rule"].Properties {
		if property.Description == "" {
			t.Errorf("%s has no description", name)
		}
	}
	switches := s.Properties["rules"].Properties
	for _, r := range rules.BuiltIn("") {
		r = r.Explained()
		if on := map[bool]string{true: "on", false: "off"}[r.On]; switches[r.Name].Default != on {
			t.Errorf("rule %s: the default is %v, want %s", r.Name, switches[r.Name].Default, on)
		}
		if said := strings.ToLower(switches[r.Name].Description); said != strings.ToLower(r.Summary)+"." {
			t.Errorf("rule %s: the schema says %q, the rule %q", r.Name, said, r.Summary)
		}
	}
	if len(switches) != len(rules.BuiltIn("")) {
		t.Errorf("the schema has the rules %v", slices.Sorted(maps.Keys(switches)))
	}
	if got := s.Properties["reference"].Default; got != config.Default().Reference {
		t.Errorf("reference: the default is %v", got)
	}
	for key, want := range map[string][]string{"files": config.Default().Files, "exclude": config.Default().Exclude} {
		if got := s.Properties[key].Default; fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: the default is %v, want %v", key, got, want)
		}
	}
}

// A validator that is not ours sees the same in it.
func TestSchemaByOthers(t *testing.T) {
	if err := exec.Command("python3", "-c", "import jsonschema").Run(); err != nil {
		t.Skip("python3 with jsonschema, which validates, is not installed")
	}
	var values []any
	for _, tt := range settings() {
		var value any
		if err := yaml.Unmarshal([]byte(tt.text), &value); err != nil {
			t.Fatal(err)
		}
		values = append(values, value)
	}
	input, err := json.Marshal(values)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("python3", "-c", `
import json, jsonschema, sys
schema = json.load(open("schema.json"))
jsonschema.Draft202012Validator.check_schema(schema)
valid = jsonschema.Draft202012Validator(schema).is_valid
json.dump([valid(value) for value in json.load(sys.stdin)], sys.stdout)
`)
	cmd.Stdin = bytes.NewReader(input)
	output, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var valid []bool
	if err := json.Unmarshal(output, &valid); err != nil || len(valid) != len(values) {
		t.Fatalf("%v: %s", err, output)
	}
	for i, tt := range settings() {
		if valid[i] != tt.schema {
			t.Errorf("%q: valid: %v", tt.text, valid[i])
		}
	}
}
