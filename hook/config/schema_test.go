package config_test

import (
	"bytes"
	"encoding/json"
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
	Ref         string            `json:"$ref"`
	Defs        map[string]schema `json:"$defs"`
	Type        oneOrMany
	Properties  map[string]schema
	Additional  *bool `json:"additionalProperties"`
	Items       *schema
	MinItems    int
	MinLength   int
	MaxLength   *int
	Pattern     string
	Default     any
	Title       string
	Description string
	ID          string `json:"$id"`
	Dialect     string `json:"$schema"`
}

type oneOrMany []string

func (o *oneOrMany) UnmarshalJSON(data []byte) error {
	if data[0] == '[' {
		return json.Unmarshal(data, (*[]string)(o))
	}
	*o = []string{""}
	return json.Unmarshal(data, &(*o)[0])
}

func loadSchema(t *testing.T) schema {
	t.Helper()
	file, err := os.Open("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var s schema
	decoder := json.NewDecoder(file)
	decoder.DisallowUnknownFields() // a keyword that the test does not understand would be tested by nobody
	if err := decoder.Decode(&s); err != nil {
		t.Fatal(err)
	}
	return s
}

// accepts says whether a value is valid.
func (s schema) accepts(root schema, value any) bool {
	if s.Ref != "" {
		return root.Defs[strings.TrimPrefix(s.Ref, "#/$defs/")].accepts(root, value)
	}
	if !slices.Contains(s.Type, kind(value)) {
		return false
	}
	ok := true
	switch v := value.(type) {
	case map[string]any:
		for name, item := range v {
			property, known := s.Properties[name]
			ok = ok && known && property.accepts(root, item)
		}
	case []any:
		ok = len(v) >= s.MinItems
		for _, item := range v {
			ok = ok && s.Items.accepts(root, item)
		}
	case string:
		ok = len(v) >= s.MinLength && (s.MaxLength == nil || len(v) <= *s.MaxLength) && regexp.MustCompile(s.Pattern).MatchString(v)
	}
	return ok
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
		{"files: [1]\n", false, false},
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
	switches := s.Properties["rules"].Properties
	for _, r := range rules.BuiltIn() {
		if on := map[bool]string{true: "on", false: "off"}[r.Default]; switches[r.Name].Default != on {
			t.Errorf("rule %s: the default is %v, want %s", r.Name, switches[r.Name].Default, on)
		}
	}
	if len(switches) != len(rules.BuiltIn()) {
		t.Errorf("the schema has the rules %v", slices.Sorted(maps.Keys(switches)))
	}
	if got := s.Properties["reference"].Default; got != config.Default().Reference {
		t.Errorf("reference: the default is %v", got)
	}
	if got, _ := s.Properties["files"].Default.([]any); len(got) != 1 || got[0] != config.Default().Files[0] {
		t.Errorf("files: the default is %v", got)
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
