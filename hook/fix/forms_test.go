package fix_test

import (
	"fmt"
	"strings"
	"testing"
)

// forms are the ways in which a Dockerfile runs a script: flags of the instruction stand at %[1]s.
var forms = map[string]func(flags, script string) string{
	"shell":   func(flags, script string) string { return "RUN " + flags + script },
	"heredoc": func(flags, script string) string { return "RUN " + flags + "<<E\n" + script + "\nE" },
	"lines": func(flags, script string) string {
		return "RUN " + flags + "<<E\n" + strings.ReplaceAll(script, "; ", "\n") + "\nE"
	},
	"on build": func(flags, script string) string { return "ONBUILD RUN " + flags + script },
	"if": func(flags, script string) string {
		return "RUN " + flags + "if test -f go.mod; then " + script + "; fi"
	},
	"exec": func(flags, script string) string {
		return "RUN " + flags + fmt.Sprintf(`["sh", "-c", %q]`, script)
	},
	"quoted": func(flags, script string) string {
		return "RUN " + flags + "sh -c " + `"` + strings.NewReplacer(`"`, `\"`, "$", `\$`).Replace(script) + `"`
	},
	"continued": func(flags, script string) string {
		return "RUN " + strings.ReplaceAll(flags, " ", " \\\n  ") +
			strings.NewReplacer(" && ", " \\\n  # and\n  && ", "; ", "; \\\n  # then\n  ").Replace(script)
	},
}

// eachForm has a script in each form, and a build after it in the same stage or in one that is built on it.
func eachForm(t *testing.T, flags, script string, test func(t *testing.T, form, file string)) {
	for name, form := range forms {
		for _, next := range []string{"", "FROM deps\n"} {
			file := "FROM golang AS deps\n" + form(flags, script) + "\n" + next + "RUN go build -mod=mod\n"
			t.Run(name+"/"+script, func(t *testing.T) { test(t, name, file) })
		}
	}
}

// What a download has that a build may lack, and what is done with how it ends, keep it there in every form.
func TestDownloadsThatStayInEveryForm(t *testing.T) {
	for _, tt := range []struct{ flags, script string }{
		{"--mount=type=ssh ", "go mod download"},
		{"--mount=type=secret,id=netrc ", "cd /src && go mod download"},
		{"--network=host ", "go mod download"},
		{"", "GOPRIVATE=git.example.com/acme GOPROXY=https://proxy.example.com go mod download"},
		{"", "export GOPRIVATE=git.example.com && go mod download"},
		{"", "HTTPS_PROXY=http://proxy:3128 go mod download"},
		{"", "echo machine x > ~/.netrc && go mod download && rm ~/.netrc"},
		{"", "git config --global url.a.insteadOf b && go mod download"},
		{"", "eval $(ssh-agent) && ssh-add k && go mod download"},
		{"", `[ -n "$T" ] && git config --global x y; go mod download`},
		{"", "ls; go mod download"},
		{"", "set -e; test -f a && go mod download; ls"},
		{"", "set -eux; cd a && go mod download; ls"},
		{"", "set -o errexit; { test -f a && go mod download; }; ls"},
		{"", "(go mod download; (cd tools && make))"},
		{"", "ls && (go mod download && (cd tools && make))"},
		{"", "go mod download && go mod verify"},
		{"", "go mod download || exit 1"},
		{"", "go mod download | tee log"},
		{"", "for i in 1 2 3; do go mod download && break; sleep 1; done"},
		{"", "until go mod download; do sleep 1; done"},
		{"", "go mod download -json > modules.json && ls"},
	} {
		eachForm(t, tt.flags, tt.script, func(t *testing.T, form, file string) {
			if form == "continued" && strings.Contains(tt.script, "(go mod download") {
				return // blanks stand between the two parentheses
			}
			if r := repair(t, guard(), file); string(r.Data) != file || len(r.Left) == 0 {
				t.Errorf("got\n%s", r.Data)
			}
		})
	}
}

// Nothing is left of an instruction in which nothing else does anything; in those that are run elsewhere the download stays.
func TestLeftovers(t *testing.T) {
	for _, script := range []string{
		"go mod download", "cd /src && go mod download", "export A=1 && go mod download", "set -x; go mod download",
		"for d in a b; do (cd $d && go mod download); done", "go mod download || true", "echo modules && go mod download -x",
	} {
		eachForm(t, "", script, func(t *testing.T, form, file string) {
			want := "RUN go build -mod=mod\n"
			if form == "on build" || form == "if" {
				want = strings.SplitAfterN(file, "\n", 2)[1]
			} else if strings.Contains(file, "FROM deps") {
				want = "FROM deps\n" + want
			}
			if got := string(repair(t, guard(), file).Data); got != "FROM golang AS deps\n"+want {
				t.Errorf("got\n%s\nof\n%s", got, file)
			}
		})
	}
}

// A download goes from where others go on.
func TestDownloadsThatGo(t *testing.T) {
	for _, script := range []string{
		"go mod download && ls", "ls && go mod download && ls x", "set -e; go mod download; ls", "cd a; go mod download; go vet",
		"set -eux; ls && go mod download && ls x", "(cd a && go mod download) && ls", "ls && { go mod download; ls; }",
	} {
		eachForm(t, "", script, func(t *testing.T, form, file string) {
			r := repair(t, guard(), file)
			left := strings.Contains(string(r.Data), "go mod download")
			if stays := form == "on build" || form == "quoted"; left != stays {
				t.Errorf("got\n%s, left since %s", r.Data, r.Left)
			}
			laws(t, []byte(file))
		})
	}
}

