package judge_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/config"
	"github.com/ddhook/ddhook/hook/judge"
)

// TestExamplesOfOwnRules tries one example at a time of rules that are what they should be.
func TestExamplesOfOwnRules(t *testing.T) {
	const settings = `rules:
  npm-ci: {forbid: npm install, except: npm install *, %s}
  no-npm: {forbid: npm, in: CMD}
  name-the-decision: off
`
	for _, tt := range []struct {
		name, key, want string
	}{
		{name: "wrong is wrong", key: "wrong: npm install"},
		{name: "right is right", key: "right: npm ci"},
		{name: "wrong is right", key: "wrong: npm ci",
			want: `.ddhook.yaml:2:63: rule npm-ci: the example "npm ci" does not break it; correct the patterns, or put it below right`},
		{name: "right is wrong", key: "right: npm install",
			want: `.ddhook.yaml:2:63: rule npm-ci: the example "npm install" breaks it; correct the patterns, or put it below wrong`},
		{name: "a list", key: "right: [npm ci, npm install]", want: `.ddhook.yaml:2:72: rule npm-ci: the example "npm install" breaks it; correct `},
		{name: "an instruction", key: `wrong: 'ENTRYPOINT ["npm", "install"]'`},
		{name: "a program with the name of an instruction", key: "wrong: env X=1 npm install"},
		{name: "blanks around", key: `wrong: "  npm install\n"`},
		{name: "a Dockerfile", key: `wrong: "FROM node\nRUN echo && \\\n  npm install\n"`},
		{name: "a Dockerfile without FROM", key: `wrong: "ARG X=install\nRUN npm $X\n"`},
		{name: "a Dockerfile that is right", key: `wrong: "FROM node\nRUN npm ci\n"`, want: `the example "FROM node" does not break it`},
		{name: "an ignored one", key: `right: "FROM node\n# ddhook:ignore npm-ci -- why not\nRUN npm install\n"`},
		{name: "of another rule", key: "right: CMD npm start"},
		{name: "what docker cannot parse", key: `wrong: "# escape=x\nRUN npm install\n"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := config.Parse(".ddhook.yaml", fmt.Appendf(nil, settings, tt.key), "v1")
			if err != nil {
				t.Fatal(err)
			}
			wrong := judge.Examples(c.RuleSet(), ".ddhook.yaml")
			if tt.want == "" && len(wrong) > 0 || tt.want != "" && (len(wrong) != 1 || !strings.Contains(wrong[0].Error(), tt.want)) {
				t.Errorf("got %v, want %q", wrong, tt.want)
			}
		})
	}
}

// However much work the examples are, they are no more than a file.
func TestExamplesAreBounded(t *testing.T) {
	example := `"bash -c 'npm {1..9}{1..9}{1..9}{1..9}{1..9}{1..9}{1..9}'"`
	text := "rules: {a: {forbid: npm, wrong: [" + strings.Repeat(example+", ", 16) + "]}}\n"
	c, err := config.Parse(".ddhook.yaml", []byte(text), "v1")
	if err != nil {
		t.Fatal(err)
	}
	wrong := judge.Examples(c.RuleSet(), ".ddhook.yaml")
	if len(wrong) != 1 || wrong[0].Error() != ".ddhook.yaml: its examples take too much work; shorten those of rule a" {
		t.Errorf("got %v", wrong)
	}
}

// An example costs what its own rule costs, however many others there are.
func TestExamplesOfManyRules(t *testing.T) {
	text := "rules:\n  a: {forbid: npm, wrong: '" + strings.Repeat("npm;", 500) + "'}\n"
	var allocations []float64
	for _, others := range []int{0, 90} {
		for i := range others {
			text += fmt.Sprintf("  r%d: {forbid: npm}\n", i)
		}
		c, err := config.Parse(".ddhook.yaml", []byte(text), "v1")
		if err != nil {
			t.Fatal(err)
		}
		set := c.RuleSet()
		allocations = append(allocations, testing.AllocsPerRun(1, func() { judge.Examples(set, "") }))
	}
	if allocations[1] > 2*allocations[0] {
		t.Errorf("%.0f allocations, and %.0f with other rules", allocations[0], allocations[1])
	}
}

// The built-in rules are as they say, also the one that is off.
func TestExamplesOfBuiltInRules(t *testing.T) {
	if wrong := judge.Examples(config.Default().RuleSet(), ".ddhook.yaml"); len(wrong) > 0 {
		t.Error(wrong)
	}
}
