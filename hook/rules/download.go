package rules

import (
	"errors"
	"fmt"
	"github.com/ddhook/ddhook/hook/shell"
	"slices"
	"strings"
)

// keepDownload says why the modules that a download fetches have to be there, although a build fetches what it needs.
func keepDownload(f *File, c Command) error {
	args, _ := read(c.Command)
	for _, w := range c.Words[args.operands()[1].word+1:] {
		if !strings.HasPrefix(w.Text, "-") && w.Text != "all" {
			return errors.New("it names modules, and a build fetches only those that it needs")
		}
	}
	if what := f.privilege(c); what != "" {
		return fmt.Errorf("it is given %s, which what builds later may lack", what)
	}
	builds := false
	for _, later := range f.after(c) {
		if use := titleOf(later, needing); use != "" {
			return errors.New(use + " needs what it downloads")
		}
		isRun := f.Instructions[later.Instruction].Keyword == "RUN"
		switch use := titleOf(later, building); {
		case use != "" && isRun:
			builds = builds || titleOf(later, pinned) == ""
		case use == "go run" || use == "go test":
			return fmt.Errorf("%s needs what it downloads when the container starts", use)
		}
	}
	if err := f.needsCache(c); err != nil {
		return err
	}
	if !builds {
		return errors.New("nothing after it builds the module, which would download what it needs")
	}
	return nil
}

// What go does with modules that are there, with its own, and with those of others.
var (
	needing  = patterns("go mod verify|vendor", "go list -m", "go list -f|-json")
	building = patterns("go build|run|test|generate|vet|install")
	pinned   = patterns("go install|run ... *@*")
)

// privilege is what the instruction of a download has that could be needed for private modules; "" for nothing.
func (f *File) privilege(c Command) string {
	flags := f.flags(c.Instruction)
	for _, flag := range []string{"type=secret", "type=ssh", "--network="} {
		if strings.Contains(flags, flag) {
			return strings.TrimSuffix(flag, "=")
		}
	}
	for _, a := range c.Assigns {
		if a.Own && isPrivileged(a.Name) {
			return a.Name
		}
	}
	for _, before := range f.Commands {
		if before.Instruction != c.Instruction || before.Span().Start >= c.Span().Start || before.wraps(c) {
			continue
		}
		if what := f.mayGive(before); what != "" {
			return what
		}
	}
	return ""
}

// wraps reports whether a command runs another one.
func (c Command) wraps(inner Command) bool {
	at := inner.Span().Start
	return slices.ContainsFunc(c.Words[1:], func(w shell.Word) bool { return w.Span.Start <= at && at < max(w.Span.End, w.Span.Start+1) })
}

// isPrivileged tells the variables that say where modules come from and who may have them ("go help environment").
func isPrivileged(name string) bool {
	upper := strings.ToUpper(name)
	return slices.Contains(strings.Fields("GOPRIVATE GOPROXY GONOPROXY GOSUMDB GONOSUMDB GOINSECURE GOAUTH GOVCS"), name) ||
		strings.HasSuffix(upper, "_PROXY") || strings.HasPrefix(name, "GIT_") || strings.HasPrefix(name, "SSH_")
}

// harmless are programs that give no credentials to those that run after them.
const harmless = ": [ adduser apk apt apt-get cd chmod chown date dnf echo exit export false go groupadd ls microdnf mkdir " +
	"mv printf pwd rm set sleep test touch true useradd yum zypper"

// mayGive is what a command before a download may give it: all but a few programs may write credentials.
func (f *File) mayGive(c Command) string {
	switch {
	case c.Program == "export":
		for _, w := range c.Words[1:] {
			if name, _, _ := strings.Cut(w.Text, "="); isPrivileged(name) {
				return name
			}
		}
	case !slices.Contains(strings.Fields(harmless), c.Program) && !shell.Runs(c.Program):
		return "what " + c.Program + " sets up"
	case c.Program == "echo" || c.Program == "printf":
		for _, s := range c.Spans {
			if strings.Contains(f.Source.Data[s.Start:s.End], ">") {
				return "what " + c.Program + " writes"
			}
		}
	}
	return ""
}