// A build that -mod=mod would break stays as it is in every form.
func TestBuildsThatStayInEveryForm(t *testing.T) {
	for _, tt := range []struct{ env, flags, script string }{
		{"FROM golang\n", "--network=none ", "go build -mod=vendor ."},
		{"FROM golang\n", "", "GOFLAGS=-mod=vendor GOPROXY=off go build"},
		{"FROM golang\nENV GOFLAGS=-mod=vendor GOPROXY=off\n", "", "go build"},
		{"FROM golang\nENV GO111MODULE=auto\n", "", "cd a && go build ."},
		{"FROM golang AS a\nENV GO111MODULE=off\nFROM a\n", "", "go build ."},
		{"FROM golang:1.10-alpine AS a\nFROM --platform=linux/amd64 a as b\nFROM b\n", "", "go build"},
		{"ARG V\nFROM example.com/golang:1.13 AS a\n", "", "GO111MODULE=on go build"},
		{"ARG V=1.13\nFROM golang:$V AS A\nFROM a\n", "", "go build"},
		{"FROM golang:1.15 AS a\nFROM golang AS c\nFROM a\n", "", "go build"},
	} {
		for name, form := range forms {
			file := tt.env + form(tt.flags, tt.script) + "\n"
			if r := repair(t, guard(), file); string(r.Data) != file || len(r.Left) != 1 {
				t.Errorf("%s: got\n%s", name, r.Data)
			}
		}
	}
}

// Go that knows -mod=mod is told of it.
func TestOldImages(t *testing.T) {
	for _, file := range []string{
		"FROM golang:1.16\nRUN go build", "FROM golang:1.15\nENV GO111MODULE=on\nRUN go build", "FROM golang:1\nRUN go build",
		"FROM golang:1.10 AS a\nFROM golang\nRUN go build", "FROM golang:1.10 AS a\nFROM a:latest\nRUN go build",
	} {
		if r := repair(t, guard(), file+"\n"); len(r.Left) > 0 {
			t.Errorf("%s: left since %s", file, r.Left)
		}
	}
}

// A build gets its flag in every form, and a file one comment, above what other tools ignore in the next line.
func TestComments(t *testing.T) {
	const ignore = "# Install it.\n# hadolint ignore=DL3018\n"
	comment := "# -mod=mod: the build downloads the modules it needs (" + reference + ")\n"
	for name, form := range forms {
		file := "FROM golang\n" + ignore + form("", "apk add git && go build") + "\n" + form("", "go build -o b") + "\n"
		want := "FROM golang\n" + comment + ignore +
			strings.ReplaceAll(strings.TrimPrefix(file, "FROM golang\n"+ignore), "go build", "go build -mod=mod")
		if r := repair(t, guard(), file); string(r.Data) != want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, r.Data, want)
		}
	}
}

// The comments on a download go with its instruction when they are about that alone; others stay.
func TestCommentsOnDownloads(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"COPY go.mod .\n# cache deps\n# before building\nRUN go mod download\n\nCOPY . .\n", "COPY go.mod .\n\nCOPY . .\n"},
		{"# Download what go.mod says.\n# hadolint ignore=DL3059\nRUN go mod download\n\nCOPY . .\n", "\nCOPY . .\n"},
		{"# hadolint ignore=DL3059\nRUN go mod download\nCOPY . .\n", "COPY . .\n"},
		{"# Download and build.\nRUN go mod download\nCOPY . .\n", "# Download and build.\nCOPY . .\n"},
		{"# Download.\n\nRUN go mod download\n\nCOPY . .\n", "# Download.\n\nCOPY . .\n"},
		{"# Ask Ann first.\nRUN go mod download\n\nCOPY . .\n", "# Ask Ann first.\n\nCOPY . .\n"},
		{"# DD-BUILD-001 is about downloads\nRUN go mod download\n\nCOPY . .\n", "# DD-BUILD-001 is about downloads\n\nCOPY . .\n"},
		{"# ddhook:ignore x -- the cache\nRUN go mod download\n\nCOPY . .\n", "# ddhook:ignore x -- the cache\n\nCOPY . .\n"},
		{"RUN go mod download && \\\n    # check it\n    go vet\n", "RUN \\\n    # check it\n    go vet\n"},
		{"RUN ls && \\\n    # get it\n    go mod download && \\\n    # check it\n    go vet\n", "RUN ls && \\\n    # check it\n    go vet\n"},
	} {
		const build = "RUN go build -mod=mod\n"
		if r := repair(t, guard(), "FROM golang\n"+tt.text+build); string(r.Data) != "FROM golang\n"+tt.want+build {
			t.Errorf("got\n%s\nwant\n%s", r.Data, tt.want)
		}
	}
}

// Where nothing builds after a download it stays.
func TestNothingComesAfter(t *testing.T) {
	for name, form := range forms {
		for _, rest := range []string{"", "CMD [\"go\", \"run\", \".\"]\n", "FROM golang\nRUN go build -mod=mod\n", "RUN make\n",
			"CMD go test ./...\n", "RUN go install golang.org/x/tools/cmd/stringer@latest\n"} {
			file := "FROM golang\nCOPY . .\n" + form("", "go mod download && ls") + "\n" + rest
			if r := repair(t, guard(), file); string(r.Data) != file || len(r.Left) != 1 {
				t.Errorf("%s: got\n%s", name, r.Data)
			}
		}
	}
}
