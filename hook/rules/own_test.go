package rules_test

import (
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/config"
	"github.com/ddhook/ddhook/hook/judge"
	"github.com/ddhook/ddhook/hook/rules"
)

var builtInOff = map[string]bool{"no-go-mod-download": false, "require-mod-mod": false}

// own is the set of a team's rules: what stands under "rules:" in its settings. The built-in ones are off.
func own(t testing.TB, text string) *rules.Set {
	t.Helper()
	settings, err := config.Parse(config.Name, []byte("rules:\n  "+strings.ReplaceAll(text, "\n", "\n  ")), "v1")
	if err != nil {
		t.Fatal(err)
	}
	return rules.NewSet(settings.Own, builtInOff, reference)
}

// found are the violations in an example.
func found(t testing.TB, set *rules.Set, example string) []rules.Violation {
	t.Helper()
	v, err := judge.File(set, []byte(rules.Example{Text: example}.Dockerfile()), false)
	if err != nil {
		t.Fatal(err)
	}
	return v.Violations
}

// What the rules of a team find, sentence by sentence of what is promised.
var sentences = []struct {
	sentence, rule string
	wrong, right   []string
}{
	{
		"forbid: none of these commands may run", "{forbid: npm install}",
		[]string{"npm install", "cd app && npm install", "sh -c 'npm install'", "if true; then npm install; fi", `["npm", "install"]`,
			"CMD npm install", `ENTRYPOINT ["npm", "install"]`, "HEALTHCHECK CMD npm install", "ONBUILD RUN npm install",
			"RUN <<E\nnpm install\nE", "N=npm; $N install", "find . -exec npm install \\;", "env npm install", "npm install left-pad"},
		[]string{"npm ci", "npm", "echo npm install", "# npm install", "npm run install", "install npm", "yarn install",
			"COPY npm install", "LABEL x=\"npm install\"", "npmx install", "X='npm install'", "make npm install"},
	},
	{
		"forbid: a list", "{forbid: [npm install, yarn add]}",
		[]string{"npm install", "yarn add x"}, []string{"npm add x", "yarn install"},
	},
	{
		"command and require: an option", "{command: apk add, require: --no-cache}",
		[]string{"apk add curl", "apk --quiet add curl", "apk add -- --no-cache", "apk add no-cache", "apk add curl # --no-cache"},
		[]string{"apk add --no-cache curl", "apk --no-cache add curl", "apk add curl --no-cache", "apk del curl", "apk add '--no-cache' curl",
			"X=--no-cache; apk add $X curl"},
	},
	{
		"require: a list, all needed, with alternatives", "{command: apt-get install, require: [-y|--yes|-qq, --no-install-recommends]}",
		[]string{"apt-get install curl", "apt-get install -y curl", "apt-get install --no-install-recommends curl"},
		[]string{"apt-get install -y --no-install-recommends curl", "apt-get -qq install --no-install-recommends curl",
			"apt-get install --no-install-recommends curl --yes"},
	},
	{
		"require: a variable, the command's own, exported or by ENV", "{command: npm ci, require: CI=1}",
		[]string{"npm ci", "CI=2 npm ci", "CI=1; npm ci", "CI=1 true; npm ci", "unset CI; npm ci", "ENV CI=1\nRUN unset CI; npm ci",
			"ENV CI=1\nRUN CI= npm ci", "export CI=1; env -u CI npm ci", "export CI=1; env -i npm ci", "npm ci CI=1", "CI=1 npm -v; npm ci",
			"ENV CI=$(x)\nRUN npm ci", "export CI=$(x); npm ci", "FROM a\nENV CI=1\nFROM b\nRUN npm ci", "RUN npm ci\nENV CI=1"},
		[]string{"CI=1 npm ci", "env CI=1 npm ci", "export CI=1; npm ci", "export CI=1 && sh -c 'npm ci'", "ENV CI=1\nRUN npm ci",
			"ENV CI 1\nRUN npm ci", "FROM a AS x\nENV CI=1\nFROM x\nRUN npm ci", "CI=1 sh -c 'npm ci'", "ENV CI=1\nCMD npm ci",
			"CI=1 timeout 5 npm ci", "set -a; export CI=1; cd x; npm ci", "ENV CI=1\nCMD [\"npm\", \"ci\"]"},
	},
	{
		"require: a variable reaches a command as GOFLAGS does", "{command: npm ci, require: CI=1}",
		[]string{"export CI=1; sudo npm ci", "ENV CI=1\nRUN sudo npm ci", "CI=1 sudo npm ci", "ENV CI=1\nRUN su - x -c 'npm ci'"},
		[]string{"export CI=1; sudo -E npm ci", "sudo CI=1 npm ci", "ENV CI=1\nRUN su x -c 'npm ci'", "export CI=1; sudo --preserve-env=CI npm ci"},
	},
	{
		"require: an ARG counts in a RUN, as Docker has it", "{command: npm ci, require: CI=1}",
		[]string{"ARG CI=1\nCMD npm ci", "ARG CI\nRUN npm ci", "ARG CI=1\nONBUILD RUN npm ci", "ENV CI=1\nARG CI=2\nRUN npm ci"},
		[]string{"ARG CI=1\nRUN npm ci"},
	},
	{
		"require: a variable with any value, and alternatives", "{command: npm ci, require: CI=*|NODE_ENV=prod*}",
		[]string{"npm ci", "NODE_ENV=test npm ci"},
		[]string{"CI= npm ci", "CI=x npm ci", "NODE_ENV=production npm ci", "ARG CI\nRUN CI=$CI npm ci"},
	},
	{
		"then: further down in the text of the same instruction", "{command: yum|dnf install, then: yum|dnf clean all}",
		[]string{"yum install x", "yum clean all && yum install x", "RUN yum install x\nRUN yum clean all", "yum install x && yum clean",
			"yum install x && echo yum clean all", "yum install x && yum clean all && yum install y", "trap 'yum clean all' EXIT; yum install x"},
		[]string{"yum install x && yum clean all", "dnf -y install x; dnf -y clean all", "yum install x && ls && yum clean all -q",
			"RUN <<E\nyum install x\nyum clean all\nE", "yum install x || true; sudo yum clean all", "yum install x && yum install y && yum clean all",
			"if yum install x; then yum clean all; fi"},
	},
	{
		"then: a list, one of them", "{command: pip install, then: [pip cache purge, rm /root/.cache]}",
		[]string{"pip install x"}, []string{"pip install x && pip cache purge", "pip install x && rm -rf /root/.cache"},
	},
	{
		"then: a program with *", "{command: yum install, then: \"*yum|dnf* clean all\"}",
		[]string{"yum install x"}, []string{"yum install x && microyum clean all", "yum install x && dnf-3 clean all"},
	},
	{
		"require and then", "{command: yum install, require: -y, then: yum clean all}",
		[]string{"yum install x", "yum install -y x", "yum install x && yum clean all"}, []string{"yum install -y x && yum clean all"},
	},
	{
		"except: commands the rule does not mean", "{forbid: npm install|i, except: npm install|i *}",
		[]string{"npm install", "npm i", "npm install --save", "npm install $UNKNOWN"},
		[]string{"npm install left-pad", "npm i -g npm", "npm install \"$UNKNOWN\"", "npm install x@$UNKNOWN", "npm install --prefix x"},
	},
	{
		"except: a list, with options", "{command: curl, require: --fail, except: [curl -I|--head, curl ... localhost*]}",
		[]string{"curl x", "curl -L x"}, []string{"curl -sI x", "curl --head x", "curl -s localhost:80", "curl --fail x"},
	},
	{
		"in: the instructions", "{forbid: npm, in: [CMD, ENTRYPOINT]}",
		[]string{"CMD npm start", `CMD ["npm", "start"]`, `ENTRYPOINT ["npm"]`, "ONBUILD CMD npm start"},
		[]string{"npm start", "HEALTHCHECK CMD npm run check", "HEALTHCHECK NONE"},
	},
	{
		"in: RUN, behind ONBUILD too", "{forbid: npm, in: RUN}",
		[]string{"npm start", "ONBUILD RUN npm start", "FROM x\nrun npm start"}, []string{"CMD npm start", "ONBUILD CMD npm start"},
	},
	{
		"in: HEALTHCHECK", "{forbid: curl, in: HEALTHCHECK}",
		[]string{"HEALTHCHECK CMD curl x", `HEALTHCHECK --interval=5s CMD ["curl", "x"]`}, []string{"curl x", "CMD curl x"},
	},
	{
		"the program: by any path, with .exe in any case, with xx- and a version at its end", "{forbid: pip install}",
		[]string{"pip install", "/usr/bin/pip install", "$HOME/bin/pip install", "./pip install", "pip.exe install", "PIP.EXE install", "Pip.Exe install",
			"pip3 install", "pip3.12 install", "pip-3 install", "pip3.exe install", "xx-pip install", "xx-pip3 install", `C:\\x\\pip.exe install`},
		[]string{"pipx install", "pip-tools install", "pip/x install", "PIP install", "pip. install", "$X install", "xpip install"},
	},
	{
		"the program: as written, version and all", "{forbid: pip3.12 install}",
		[]string{"pip3.12 install", "/usr/bin/pip3.12 install"}, []string{"pip install", "pip3 install", "pip3.11 install"},
	},
	{
		"python -m NAME is a wrapper", "{forbid: pip install}",
		[]string{"python -m pip install", "python3 -m pip install", "python3.12 -B -m pip install", "python -mpip install", "/venv/bin/python -m pip install"},
		[]string{"python -m venv pip install", "python pip install", "python -c pip install", "python -m pipx install"},
	},
	{
		"python -m NAME is a command of its own too", "{forbid: python -m pip}",
		[]string{"python -m pip install", "python3 -m pip list"}, []string{"pip install", "python -m venv", "python pip"},
	},
	{
		"bash -c is a command of its own beside what it runs", "{forbid: [bash -c, ls]}",
		[]string{"bash -c true", "sh -c 'bash -c true'", `["bash", "-c", "true"]`, `CMD ["/bin/bash", "-c", "true"]`, "bash -ec true", "sh -c ls"},
		[]string{"bash x", "SHELL [\"bash\", \"-c\"]\nRUN true", "sh -c true"},
	},
	{
		"the shell that RUN itself starts is no command", "{forbid: [sh, bash]}",
		[]string{"sh x", "curl x | sh", "curl x | bash -s", `CMD ["sh", "-c", "ls"]`},
		[]string{"ls", "SHELL [\"/bin/bash\", \"-c\"]\nRUN ls", "RUN <<E\nls\nE", "CMD ls"},
	},
	{
		"wrappers are commands", "{forbid: [sudo, nice, xargs rm, env -i]}",
		[]string{"sudo ls", "sudo -u x -E ls", "sudo sh -c 'ls'", "nice ls", "ls | xargs -r rm", "env -i ls", "time sudo ls", "CMD sudo ls"},
		[]string{"ls", "echo sudo", "xargs ls", "env X=1 ls", "apt-get install sudo"},
	},
	{
		"builtins are commands", "{forbid: [cd, set -x, export *_TOKEN=*, eval, source|., umask 000]}",
		[]string{"cd /x && ls", "set -ex; ls", "export A_TOKEN=x", "eval ls", ". x", "source x", "umask 000", "sh -c 'cd x'"},
		[]string{"ls", "set -e", "export A=x", "umask 022", "echo cd"},
	},
	{
		"alternatives of each word", "{forbid: npm|yarn|pnpm install|add}",
		[]string{"npm install", "npm add", "yarn install", "yarn add", "pnpm add x"}, []string{"npm ci", "bun add", "yarn", "pnpm x add"},
	},
	{
		"* is any text in a word", "{forbid: \"pip* install torch==1.*|http*.whl\"}",
		[]string{"pip install torch==1.2", "pip-sync install torch==1.", "pip3 install http://x/y.whl", "pipx install https.whl", "pip install http$X.whl"},
		[]string{"pip install torch", "pip install torch==2.1.0", "pip install http://x/y.whl.asc", "pi install torch==1.2", "pip install x-torch==1.2"},
	},
	{
		"* may stand several times", "{forbid: \"a *x*y*z\"}",
		[]string{"a xyz", "a 1x2y3z", "a xxyyzz", "a xzyz"}, []string{"a xzy", "a yxz", "a xyz1", "a xy", "a z"},
	},
	{
		"... is any number of words", "{forbid: go install|run ... *@latest}",
		[]string{"go install x@latest", "go run x@latest", "go install x@v1 y@latest", "go run -v x@latest a b", "go install a b c@latest d",
			"go install x/$X@latest"},
		[]string{"go install x@v1", "go install", "go get x@latest", "go build x@latest", "go install $X"},
	},
	{
		"... in the middle, and at an end", "{forbid: [docker ... run ... x, kubectl ...]}",
		[]string{"docker run x", "docker a b run c x d", "kubectl", "kubectl a b"}, []string{"docker x run", "docker run", "docker"},
	},
	{
		"the words follow in order, with only options between them", "{forbid: docker image rm}",
		[]string{"docker image rm", "docker -D image --x rm y", "docker image rm x y", "docker --log=x image -f rm"},
		[]string{"docker rm image", "docker x image rm", "docker image x rm", "docker imagerm", "docker image"},
	},
	{
		"an option: anywhere after the program", "{forbid: curl --insecure}",
		[]string{"curl --insecure x", "curl x --insecure", "curl -s --insecure -L x", "RUN curl -s \\\n  --insecure x", "curl --insecure=x", "curl '--insecure'"},
		[]string{"curl x", "curl --insecurely x", "curl --in x", "curl insecure", "curl -insecure"},
	},
	{
		"an option: before -- only", "{forbid: git add -f}",
		[]string{"git add -f -- x", "git -f add x"}, []string{"git add -- -f", "git -- add -f"},
	},
	{
		"an option: a single letter in a cluster of letters", "{forbid: curl -k}",
		[]string{"curl -k x", "curl -sk x", "curl -fksSL x", "curl -kL x", "curl -ksSLo x y", "curl -kso- x", "curl -LkJ0 x"}, []string{"curl -K x", "curl -fsSL x", "curl --k x", "curl -s1k x", "curl -o/k x", "curl -s-k x", "curl k"},
	},
	{
		"an option: a single letter before digits", "{command: make, require: -j}",
		[]string{"make", "make -i4", "make j4", "make -k4j"}, []string{"make -j4", "make -j", "make -j 4", "make -j16 -k", "make -j$(nproc)", "make -kj", "make -j=4"},
	},
	{
		"an option: several letters after one dash, only as written", "{command: apt-get install, require: -yq}",
		[]string{"apt-get install -qy", "apt-get install -y -q", "apt-get install -yqq", "apt-get install --yq"}, []string{"apt-get install -yq", "apt-get -yq install x"},
	},
	{
		"an option with a value: by = and as the next word", "{command: git clone, require: --depth=1}",
		[]string{"git clone x", "git clone --depth=2 x", "git clone --depth 2 x", "git clone --depth x 1", "git clone --depth", "git clone --depth=$X x",
			"git clone --depth1 x"},
		[]string{"git clone --depth=1 x", "git clone --depth 1 x", "git clone x --depth 1", "git --depth=1 clone"},
	},
	{
		"an option with any value", "{command: git clone, require: \"--depth=*\"}",
		[]string{"git clone x", "git clone --deep=1 x"}, []string{"git clone --depth=1 x", "git clone --depth 10 x", "git clone --depth=$X x"},
	},
	{
		"a single letter with a value: by = , as the next word and right after it", "{command: chroot, require: -u=0}",
		[]string{"chroot", "chroot -u 1", "chroot -u1", "chroot -u=1", "chroot -u", "chroot 0", "chroot -u0 -u1", "chroot -ux", "chroot -xu1"},
		[]string{"chroot -u 0", "chroot -u0", "chroot -u=0", "chroot -xu 0", "chroot -u1 -u0", "chroot -xu0"},
	},
	{
		"an option: --x=v meets --x, --x=false does not", "{command: npm ci, require: --ignore-scripts}",
		[]string{"npm ci --ignore-scripts=false", "npm ci --no-ignore-scripts"}, []string{"npm ci --ignore-scripts=true", "npm ci --ignore-scripts", "npm ci --ignore-scripts=$X"},
	},
	{
		"an option: the last one wins", "{command: npm ci, require: --ignore-scripts}",
		[]string{"npm ci --ignore-scripts --ignore-scripts=false"}, []string{"npm ci --ignore-scripts=false --ignore-scripts"},
	},
	{
		"an option with * in its name", "{forbid: \"pip install --no-*\"}",
		[]string{"pip install --no-deps x", "pip install x --no-binary=x"}, []string{"pip install --not", "pip install --no", "pip install no-deps"},
	},
	{
		"an option with * in its name: not the -- before words", "{forbid: \"npm install --*\"}",
		[]string{"npm install --x"}, []string{"npm install -- x", "npm install -- --x"},
	},
	{
		"options are required of a pattern together", "{forbid: rm -r -f}",
		[]string{"rm -rf x", "rm -fr x", "rm -r -f x", "rm -f x -r"}, []string{"rm -r x", "rm -f x", "rm --recursive -f x"},
	},
	{
		"a lone dash is a word", "{forbid: [cat -, tar ... -]}",
		[]string{"cat -", "tar xf -"}, []string{"cat -n", "tar -xf", "cat x"},
	},
	{
		"an option may take the next word", "{forbid: [apt-get install, git clone, yarn add]}",
		[]string{"apt-get -o X=1 install x", "git -C x clone y", "git -c a=b -C x clone y", "yarn --cwd x add y", "apt-get -y install x", "apt-get -o X -q install x",
			"git --git-dir=x clone y", "git $X clone y"},
		[]string{"git --git-dir=x y clone", "git x clone", "git -C x y clone", "git -C=x y clone"},
	},
	{
		"an option may take the next word: in except too", "{forbid: npm install, except: npm install *}",
		[]string{"npm install --prefix=x", "npm --prefix x install"}, []string{"npm install --prefix x", "npm --prefix x install y"},
	},
	{
		"a wholly unknown word breaks no forbid", "{forbid: [npm install, curl -k]}",
		[]string{"npm $X install", "npm install $X", "curl $X -k"}, []string{"npm $X", "$X install", "npm $(x)", "curl $X", "curl \"$X\"", "npm \"$X\""},
	},
	{
		"a wholly unknown word meets no require", "{command: apk add, require: --no-cache|CI=1}",
		[]string{"apk add $X", "apk add $X x", "apk add \"$X\"", "apk add --$X", "apk add $(x)", "CI=$X apk add"}, []string{"apk add $X --no-cache", "CI=1 apk add $X"},
	},
	{
		"a call for help or for the version is never meant", "{forbid: [npm, sudo]}",
		[]string{"npm -- --help", "npm -h", "npm --helpful", "npm install --version 1.2", "npm install --version $X", "sudo ls"},
		[]string{"npm --help", "npm install --help", "npm --version", "npm --version | head", "npm install --version x", "sudo --help"},
	},
	{
		"a call for help: of Go too, and in require", "{command: go build, require: -trimpath}",
		[]string{"go build"}, []string{"go build --help", "go --help build"},
	},
	{
		"go's grammar: by whatever name go is called", "{forbid: go build}",
		[]string{"/usr/local/go/bin/go build", "$X/bin/go build", `RUN ["C:\\Go\\bin\\GO.EXE", "build"]`, "xx-go build", "go1 build", "go1.25.1 build", "go1.26rc2 build"},
		[]string{"gofmt build", "$X build", "\"$X\" build", "make go build", "go1x build", "go1rc build", "go-build build", "xgo build"},
	},
	{
		"go's grammar: its flag rules", "{command: go build, require: -trimpath}",
		[]string{"go build", "go build . -trimpath", "go build -o -trimpath .", "go build -trimpath=false", "go build -ldflags -trimpath", "go -C x build", "xx-go build",
			"go1.25.1 build", "/usr/local/go/bin/go build", "go build -trimpath -trimpath=false"},
		[]string{"go build -trimpath", "go build --trimpath .", "go build -trimpath=true", "go -C x build -v -trimpath", "go build -o x -trimpath", "go test", "xx-go build -trimpath",
			"go build -trimpath=false -trimpath"},
	},
	{
		"go's grammar: GOFLAGS from anywhere", "{command: go build, require: -trimpath}",
		[]string{"GOFLAGS=-v go build", "ENV GOFLAGS=-trimpath\nRUN GOFLAGS= go build", "ENV GOFLAGS=-trimpath\nRUN go build -trimpath=false", "ENV GOFLAGS=-trimpath\nRUN sudo go build",
			"ENV GOFLAGS=-trimpath=false\nRUN go build"},
		[]string{"GOFLAGS=-trimpath go build", "ENV GOFLAGS=-trimpath\nRUN go build", "export GOFLAGS='-v -trimpath'; go build", "ARG GOFLAGS=-trimpath\nRUN go build",
			"ENV GOFLAGS=-trimpath\nCMD go build"},
	},
	{
		"go's grammar: values", "{command: go build, require: -p=4}",
		[]string{"go build", "go build -p 2", "go build -p=2", "go build -p4"}, []string{"go build -p 4", "go build -p=4", "GOFLAGS=-p=4 go build"},
	},
	{
		"go's grammar: -C takes a word, others do not", "{forbid: go mod vendor}",
		[]string{"go mod vendor", "go -C x mod vendor", "go mod -C x vendor", "go mod vendor -v", "GO111MODULE=on go mod vendor"}, []string{"go -v mod vendor", "go mod -v vendor", "go mod tidy"},
	},
	{
		"a program with * is found in what cannot be parsed too", "{forbid: \"*pip install\"}",
		[]string{"SHELL [\"pwsh\", \"-c\"]\nRUN xpip install", "SHELL [\"cmd\", \"/c\"]\nRUN x && pip install a"}, []string{"SHELL [\"pwsh\", \"-c\"]\nRUN abc"},
	},
	{
		"what cannot be parsed is scanned word by word", "{forbid: [npm install, curl -k]}",
		[]string{"SHELL [\"powershell\", \"-Command\"]\nRUN npm install", "SHELL [\"cmd\", \"/S\", \"/C\"]\nRUN npm install && dir", "if; npm install",
			"FROM x\nRUNN npm install", "FROM x\nRUN a\n    sudo -E npm install", "SHELL [\"pwsh\", \"-c\"]\nRUN Write-Host x; curl.exe -sk y"},
		[]string{"SHELL [\"powershell\", \"-Command\"]\nRUN Write-Host npm install"},
	},
	{
		"on Windows names are the same in any case", "{forbid: \"Invoke-WebRequest|IWR -SkipCertificateCheck\"}",
		[]string{"SHELL [\"pwsh\", \"-c\"]\nRUN Invoke-WebRequest x -SkipCertificateCheck; iwr x", "SHELL [\"pwsh\", \"-c\"]\nRUN invoke-webrequest -SkipCertificateCheck x"},
		[]string{"SHELL [\"pwsh\", \"-c\"]\nRUN Invoke-WebRequest x"},
	},
}

func TestSentences(t *testing.T) {
	for _, tt := range sentences {
		t.Run(tt.sentence, func(t *testing.T) {
			set := own(t, "own: "+tt.rule)
			for _, example := range tt.wrong {
				if len(found(t, set, example)) != 1 {
					t.Errorf("%s: %q: want one violation, got %d", tt.rule, example, len(found(t, set, example)))
				}
			}
			for _, example := range tt.right {
				if v := found(t, set, example); len(v) > 0 {
					t.Errorf("%s: %q: %s", tt.rule, example, v[0].Message)
				}
			}
		})
	}
}
