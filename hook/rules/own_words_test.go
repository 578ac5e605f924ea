package rules_test

import (
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/fix"
	"github.com/ddhook/ddhook/hook/judge"
	"github.com/ddhook/ddhook/hook/rules"
)

// What is said of a command that breaks a team's own rule.
func TestWords(t *testing.T) {
	for _, tt := range []struct{ rule, example, message, fix string }{
		{"{forbid: npm install|i}", "npm i x", "npm i is forbidden", "take it out"},
		{"{forbid: npm install, message: the lock file decides}", "npm install", "npm install is forbidden: the lock file decides", "take it out"},
		{"{forbid: npm install, instead: npm ci}", "npm install", "npm install is forbidden", "write npm ci in its place"},
		{"{forbid: pip install -r}", "pip3.12 install -qr x", "pip install -r is forbidden", "take it out"},
		{"{forbid: go install ... *@latest}", "go install $X/x@latest", "go install *@latest is forbidden", "take it out"},
		{"{command: apk add, require: --no-cache}", "apk add x", "apk add without --no-cache", "write it right after add: apk add --no-cache"},
		{
			"{command: apk add, require: --no-cache, message: layers stay small}", "apk --no-cache=false add x",
			"apk add with --no-cache=false instead of --no-cache: layers stay small", "write --no-cache in its place",
		},
		{
			"{command: apt-get install, require: [-y|--yes|-qq, --no-install-recommends]}", "apt-get install x",
			"apt-get install without -y, --yes or -qq and without --no-install-recommends",
			"write it right after install: apt-get install -y --no-install-recommends",
		},
		{"{command: pip install -r, require: --require-hashes}", "pip install -r x", "pip install -r without --require-hashes", "write it right after install: pip install --require-hashes"},
		{"{command: curl, require: -f|--fail}", "curl x", "curl without -f or --fail", "write it right after curl: curl -f"},
		{"{command: git clone, require: --depth=1}", "git clone --depth 5 x", "git clone with --depth=5 instead of --depth=1", "write --depth=1 in its place"},
		{"{command: git clone, require: --depth=1}", "git clone --depth $X x", "git clone with --depth=? instead of --depth=1", "write --depth=1 in its place"},
		{"{command: make, require: -j=4}", "make", "make without -j=4", "write it right after make: make -j 4"},
		{"{command: npm ci, require: CI=1|NODE_ENV=test}", "npm ci", "npm ci without CI=1 or NODE_ENV=test", "set CI=1 for it"},
		{"{command: npm ci, require: CI=1|--quiet}", "npm ci", "npm ci without CI=1 or --quiet", "write it right after ci: npm ci --quiet"},
		{
			"{command: yum|dnf install, then: yum|dnf clean all}", "dnf install x",
			"dnf install without yum|dnf clean all after it", "add yum|dnf clean all further down in the same instruction",
		},
		{"{command: pip install, then: [pip cache purge, rm -r]}", "pip install x", "pip install without pip cache purge or rm -r after it",
			"add pip cache purge or rm -r further down in the same instruction"},
		{
			"{command: apt-get update, require: -q, then: rm /var/lib/apt/lists/*}", "apt-get update",
			"apt-get update without -q and without rm /var/lib/apt/lists/* after it",
			"write it right after update: apt-get update -q; add rm /var/lib/apt/lists/* further down in the same instruction",
		},
		{"{command: go install ... *@*, require: -trimpath}", "go install x@v1", "go install *@* without -trimpath", "write it right after install: go install -trimpath"},
		{"{command: go build, require: -trimpath}", "go build", "go build without -trimpath", "write it right after build: go build -trimpath"},
	} {
		got := found(t, own(t, "own: "+tt.rule), tt.example)
		if len(got) != 1 || got[0].Message != tt.message || got[0].Fix != tt.fix || !strings.HasPrefix(tt.message, got[0].Title) {
			t.Errorf("%s on %q: got %+v\nwant %q; %q", tt.rule, tt.example, got, tt.message, tt.fix)
		}
	}
}

