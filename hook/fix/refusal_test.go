package fix_test

import (
	"strings"
	"testing"
)

type refusal struct{ name, text, why string }

// check says that what cannot be repaired safely stays as it is, byte for byte, and that the result says why.
func check(t *testing.T, refusals []refusal) {
	for _, tt := range refusals {
		t.Run(tt.name, func(t *testing.T) {
			text := "FROM golang\n" + tt.text + "\nRUN go build -mod=mod\n"
			r := repair(t, guard(), text)
			if len(r.Left) != 1 || len(r.Verdict.Violations) != 1 || r.Left[0] != tt.why {
				t.Errorf("left: %+v, want %q", r.Left, tt.why)
			}
			if string(r.Data) != text || len(r.Repairs) != 0 {
				t.Errorf("repaired all the same: %+v\n%s", r.Repairs, r.Data)
			}
		})
	}
}

func TestDownloadsThatStay(t *testing.T) {
	check(t, []refusal{
		{"or", "RUN go mod download || ls", "it is an operand of ||"},
		{"only command of a loop", "RUN ls; for d in a b; do (go mod download); done; ls", "nothing else is done in its function, branch or loop"},
		{"only command of a function", "RUN f() { go mod download; }; f; ls", "nothing else is done in its function, branch or loop"},
		{"only command of an arm", "RUN case x in x) go mod download ;; esac; ls", "nothing else is done in its function, branch or loop"},
		{"behind or", "RUN ls || go mod download", "it is an operand of ||"},
		{"chain before or", "RUN ls && go mod download || exit 1", "it is an operand of ||"},
		{"group before or", "RUN { ls; go mod download; } || exit 1", "how it ends is how its list ends"},
		{"pipe", "RUN go mod download -json | jq .", "it is part of a pipe"},
		{"into a pipe", "RUN ls | go mod download; ls", "it is part of a pipe"},
		{"if", "RUN if go mod download; then ls; fi", "it is a condition"},
		{"elif", "RUN if ls; then ls; elif ls && go mod download; then ls; fi", "it is a condition"},
		{"while", "RUN until go mod download; do sleep 1; done", "it is a condition"},
		{"retry loop", "RUN for i in 1 2 3; do go mod download && break; sleep 1; done", "its success ends a loop or the script"},
		{"longer retry loop", "RUN while :; do go mod download && ls && break; done", "its success ends a loop or the script"},
		{"exit", "RUN go mod download && exit 0; exit 1", "its success ends a loop or the script"},
		{"status", "RUN go mod download; test $? = 0 && ls", "its exit status is asked for"},
		{"status of a chain", "RUN cd a && go mod download; rc=$?; exit $rc", "its exit status is asked for"},
		{"negation", "RUN ls; ! go mod download", "it is negated"},
		{"negated chain", "RUN ! { ls && go mod download; }", "it is negated"},
		{"background", "RUN ls; go mod download & wait", "it runs in the background"},
		{"only command of a branch", "RUN if ls; then go mod download; fi", "nothing else is done in its function, branch or loop"},
		{"output", "RUN ls; go mod download -json > modules.json", "it is redirected"},
		{"substitution", "RUN X=$(ls; go mod download); ls", "its output is used"},
		{"find", "RUN ls; find . -name go.mod -exec go mod download ;", "find may do more than run it"},
		{"trap", "RUN trap 'go mod download' EXIT; ls", "it stands in a script inside the script, or comes out of a variable"},
		{"exec", "RUN ls; exec go mod download", "exec may do more than run it"},
		{"function with arguments", `RUN f() { "$@"; }; f go mod download; ls`, "f may do more than run it"},
		{"variable", "ARG GO=go\nRUN $GO mod download", "it comes out of a variable"},
		{"whole command in a variable", "ARG C='go mod download'\nRUN ls; $C", "it comes out of a variable"},
		{"script in a variable", "ARG C='ls; go mod download'\nRUN sh -c \"$C\"", "it comes out of a variable"},
		{"several commands at a place", "RUN for c in download verify; do go mod $c; done", "it comes out of a variable"},
		{"half a script quoted", "RUN sh -c 'ls; go mod 'download", "it stands in a script inside the script, or comes out of a variable"},
		{"document", "RUN sh <<E\ngo mod download\nE", "it stands in a script inside the script, or comes out of a variable"},
		{"CMD", "CMD go mod download", "it is run when the container starts, or in another build"},
		{"ENTRYPOINT", `ENTRYPOINT ["go", "mod", "download"]`, "it is run when the container starts, or in another build"},
		{"HEALTHCHECK", "HEALTHCHECK CMD go mod download", "it is run when the container starts, or in another build"},
		{"program in exec form", `RUN ["find", ".", "-exec", "go", "mod", "download", ";"]`, "another program is given it as words"},
		{"what it sets", "RUN go mod download && X=-v; go vet $X", "its repair would change other commands"},
		{"what runs in it", "RUN ls; go mod download -x=$(cat flags); ls", "it comes out of a variable"},
	})
}

