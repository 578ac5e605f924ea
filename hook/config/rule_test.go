package config

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestOwnRules(t *testing.T) {
	c, err := Parse(Name, []byte(`rules:
  require-mod-mod: off
  npm-ci:
    forbid: npm install|i
    except: [npm install|i *]
    instead: npm ci
    in: RUN
    message: the lock file decides
    wrong: &w [npm install, "RUN npm i"]
    right: |
      FROM x
      RUN npm ci
  lean: {command: apt-get install, require: [-y|--yes, --no-install-recommends], then: rm, wrong: *w}
`), "v1")
	if err != nil || len(c.Own) != 2 {
		t.Fatalf("got %+v, %v", c, err)
	}
	r := c.Own[0]
	if r.Name != "npm-ci" || r.Line != 3 || len(r.About) != 1 || r.Written["forbid"][0] != "npm install|i" || len(r.Except) != 1 ||
		r.Written["except"][0] != "npm install|i *" ||
		!reflect.DeepEqual(r.Instead, []string{"npm", "ci"}) || !reflect.DeepEqual(r.In, []string{"RUN"}) || r.Message != "the lock file decides" {
		t.Errorf("got %+v", r)
	}
	if e := r.Wrong[1]; e.Text != "RUN npm i" || e.Line != 9 || e.Column != 29 {
		t.Errorf("got %+v", e)
	}
	if e := r.Right[0]; e.Text != "FROM x\nRUN npm ci\n" || e.Line != 10 {
		t.Errorf("got %+v", e)
	}
	if r := c.Own[1]; len(r.About) != 1 || len(r.Require) != 2 || len(r.Then) != 1 || len(r.Wrong) != 2 ||
		r.Written["command"][0] != "apt-get install" || r.Written["require"][0] != "-y|--yes" || r.Written["then"][0] != "rm" {
		t.Errorf("got %+v", r)
	}
	for _, r := range c.RuleSet().Rules {
		if on := r.Name == "npm-ci" || r.Name == "lean" || r.Name == "no-go-mod-download"; r.On != on {
			t.Errorf("%s: own rules are on, others as they are switched", r.Name)
		}
	}
}