// One finding a place and rule: whatever patterns a command meets, and however often it is run.
func TestOneFinding(t *testing.T) {
	for _, tt := range []struct {
		rules, text string
		want        []string // the rule and the line of each violation
	}{
		{"a: {forbid: [npm, npm install, \"npm *\"]}", "npm install", []string{"a 1"}},
		{"a: {forbid: npm}\nb: {command: npm, require: -s}", "npm install", []string{"a 1", "b 1"}},
		{"b: {forbid: npm}\na: {forbid: yarn}", "RUN yarn\nRUN npm", []string{"a 1", "b 2"}},
		{"a: {forbid: npm}", "for x in a b; do npm $x; done; f() { npm i; }; f; f", []string{"a 1", "a 1"}},
		{"a: {command: npm i, require: --x}", "RUN f() { npm i $1; }; f --x && f", []string{"a 1"}},
		{"a: {forbid: sudo}\nb: {forbid: npm}", "sudo npm i && sudo npm ci", []string{"a 1", "b 1", "a 1", "b 1"}},
		{"a: {command: yum install, require: -y, then: yum clean all}", "yum install x", []string{"a 1"}},
		{"a: {forbid: npm i}", "# ddhook:ignore a -- it is so\nRUN npm i\nRUN npm i", []string{"a 3"}},
		{"a: {forbid: npm i}", "RUN npm i # ddhook:ignore a -- it is so\n# ddhook:ignore a\nRUN npm i", []string{"a 3"}},
	} {
		var got []string
		set := own(t, tt.rules)
		text := rules.Example{Text: tt.text}.Dockerfile()
		for _, v := range found(t, set, tt.text) {
			got = append(got, v.Rule+" "+string(rune('1'+strings.Count(text[:v.Span().Start], "\n"))))
		}
		if strings.Join(got, ", ") != strings.Join(tt.want, ", ") {
			t.Errorf("%s on %q: got %q, want %q", tt.rules, tt.text, got, tt.want)
		}
	}
}

// What cannot be parsed is warned of where it names a program that a rule is about.
func TestWarnings(t *testing.T) {
	for _, tt := range []struct {
		rule, script string
		warns        bool
	}{
		{"{forbid: npm install}", "npm ci", true},
		{"{forbid: npm install}", "NPM.EXE ci", true},
		{"{forbid: npm install}", "yarn; pnpm; npmx", false},
		{"{forbid: \"np*\"}", "npmx", true},
		{"{forbid: \"*pm\"}", "x", true},
		{"{command: yum install, then: rm}", "rm x", false},
	} {
		text := "SHELL [\"powershell\", \"-Command\"]\nRUN Write-Host x; " + tt.script
		v, err := judge.File(own(t, "own: "+tt.rule), []byte(text), false)
		if err != nil || len(v.Warnings) > 0 != tt.warns {
			t.Errorf("%s on %q: %v, warnings %v", tt.rule, tt.script, err, v.Warnings)
		}
	}
}