// A download stays when something needs the modules which no build fetches in its stead.
func TestDownloadsThatAreNeeded(t *testing.T) {
	const (
		names  = "it names modules, and a build fetches only those that it needs"
		secret = "it is given type=ssh, which what builds later may lack"
		folder = "another command names the folder that it downloads to"
	)
	check(t, []refusal{
		{"one module", "RUN go mod download example.com/x@v1.2.3", names},
		{"one module and its use", "RUN go mod download -x example.com/x@v1.2.3 && make", names},
		{"modules that are not known", "ARG MODULES\nRUN go mod download $MODULES", names},
		{"modules that a command lists", "RUN ls; go mod download $(cat modules); ls", names},
		{"COPY of the cache", "RUN go mod download\nFROM x\nCOPY --from=deps /go/pkg/mod /go/pkg/mod", "a COPY takes what it downloads"},
		{"COPY of GOPATH", "RUN go mod download\nFROM x\nCOPY --link --from=0 /a \\\n # all\n /go/ /", "a COPY takes what it downloads"},
		{"COPY as a list", "RUN go mod download\nFROM x\nCOPY --from=0 [\"/home/app/go\", \"/go\"]", "a COPY takes what it downloads"},
		{"COPY of a variable", "RUN go mod download\nFROM x\nCOPY --from=0 ${GOPATH} /go", "a COPY takes what it downloads"},
		{"mount of the cache", "RUN go mod download\nFROM x\nRUN --mount=from=0,source=/go,target=/go make", folder},
		{"used in the same RUN", "RUN go mod download && cp -r /go/pkg/mod /deps", folder},
		{"used beside its mount", "RUN --mount=type=cache,target=/go/pkg/mod go mod download && cp -r /go/pkg/mod /deps", folder},
		{"used later", "RUN go mod download\nRUN make -C \"$(go env GOMODCACHE)/x\"", folder},
		{"used by a variable", "ARG M=/go/pkg/mod\nRUN go mod download\nRUN X=$GOMODCACHE; ls $X", folder},
		{"another folder", "ENV GOMODCACHE=/modules\nRUN go mod download\nRUN ls /modules/x", folder},
		{"work in it", "RUN go mod download\nWORKDIR /go/pkg/mod/x", folder},
		{"key that goes", "COPY id_rsa /root/.ssh/\nRUN go mod download && rm /root/.ssh/id_rsa\nRUN go build -mod=mod", "rm after it may take away what a build needs"},
		{"key that goes later", "RUN go mod download\nRUN rm -f ~/.netrc\nRUN go build -mod=mod", "rm after it may take away what a build needs"},
		{"git that goes", "RUN apk add git && go mod download && apk del git\nRUN go build -mod=mod", "apk after it may take away what a build needs"},
		{"settings that go", "RUN go mod download\nRUN git config --global --unset-all url.x.insteadOf\nRUN go build -mod=mod", "git after it may take away what a build needs"},
		{"private modules", "RUN --mount=type=ssh go mod download\nRUN --mount=type=secret,id=x go build -mod=mod && ls\nRUN go build -mod=mod", secret},
		{"private modules for another program", "RUN --mount=type=ssh go mod download\nRUN make\nFROM x", secret},
		{"folder of a module", "RUN go mod download\nRUN cp -r $(go list -m -f '{{.Dir}}' example.com/x)/proto /", "go list -m needs what it downloads"},
		{"no network", "RUN go mod download\nRUN --network=none make", "a step without network needs what it downloads"},
		{"no proxy", "RUN go mod download\nRUN GOPROXY=off make", "a step without network needs what it downloads"},
		{"no proxy for all", "RUN go mod download\nENV GOPROXY=off", "a step without network needs what it downloads"},
	})
}

