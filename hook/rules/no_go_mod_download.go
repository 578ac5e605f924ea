package rules

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/dockerfile"
	"github.com/ddhook/ddhook/hook/shell"
)

func noGoModDownload(reference string) Rule {
	return Rule{
		Name:    "no-go-mod-download",
		On:      true,
		About:   builtIn("go mod download")(),
		Message: reference,
		always: Violation{
			Message: "go mod download makes parallel image builds hang (" + reference + ")",
			Fix:     "take it out: go build -mod=mod downloads what it needs",
			repair:  Repair{What: "go mod download taken out", TakeOut: true},
			finish:  keepDownload,
		},
	}
}

// keepDownload says why the modules that a download fetches have to be there, although a build fetches what it needs.
func keepDownload(f *File, c Command, _ *Repair) error {
	subcommand := read(c).operands[1].word
	for _, w := range c.Words[subcommand+1:] {
		if !strings.HasPrefix(w.Text, "-") && w.Text != "all" {
			return errors.New("it names modules, and a build fetches only those that it needs")
		}
	}
	if what := f.privilege(c); what != "" {
		return fmt.Errorf("it is given %s, which what builds later may lack", what)
	}
	// The stage of the download, and those that are built on it.
	stages := map[*dockerfile.Stage]bool{f.Instructions[c.Instruction].Stage: true}
	for _, inst := range f.Instructions[c.Instruction:] {
		stages[inst.Stage] = stages[inst.Stage] || stages[inst.Stage.Base]
	}
	builds := false
	for _, later := range f.Commands {
		inst := f.Instructions[later.Instruction]
		if later.Span().Start <= c.Span().Start || !stages[inst.Stage] {
			continue
		}
		parsed := read(later)
		if need := matchAny(needing(), parsed); need != nil {
			return errors.New(need.title + " needs what it downloads")
		}
		use := matchAny(building(), parsed)
		switch {
		case !builds && matchAny(removing(), parsed) != nil:
			return fmt.Errorf("%s after it may take away what a build needs", later.Program)
		case use != nil && inst.Keyword == "RUN":
			builds = builds || matchAny(pinned(), parsed) == nil
		case use != nil && (use.title == "go run" || use.title == "go test"):
			return fmt.Errorf("%s needs what it downloads when the container starts", use.title)
		}
	}
	if err := f.needsCache(c, stages); err != nil {
		return err
	}
	if !builds {
		return errors.New("nothing after it builds the module, which would download what it needs")
	}
	return nil
}

// What go does with modules that are there, with its own, and with others; and what takes away what a download had.
var (
	needing  = builtIn("go mod verify|vendor", "go list -m", "go list -f|-json")
	building = builtIn("go build|run|test|generate|vet|install")
	pinned   = builtIn("go install|run ... *@*")
	removing = builtIn("git config --unset|--unset-all|--remove-section", "go env -u", "apk del",
		"apt|apt-get|dnf|microdnf|yum remove|purge|erase|autoremove",
		"rm ... *.ssh*|*.netrc*|*.gitconfig*|*.git-credentials*|*id_rsa*|*id_ed25519*")
)

var (
	// privileged are variables that say where modules come from and who may have them ("go help environment").
	privileged = strings.Fields("GOPRIVATE GOPROXY GONOPROXY GOSUMDB GONOSUMDB GOINSECURE GOAUTH GOVCS *_PROXY GIT_* SSH_*")
	// harmless are programs that give no credentials to those that run after them.
	harmless = strings.Fields(": [ adduser apk apt apt-get cd chmod chown date dnf echo exit export false go groupadd ls " +
		"microdnf mkdir mv printf pwd rm set sleep test touch true useradd yum zypper")
	// cacheFolders are words that name the folder that modules are downloaded to by default, or one that holds it.
	cacheFolders = strings.Fields("*/pkg/mod */pkg/mod/* *GOMODCACHE* *GOPATH /go /go/pkg */root/go /home/*/go")
)

// privilege is what the instruction of a download has that could be needed for private modules; "" for nothing.
func (f *File) privilege(c Command) string {
	for _, flag := range []string{"type=secret", "type=ssh", "--network"} {
		if strings.Contains(f.text(c.Instruction), flag) {
			return flag
		}
	}
	isPrivileged := func(name string) bool { return firstMatch(privileged, strings.ToUpper(name)) != "" }
	for _, a := range c.Assigns {
		if a.Own && isPrivileged(a.Name) {
			return a.Name
		}
	}
	for _, before := range f.Commands {
		if before.Instruction != c.Instruction || before.Span().Start >= c.Span().Start {
			continue
		}
		switch name := before.Program; {
		case name == "export":
			for _, w := range before.Words[1:] {
				if exported, _, _ := strings.Cut(w.Text, "="); isPrivileged(exported) {
					return exported
				}
			}
		case !slices.Contains(harmless, name) && !shell.Runs(name): // it may write credentials
			return "what " + name + " sets up"
		case name == "echo" || name == "printf":
			first, last := before.Spans[0], before.Spans[len(before.Spans)-1]
			if strings.Contains(f.Source.Data[first.Start:last.End], ">") {
				return "what " + name + " writes"
			}
		}
	}
	return ""
}

// needsCache says what takes the modules from the folder that they are downloaded to, without the go command.
func (f *File) needsCache(c Command, stages map[*dockerfile.Stage]bool) error {
	folder := c.Assign("GOMODCACHE").Value.Text
	for i := c.Instruction; i < len(f.Instructions); i++ {
		text, keyword, isBuilt := f.text(i), f.Instructions[i].Keyword, stages[f.Instructions[i].Stage]
		offline := strings.Contains(text, "--network=none") || strings.Contains(text, "GOPROXY=off")
		others := strings.Contains(text, "from=") // it takes files from another stage
		runs := len(f.Instructions[i].Argv) > 0 || keyword == "WORKDIR"
		switch {
		case isBuilt && offline && (keyword == "RUN" || keyword == "ENV"):
			return errors.New("a step without network needs what it downloads")
		case keyword == "COPY" && others && namesCache(text, folder):
			return errors.New("a COPY takes what it downloads")
		case runs && (isBuilt || others) && namesCache(text, folder):
			return errors.New("another command names the folder that it downloads to")
		}
	}
	return nil
}

// namesCache reports whether an instruction names the folder that modules are downloaded to, the value of GOMODCACHE or
// else go's own default, or one that holds it. A cache mount does not count: it brings a folder of its own.
func namesCache(text, folder string) bool {
	isBreak := func(r rune) bool { return strings.ContainsRune("\\`,[]\"'=:", r) }
	for word := range strings.FieldsSeq(text) {
		if strings.HasPrefix(word, "--mount=") && strings.Contains(word, "type=cache") && !strings.Contains(word, "from=") {
			continue
		}
		for name := range strings.FieldsFuncSeq(word, isBreak) {
			name = strings.TrimRight(name, "/}")
			if folder != "" && strings.HasPrefix(name+"/", folder+"/") || firstMatch(cacheFolders, name) != "" {
				return true
			}
		}
	}
	return false
}

func (f *File) text(i int) string { return f.Source.Text(f.Instructions[i].Span).String() }