// A wrong rule is never silent: the error says where it is wrong and what to write.
func TestOwnRuleErrors(t *testing.T) {
	many := func(n int, format string) string {
		var all []string
		for i := range n {
			all = append(all, fmt.Sprintf(format, i))
		}
		return strings.Join(all, ", ")
	}
	for _, tt := range []struct{ rule, want string }{ // what stands under "rules:", and the error after the file's name
		// The rule.
		{"npm-ci: npm install", `2:11: a rule of your own is a name with keys below it: npm-ci: {forbid: npm install}`},
		{"npm-ci: [npm install]", `2:11: a rule of your own is a name with keys below it: npm-ci: {forbid: npm install}`},
		{"npm-ci:", `2:10: a rule of your own is a name with keys below it: npm-ci: {forbid: npm install}`},
		{"forbid: npm install", `2:11: a rule of your own is a name with keys below it`},
		{"a:\n  forbid: npm install", `2:5: a rule of your own is a name with keys below it`},
		{"npm-ci: {}", `2:3: rule npm-ci has neither forbid nor command: forbid: npm i, or command: apk add with require: --no-cache`},
		{"npm-ci: {message: x}", `2:3: rule npm-ci has neither forbid nor command`},
		{"npm-ci: off", `2:3: unknown rule "npm-ci": known are no-go-mod-download, require-mod-mod, name-the-decision (this is ddhook v1; a newer one may know it)`},
		{"require-modmod: on", `2:3: unknown rule "require-modmod": did you mean "require-mod-mod"? (this is ddhook v1; a newer one may know it)`},
		{"require-mod-mod: {forbid: npm}", `2:20: rule require-mod-mod must be on or off: it is built in, and a rule of your own needs another name`},
		{"Npm: {forbid: npm}", `2:3: the name "Npm" of a rule must be at most 64 small letters, digits and dashes, such as npm-ci`},
		{"npm_ci: {forbid: npm}", `2:3: the name "npm_ci" of a rule must be`},
		{"1npm: {forbid: npm}", `2:3: the name "1npm" of a rule must be`},
		{"no npm: {forbid: npm}", `2:3: the name "no npm" of a rule must be`},
		{"-npm: {forbid: npm}", `2:3: the name "-npm" of a rule must be`},
		{`"": {forbid: npm}`, `2:3: the name "" of a rule must be`},
		{"a: {forbid: npm}\n  a: {forbid: yarn}", `3:3: "a" is here already in line 2`},
		{"a: {forbid: npm, forbid: yarn}", `2:20: "forbid" is here already in line 2`},
		{"- forbid: npm install", "2:3: rules must be lines such as `npm-ci: {forbid: npm install}`"},
		{strings.ReplaceAll(many(101, "a%d: {forbid: npm}"), ", ", "\n  "), `102:3: more than 100 rules`},
		// Its keys.
		{"a: {deny: npm}", `2:7: unknown key "deny": did you mean "forbid"?`},
		{"a: {ban: npm}", `2:7: unknown key "ban": did you mean "forbid"?`},
		{"a: {disallow: npm}", `2:7: unknown key "disallow": did you mean "forbid"?`},
		{"a: {forbid: npm, reason: x}", `2:20: unknown key "reason": did you mean "message"?`},
		{"a: {forbid: npm, why: x}", `did you mean "message"?`},
		{"a: {forbid: npm, msg: x}", `did you mean "message"?`},
		{"a: {forbid: npm, replace: x}", `did you mean "instead"?`},
		{"a: {forbid: npm, use: x}", `did you mean "instead"?`},
		{"a: {forbid: npm, unless: x}", `did you mean "except"?`},
		{"a: {forbid: npm, allow: x}", `did you mean "except"?`},
		{"a: {command: npm, after: x}", `did you mean "then"?`},
		{"a: {command: npm, flag: -x}", `did you mean "require"?`},
		{"a: {command: npm, option: -x}", `did you mean "require"?`},
		{"a: {forbids: npm}", `2:7: unknown key "forbids": did you mean "forbid"?`},
		{"a: {Forbid: npm}", `2:7: unknown key "Forbid": did you mean "forbid"?`},
		{"a: {forbid: npm, exept: x}", `unknown key "exept": did you mean "except"?`},
		{"a: {forbid: npm, severity: error}", `2:20: unknown key "severity": known are command, except, forbid, in, instead, message, require, right, then, wrong`},
		{"a: {forbid: npm, command: npm, require: -x}", `2:29: rule a has forbid and command; make it two rules`},
		{"a: {command: npm}", `2:3: rule a has command but says not what it must have: require or then`},
		{"a: {forbid: npm, require: -x}", `2:29: rule a forbids: require goes with command`},
		{"a: {forbid: npm, then: x}", `2:26: rule a forbids: then goes with command`},
		{"a: {command: npm, require: -x, instead: y}", `2:43: rule a has command: instead goes with forbid`},
		{"a: {require: -x}", `2:3: rule a has neither forbid nor command`},
		{"a: {forbid: npm install, instead: npm install --save}", `2:37: rule a forbids what it would put in: see instead`},
		{"a: {forbid: npm install, instead: npm install, in: CMD}", `2:37: rule a forbids what it would put in: see instead`},
		{"a: {forbid: pip install, instead: pip3 install}", `rule a forbids what it would put in`},
		// Their values.
		{"a: {forbid: []}", `2:15: forbid is an empty list; name at least one, or take the key out`},
		{"a: {forbid: npm, wrong: []}", `2:27: wrong is an empty list`},
		{"a: {forbid: }", `2:15: forbid must be a text, or a list of texts`},
		{"a: {forbid: ~}", `2:15: forbid must be a text, or a list of texts`},
		{"a: {forbid: \" \"}", `2:15: forbid must be a text, or a list of texts`},
		{"a: {forbid: [npm, [yarn]]}", `2:21: forbid must be a text, or a list of texts`},
		{"a: {forbid: {npm: install}}", `2:15: forbid must be a text, or a list of texts; put one with a colon in quotes`},
		{"a:\n    forbid: npm\n    right:\n      - echo a: b", `5:9: right must be a text, or a list of texts; put one with a colon in quotes`},
		{"a: {forbid: npm, message: [x]}", `2:29: message must be a text`},
		{"a: {forbid: npm, message: \"a\\nb\"}", `2:29: message: write one line of printable letters`},
		{"a: {forbid: npm, in: run}", `2:24: in: "run" is not one of the instructions that run commands: RUN, CMD, ENTRYPOINT, HEALTHCHECK`},
		{"a: {forbid: npm, in: [RUN, COPY]}", `2:30: in: "COPY" is not one of the instructions that run commands`},
		{"a: {forbid: [" + many(33, "npm%d") + "]}", `2:15: forbid has more than 32 entries`},
		{"a: {forbid: npm, right: [" + many(17, "npm%d") + "]}", `2:27: right has more than 16 entries`},
		{"a: {forbid: npm, wrong: " + strings.Repeat("x", 4097) + "}", `2:27: wrong: an example of more than 4096 bytes`},
		// Patterns.
		{"a: {forbid: npm" + strings.Repeat(" x", 99) + "}", `2:15: forbid: 201 bytes are more than 200: name the program and its first words`},
		{"a: {forbid: npm" + strings.Repeat(" x", 16) + "}", `2:15: forbid: 17 words are more than 16: ... stands for any number of words`},
		{"a: {forbid: [yarn, -g npm]}", `2:22: forbid: a command begins with the program that -g is an option of`},
		{"a: {forbid: RUN npm install}", `2:15: forbid: a command begins with a program: take out RUN; the key in names instructions`},
		{"a: {forbid: ONBUILD RUN npm}", `take out ONBUILD; the key in names instructions`},
		{"a: {forbid: CI=1 npm ci}", `2:15: forbid: a command begins with a program: take out CI=1; require names variables`},
		{"a: {forbid: npm install && npm ci}", `2:15: forbid: take out "&": words are written here, and | between the alternatives of one; several commands are a list`},
		{"a: {forbid: npm install; ls}", `take out ";"`},
		{"a: {forbid: npm install > x}", `take out ">"`},
		{"a: {forbid: npm (install|i)}", `take out "("`},
		{"a: {forbid: npm $X}", `take out "$"`},
		{"a: {forbid: npm 'x'}", `take out "'"`},
		{"a: {forbid: \"npm\\ninstall\"}", `take out "\n"`},
		{"a: {forbid: \"npm\\u200binstall\"}", `take out "\u200b"`},
		{"a: {forbid: \"npm install, yarn install\"}", `2:15: forbid: a comma belongs between the entries of a list: [npm install, yarn install]`},
		{"a: {forbid: npm | yarn}", `2:15: forbid: | belongs between the alternatives of one word, without blanks: npm|yarn install`},
		{"a: {forbid: npm install||i}", `| belongs between the alternatives of one word`},
		{"a: {forbid: npm|}", `| belongs between the alternatives of one word`},
		{"a: {forbid: \"* install\"}", `2:15: forbid: a pattern begins with a program, of which * may only be a part`},
		{"a: {forbid: npm|* install}", `a pattern begins with a program, of which * may only be a part`},
		{"a: {forbid: ... install}", `a pattern begins with a program, of which * may only be a part`},
		{"a: {forbid: /usr/bin/npm}", `2:15: forbid: a program goes by its name alone, whatever folder it is called from: write npm`},
		{"a: {forbid: npm|./yarn}", `write yarn`},
		{"a: {forbid: npm.exe}", `write npm`},
		{"a: {forbid: npm install|-g}", `2:15: forbid: "install" is neither an option, such as --no-cache, nor a variable, such as CI=1`},
		{"a: {forbid: npm -g|install}", `"install" is neither an option`},
		{"a: {forbid: npm --}", `"--" is neither an option`},
		{"a: {command: npm, require: -x, then: RUN x}", `2:40: then: a command begins with a program: take out RUN`},
		{"a: {forbid: npm, except: -x}", `2:28: except: a command begins with the program that -x is an option of`},
		// What else is written.
		{"a: {command: npm, require: no-cache}", `2:30: require: "no-cache" is neither an option, such as --no-cache, nor a variable, such as CI=1`},
		{"a: {command: npm, require: -x|no-cache}", `"no-cache" is neither an option`},
		{"a: {command: npm, require: 1X=2}", `"1X=2" is neither an option`},
		{"a: {command: npm, require: -}", `"-" is neither an option`},
		{"a: {command: npm, require: --x --y}", `2:30: require: these are options only, each an entry of a list: [-y, --no-cache]`},
		{"a: {command: npm, require: \"-x, -y\"}", `2:30: require: a comma belongs between the entries of a list`},
		{"a: {command: npm, require: -x | -y}", `2:30: require: | belongs between the alternatives of one word`},
		{"a: {command: npm, require: $X}", `take out "$"`},
		{"a: {command: npm, require: --" + strings.Repeat("x", 199) + "}", `201 bytes are more than 200`},
		{"a: {forbid: npm, instead: npm ci|i}", `2:29: instead: take out "|": these words are written into the Dockerfile as they are`},
		{"a: {forbid: npm, instead: npm ci && ls}", `2:29: instead: take out "&"`},
		{"a: {forbid: npm, instead: RUN ls}", `2:29: instead: a command begins with a program: take out RUN`},
		{"a: {forbid: npm, instead: ~}", `2:29: instead must be a text`},
		// YAML's own errors have the line only.
		{"a: {forbid: npm, message: x: y}", ``},
		{"a:\n    message: use npm: ci\n    forbid: npm", `3: mapping values are not allowed in this context; quotes go around a text that holds a colon or begins with a sign`},
		{"a: {forbid: *}", `quotes go around a text`},
		{"a: {forbid: *npm}", `unknown anchor 'npm' referenced; quotes go around a text`},
	} {
		_, err := Parse(Name, []byte("rules:\n  "+tt.rule+"\n"), "v1")
		if err == nil || !strings.HasPrefix(err.Error(), Name+":") || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%.200s\ngot  %v\nwant %s", tt.rule, err, tt.want)
		}
	}
}