// What only looks like a use of the modules keeps no download.
func TestDownloadsThatAreNotNeeded(t *testing.T) {
	for _, text := range []string{
		"RUN go mod download\nRUN go vet ./...\nRUN go test ./pkg/models/... ./pkg/mod-x ./xpkg/mod",
		"RUN go mod download\nRUN go vet ./...\nFROM y\nCOPY --from=0 /src/pkg/models/schema.json /",
		"RUN go mod download\nRUN go vet ./...\nFROM y\nCOPY --from=x/chainguard/go /usr/bin/git /usr/bin/git",
		"RUN go mod download\nRUN go vet ./...\nFROM y\nCOPY --from=proto /gen/go /out/go",
		"ENV GOMODCACHE=/cache\nRUN go mod download\nRUN tar czf /cache.tgz /out",
		"RUN go mod download\nRUN go vet ./...\nRUN go list ./...",
	} {
		if r := repair(t, guard(), "FROM x\n"+text+"\nRUN go build -mod=mod\n"); len(r.Left) > 0 {
			t.Errorf("%s: left since %s", text, r.Left)
		}
	}
}

func TestBuildsThatStay(t *testing.T) {
	check(t, []refusal{
		{"no modules", "ENV GO111MODULE=off\nRUN go build", "with GO111MODULE=off a -mod may be an error"},
		{"no modules for it", "RUN CGO_ENABLED=0 GO111MODULE=\"off\" go build", "with GO111MODULE=off a -mod may be an error"},
		{"no modules by export", "RUN export A=b GO111MODULE=off; go build", "with GO111MODULE=off a -mod may be an error"},
		{"workspace", "COPY go.work .\nRUN go build", "with the go.work that this file brings -mod=mod is an error: build with GOWORK=off"},
		{"build in a variable", "ARG B=build\nRUN go $B", "it comes out of a variable"},
		{"build command in a variable", "ARG B='go build -v'\nRUN $B .", "it comes out of a variable"},
		{"flag in a variable", "ARG F=-mod=vendor\nRUN go build $F .", "it comes out of a variable"},
		{"more than the flag in a variable", "ARG V='vendor -v'\nRUN go build -mod=$V .", "it comes out of a variable"},
		{"what runs in the flag", "RUN go build -mod=$(cat mode) .", "it comes out of a variable"},
		{"arguments that are printed too", `RUN f() { echo "$@"; "$@"; }; f go build`, "its repair would change other commands"},
		{"script without quotes", `RUN sh -c go\ build`, "its repair would change other commands"},
		{"PowerShell", "SHELL [\"powershell\", \"-Command\"]\nRUN go build", "its script cannot be parsed"},
		{"broken script", "RUN if; go build", "its script cannot be parsed"},
		{"broken file", "RUN go build\nENV X", "docker build cannot parse this file"},
	})
}

// Each violation stands for itself: one that stays keeps none of the others from being repaired.
func TestOthersAreRepaired(t *testing.T) {
	r := repair(t, guard(), "RUN go build; go mod download || ls\nRUN go mod download\nRUN go build\n")
	want := strings.ReplaceAll("C\nRUN go build -mod=mod; go mod download || ls\nRUN go build -mod=mod\n",
		"C", "# -mod=mod: the build downloads the modules it needs ("+reference+")")
	if string(r.Data) != want || len(r.Repairs) != 3 || len(r.Left) != 1 {
		t.Errorf("got %+v, left %+v\n%s\nwant\n%s", r.Repairs, r.Left, r.Data, want)
	}
}

// A comment that would silence another build if the instruction below it went keeps it there, unless that is
// repaired.
func TestWhatStoodInTheWay(t *testing.T) {
	r := repair(t, guard(), "# ddhook:ignore require-mod-mod -- x\nRUN go mod download\nRUN go build\n")
	want := "# ddhook:ignore require-mod-mod -- x\n" +
		"# -mod=mod: the build downloads the modules it needs (" + reference + ")\nRUN go build -mod=mod\n"
	if string(r.Data) != want || len(r.Left) != 0 {
		t.Errorf("left %+v\n%s\nwant\n%s", r.Left, r.Data, want)
	}
	text := "# ddhook:ignore require-mod-mod -- x\nRUN go mod download\nRUN if; go build\n"
	r = repair(t, guard(), text)
	if why := "its repair would change what is ignored, or warned of"; len(r.Left) != 2 || r.Left[0] != why {
		t.Errorf("left %+v, want %s", r.Left, why)
	}
}