// after returns the commands that find what a command leaves behind: those after it in its stage, and in the stages that
// are built on that.
func (f *File) after(c Command) (all []Command) {
	stages := f.builtOn(c.Instruction)
	for _, later := range f.Commands {
		if later.Span().Start > c.Span().Start && stages[later.Instruction] && !c.wraps(later) {
			all = append(all, later)
		}
	}
	return all
}

// builtOn returns the instructions of the stage of an instruction and of the stages that are built on it.
func (f *File) builtOn(instruction int) map[int]bool {
	names := map[string]bool{}
	in, found := true, map[int]bool{}
	from := instruction
	for from > 0 && f.Instructions[from].Keyword != "FROM" {
		from--
	}
	for i := from; i < len(f.Instructions); i++ {
		if f.Instructions[i].Keyword == "FROM" {
			words := slices.DeleteFunc(strings.Fields(strings.ToLower(f.text(i))), func(w string) bool { return strings.HasPrefix(w, "--") })
			in = i == from || len(words) > 1 && names[words[1]]
			if in && len(words) == 4 {
				names[words[3]] = true
			}
		}
		found[i] = in
	}
	return found
}

// needsCache says what takes the modules from the folder that they are downloaded to, without the go command.
func (f *File) needsCache(c Command) error {
	stages := f.builtOn(c.Instruction)
	folder, _ := c.Assign("GOMODCACHE")
	names := func(text string) bool { return namesCache(text, folder.Value.Text) }
	for i := c.Instruction; i < len(f.Instructions); i++ {
		text, keyword := f.text(i), f.Instructions[i].Keyword
		offline := strings.Contains(f.flags(i), "--network=none") || strings.Contains(text, "GOPROXY=off")
		others := strings.Contains(text, "from=") // it takes files from another stage
		runs := len(f.Instructions[i].Runs) > 0 || keyword == "WORKDIR"
		switch {
		case stages[i] && offline && (keyword == "RUN" || keyword == "ENV"):
			return errors.New("a step without network needs what it downloads")
		case keyword == "COPY" && others && names(text):
			return errors.New("a COPY takes what it downloads")
		case runs && (stages[i] || others) && names(withoutCacheMounts(text)):
			return errors.New("another command names the folder that it downloads to")
		}
	}
	return nil
}

// withoutCacheMounts takes the cache mounts out of an instruction: they bring a folder of their own.
func withoutCacheMounts(text string) string {
	words := strings.Fields(text)
	return strings.Join(slices.DeleteFunc(words, func(w string) bool {
		return strings.HasPrefix(w, "--mount=") && strings.Contains(w, "type=cache") && !strings.Contains(w, "from=")
	}), " ")
}

// namesCache reports whether an instruction names the folder that modules are downloaded to, or one that holds it: what
// GOMODCACHE says, or else go's own default.
func namesCache(text, folder string) bool {
	words := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \t\r\n\\`,[]\"'=:", r) })
	return slices.ContainsFunc(words, func(w string) bool {
		w = strings.TrimRight(w, "/}")
		if folder != "" && strings.HasPrefix(w+"/", folder+"/") {
			return true
		}
		return strings.Contains(w+"/", "/pkg/mod/") || strings.Contains(w, "GOMODCACHE") || strings.HasSuffix(w, "GOPATH") ||
			w == "/go" || w == "/go/pkg" || strings.HasSuffix(w, "/root/go") || strings.HasPrefix(w, "/home/") && strings.HasSuffix(w, "/go")
	})
}

// text is an instruction as it stands in the file.
func (f *File) text(i int) string {
	s := f.Instructions[i].Span
	return f.Source.Data[s.Start:s.End]
}

// flags are the flags of an instruction (--mount=..., --network=...).
func (f *File) flags(i int) string {
	var flags []string
	for _, word := range strings.Fields(f.text(i))[1:] {
		if word != "\\" && word != "`" && !strings.HasPrefix(word, "--") {
			break
		}
		flags = append(flags, word)
	}
	return strings.Join(flags, " ")
}