// The limits themselves are kept.
func TestOwnRuleLimits(t *testing.T) {
	list := func(n int, item string) string { return "[" + strings.Repeat(item+", ", n) + "]" }
	var b strings.Builder
	for i := range 100 {
		fmt.Fprintf(&b, "  r%d: {forbid: npm}\n", i)
	}
	for _, text := range []string{
		b.String(),
		"  a: {forbid: " + list(32, "npm") + ", wrong: " + list(16, "x") + ", right: " + strings.Repeat("x", 4096) + "}\n",
		"  a: {forbid: npm" + strings.Repeat(" x", 15) + "}\n",
		"  a: {forbid: npm " + strings.Repeat("x", 196) + "}\n",
	} {
		if _, err := Parse(Name, []byte("rules:\n"+text), "v1"); err != nil {
			t.Errorf("%.100s: %v", text, err)
		}
	}
}

func TestRelaxedRules(t *testing.T) {
	for _, tt := range []struct{ old, new, want string }{
		{"{forbid: npm}", "", "rule a is gone"},
		{"{forbid: npm}", "{forbid: npm}", ""},
		{"", "{forbid: npm}", ""},
		{"{forbid: npm}", "{forbid: npm, message: x, wrong: npm, instead: pnpm, right: ls}", ""},
		{"{forbid: [npm, yarn]}", "{forbid: npm}", `rule a: forbid lost "yarn"`},
		{"{forbid: npm}", "{forbid: [npm, yarn]}", ""},
		{"{forbid: npm install}", "{forbid: npm install|i}", ""},
		{"{forbid: [npm i, yarn i]}", "{forbid: npm|yarn|pnpm i|add}", ""},
		{"{forbid: npm install|i}", "{forbid: npm install}", `rule a: forbid lost "npm install|i"`},
		{"{forbid: npm}", "{forbid: npm install}", `rule a: forbid lost "npm"`},
		{"{forbid: npm}", "{command: npm, require: -x}", `rule a: forbid lost "npm"`},
		{"{command: npm, require: -x}", "{command: yarn, require: -x}", `rule a: command lost "npm"`},
		{"{command: npm, require: [-x, -y]}", "{command: npm, require: -x}", `rule a: require lost "-y"`},
		{"{command: npm, require: -x}", "{command: npm, require: -x|-y}", `rule a: require lost "-x"`},
		{"{command: npm, require: -x|-y}", "{command: npm, require: -y}", ""},
		{"{command: npm, require: -x, then: ls}", "{command: npm, then: ls}", `rule a: require lost "-x"`},
		{"{command: npm, then: ls}", "{command: npm, require: -x}", "rule a: then is gone"},
		{"{command: npm, then: ls}", "{command: npm, then: [ls, cp]}", `rule a: then gained "cp"`},
		{"{command: npm, then: ls}", "{command: npm, then: ls|cp}", `rule a: then gained "ls|cp"`},
		{"{command: npm, then: [ls, cp]}", "{command: npm, then: ls}", ""},
		{"{command: npm, require: -x}", "{command: npm, require: -x, then: ls}", ""},
		{"{forbid: npm}", "{forbid: npm, except: [npm i, npm ci]}", `rule a: except gained "npm i", "npm ci"`},
		{"{forbid: npm, except: npm i}", "{forbid: npm, except: npm i|ci}", `rule a: except gained "npm i|ci"`},
		{"{forbid: npm, except: npm i|ci}", "{forbid: npm, except: npm ci}", ""},
		{"{forbid: npm}", "{forbid: npm, in: [RUN, CMD]}", `rule a: in lost "ENTRYPOINT", "HEALTHCHECK"`},
		{"{forbid: npm, in: [RUN, CMD]}", "{forbid: npm, in: CMD}", `rule a: in lost "RUN"`},
		{"{forbid: npm, in: RUN}", "{forbid: npm}", ""},
		{"{forbid: npm}", "{forbid: [npm], in: [RUN, CMD, ENTRYPOINT, HEALTHCHECK]}", ""},
		{"{forbid: [npm, yarn]}", "{forbid: [npm], in: [RUN, CMD, HEALTHCHECK], except: npm i}", `rule a: forbid lost "yarn"; rule a: except gained "npm i"; rule a: in lost "ENTRYPOINT"`},
	} {
		read := func(rule string) Config {
			if rule == "" {
				return Default()
			}
			c, err := Parse(Name, []byte("rules:\n  a: "+rule), "v1")
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		if got := strings.Join(Relaxations(read(tt.old), read(tt.new)), "; "); got != tt.want {
			t.Errorf("%s to %s: got %q, want %q", tt.old, tt.new, got, tt.want)
		}
	}
}