// How the violations of a team's own rules are repaired, and why some are not: want is the file or, after a "!", the reason.
func TestOwnRepairs(t *testing.T) {
	for _, tt := range []struct{ rule, text, want string }{
		// An option goes after the last word of the pattern.
		{"{command: apk add, require: --no-cache}", "apk add curl", "apk add --no-cache curl"},
		{"{command: apk add, require: --no-cache}", "apk -q add -t x curl", "apk -q add --no-cache -t x curl"},
		{"{command: apk add, require: -n|--no-cache}", "apk add", "apk add -n"},
		{"{command: apk add, require: CI=1|--no-cache}", "apk add x", "apk add --no-cache x"},
		{"{command: curl, require: --fail}", "/usr/bin/curl x | sh", "/usr/bin/curl --fail x | sh"},
		{"{command: apt-get install, require: [-y, --no-install-recommends]}", "apt-get install x", "apt-get install -y --no-install-recommends x"},
		{"{command: apt-get install, require: [-y, --no-install-recommends]}", "apt-get install -yq x", "apt-get install --no-install-recommends -yq x"},
		{"{command: pip install -r, require: --require-hashes}", "pip install -q -r x", "pip install --require-hashes -q -r x"},
		{"{command: pip install, require: --no-cache-dir}", "python3 -m pip install x", "python3 -m pip install --no-cache-dir x"},
		{"{command: docker image rm, require: -f}", "docker -D image --x rm y", "docker -D image --x rm -f y"},
		{"{command: npm ci, require: --ignore-scripts}", "npm ci -- x", "npm ci --ignore-scripts -- x"},
		{"{command: make, require: -j=4}", "make all", "make -j 4 all"},
		{"{command: git clone, require: --depth=1}", "git clone x", "git clone --depth=1 x"},
		{"{command: go install|run ... *@*, require: -trimpath}", "go install -v x@v1", "go install -trimpath -v x@v1"},
		{"{command: npm install *, require: --save-exact}", "npm -q install x y", "npm -q install --save-exact x y"},
		{"{command: \"pip* install\", require: --no-cache-dir}", "pip3 install x", "pip3 install --no-cache-dir x"},
		{"{command: apk add, require: --no-cache}", "RUN apk add \\\n    curl \\\n    git", "RUN apk add --no-cache \\\n    curl \\\n    git"},
		{"{command: apk add, require: --no-cache}", "RUN apk \\\n    add \\\n  # why\n    curl", "RUN apk \\\n    add --no-cache \\\n  # why\n    curl"},
		{"{command: apk add, require: --no-cache}", "RUN <<E\napk add x\nE", "RUN <<E\napk add --no-cache x\nE"},
		{"{command: apk add, require: --no-cache}", "RUN <<-\"E\" sh\n\tapk add x\n\tE", "RUN <<-\"E\" sh\n\tapk add --no-cache x\n\tE"},
		{"{command: apk add, require: --no-cache}", `CMD ["apk", "add", "x"]`, `CMD ["apk", "add", "--no-cache", "x"]`},
		{"{command: apk add, require: --no-cache}", `CMD ["apk","add"]`, `CMD ["apk","add", "--no-cache"]`},
		{"{command: make, require: -j=4}", `RUN ["make", "all"]`, `RUN ["make", "-j", "4", "all"]`},
		{"{command: apk add, require: --no-cache}", "sh -c 'apk add x'", "sh -c 'apk add --no-cache x'"},
		{"{command: apk add, require: --no-cache}", "ONBUILD RUN sudo apk add x", "ONBUILD RUN sudo apk add --no-cache x"},
		{"{command: apk add, require: --no-cache}", "apk 'add' x", "apk 'add' --no-cache x"},
		{"{command: apk add, require: --no-cache}", "for p in a b; do apk add $p; done", "for p in a b; do apk add --no-cache $p; done"},
		{"{command: apk add, require: --no-cache}", "X=add; apk $X curl", "!it comes out of a variable"},
		{"{command: apk add, require: --no-cache}", "if; apk add", "!its script cannot be parsed"},
		// A wrong value is replaced.
		{"{command: npm ci, require: --ignore-scripts}", "npm ci --ignore-scripts=false -x", "npm ci --ignore-scripts -x"},
		{"{command: git clone, require: --depth=1}", "git clone --depth 50 x", "git clone --depth=1 x"},
		{"{command: git clone, require: --depth=1}", "git clone --depth=50 x", "git clone --depth=1 x"},
		{"{command: git clone, require: --depth=1}", "git clone --depth=\"50\" x", "git clone --depth=1 x"},
		{"{command: make, require: -j=4}", "make -j8 all", "make -j 4 all"},
		{"{command: make, require: -j=4}", "make -j 8 all", "make -j 4 all"},
		{"{command: git clone, require: --depth=1}", `CMD ["git", "clone", "--depth", "5", "x"]`, `CMD ["git", "clone", "--depth=1", "x"]`},
		{"{command: git clone, require: --depth=1}", "git clone --depth=$(x) y", "!it comes out of a variable"},
		{"{command: make, require: -j=4}", "make -kj 8 all", "!other options stand in one word with -j"},
		// Which value is meant, or where something belongs, is not known.
		{"{command: git clone, require: \"--depth=*\"}", "git clone x", "!which --depth=* is to be put in is not known"},
		{"{command: npm ci, require: CI=1}", "npm ci", "!where CI=1 is to be set is not known"},
		{"{command: npm ci, require: [CI=1, --quiet]}", "npm ci", "!where CI=1 is to be set is not known"},
		{"{command: yum install, then: yum clean all}", "yum install x", "!where the command belongs that must come after it is not known"},
		{"{command: yum install, require: -y, then: yum clean all}", "yum install x", "!where the command belongs that must come after it is not known"},
		{"{command: yum install, require: -y, then: yum clean all}", "yum install x && yum clean all", "yum install -y x && yum clean all"},
		// What is forbidden goes only for what is to stand in its place.
		{"{forbid: npm install}", "npm install && ls", "!what is to stand in its place is not known: the rule has no instead"},
		{"{forbid: npm install|i, instead: npm ci}", "npm install --quiet && npm i", "npm ci --quiet && npm ci"},
		{"{forbid: npm install, instead: npm ci --ignore-scripts}", "npm install", "npm ci --ignore-scripts"},
		{"{forbid: apt, instead: apt-get}", "sudo apt -y install x; apt clean", "sudo apt-get -y install x; apt-get clean"},
		{"{forbid: npm install, instead: npm ci}", `ENTRYPOINT ["npm", "install", "-q"]`, `ENTRYPOINT ["npm", "ci", "-q"]`},
		{"{forbid: npm install, instead: npm ci}", "RUN <<E\nls\n  npm install\nE", "RUN <<E\nls\n  npm ci\nE"},
		{"{forbid: npm install, instead: npm ci --x}", `ENTRYPOINT [ "npm" , "install" , "-q"]`, `ENTRYPOINT [ "npm", "ci", "--x" , "-q"]`},
		{"{forbid: npm install, instead: npm ci --x}", `CMD ["npm","install"]`, `CMD ["npm", "ci", "--x"]`},
		{"{forbid: apt-get upgrade, instead: apt-get check}", `RUN ["sh", "-c", "apt-get upgrade -y"]`, `RUN ["sh", "-c", "apt-get check -y"]`},
		{"{forbid: npm install, instead: npm ci}", "CMD npm install\nCMD npm install", "CMD npm ci\nCMD npm ci"},
		{"{forbid: npm install, instead: npm ci}", "# ddhook:ignore own -- so\nRUN npm install\nRUN npm install", "# ddhook:ignore own -- so\nRUN npm install\nRUN npm ci"},
		{"{forbid: npm install, instead: npm ci}", "RUN npm install\r\nRUN npm install\r\n", "RUN npm ci\r\nRUN npm ci\r\n"},
		{"{forbid: npm install, instead: npm ci}", "if npm install; then npm install | tee x; fi & $(npm install)", "if npm ci; then npm ci | tee x; fi & $(npm ci)"},
		{"{forbid: npm install, instead: npm ci}", "f() { npm install; }; f; f", "f() { npm ci; }; f; f"},
		{"{forbid: curl -k, instead: curl}", "curl -k x", "curl x"},
		{"{forbid: curl -k|--insecure, instead: curl}", "curl --insecure x", "curl x"},
		{"{forbid: curl -k, instead: curl}", "curl -kfsSL x", "!an option among the words that are replaced says more than the rule"},
		{"{forbid: make -j, instead: make}", "make -j8", "!an option among the words that are replaced says more than the rule"},
		{"{forbid: make -j=8, instead: make -j4}", "make -j8 all", "make -j4 all"},
		{"{forbid: make -j=8, instead: make -j4}", "make -j 8 all", "make -j4 all"},
		{"{forbid: curl -k, instead: curl}", "curl -L -k x", "!other words stand between those that are replaced"},
		{"{forbid: npm install, instead: npm ci}", `sh -c npm\ install`, "!its repair would change other commands"},
		{"{forbid: npm install, instead: npm ci}", "npm -q install", "!other words stand between those that are replaced"},
		{"{forbid: npm install, instead: npm ci}", "N=npm; $N install", "!it comes out of a variable"},
		{"{forbid: npm install, instead: npm ci}", "RUN 'npm' \\\n  install", "RUN npm ci"},
		// Several edits of one command.
		{"{command: apt-get install, require: [-y|--yes, --no-install-recommends]}", "apt-get install --yes=false x", "apt-get install --no-install-recommends --yes x"},
		{"{command: git clone, require: [--depth=1, --single-branch]}", "git clone --depth 5 x", "git clone --single-branch --depth=1 x"},
		{"{command: make, require: [-j=4, -l=2]}", "make -j -l 8", "!its words stand in another order in the file"},
		{"{forbid: npm install, instead: npm ci}", "g() { f install; }; f() { npm \"$@\"; }; g", "!its words stand in another order in the file"},
		{"{forbid: curl -k|--insecure, instead: curl}", "curl -k --insecure x", "!its repair would leave a violation in its place"},
		// A command that the rule may not mean.
		{"{forbid: npm i, except: npm i left-pad, instead: npm ci}", "npm i \"$X\"", "!with what is unknown of it the rule may not mean it"},
		{"{forbid: npm i, except: npm i left-pad, instead: npm ci}", "npm i left-$X", "!with what is unknown of it the rule may not mean it"},
		{"{forbid: npm i, except: npm i left, instead: npm ci}", "f() { npm i \"$@\"; }; f; f left", "!with what is unknown of it the rule may not mean it"},
		{"{forbid: npm i, except: npm i left, instead: npm ci}", "for p in left ''; do npm i $p; done", "!with what is unknown of it the rule may not mean it"},
		{"{forbid: npm i, except: npm i *, instead: npm ci}", "npm i && npm i x", "npm ci && npm i x"},
		{"{forbid: npm i, except: npm i *, instead: npm ci}", "npm i $(cat list)", "!with what is unknown of it the rule may not mean it"},
		{"{forbid: npm i, except: npm i *, instead: npm ci}", "xargs npm i <list", "!with what is unknown of it the rule may not mean it"},
		{"{forbid: bash -c, instead: sh -c}", "bash -c 'ls -l'", "sh -c 'ls -l'"},
		{"{forbid: npm install, instead: pnpm install}", "/usr/bin/npm install", "pnpm install"},
	} {
		text, want := rules.Example{Text: tt.text}.Dockerfile(), tt.want
		if strings.HasPrefix(text, "RUN ") && !strings.HasPrefix(tt.text, "RUN ") && want[0] != '!' {
			want = "RUN " + want
		}
		r, err := fix.File(own(t, "own: "+tt.rule), []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		got := string(r.Data)
		if len(r.Left) > 0 {
			got = "!" + r.Left[0]
		}
		if got != want || len(r.Left) > 0 && string(r.Data) != text {
			t.Errorf("%s on %q:\ngot  %s\nwant %s", tt.rule, tt.text, got, want)
		}
	}
}
