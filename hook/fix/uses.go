package fix

import (
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/ddhook/ddhook/hook/gocmd"
	"github.com/ddhook/ddhook/hook/rules"
	"github.com/ddhook/ddhook/hook/shell"
	"github.com/ddhook/ddhook/hook/source"
)

// needed says why the modules that a download fetches have to be there, although a build fetches what it needs.
func (d *draft) needed(v rules.Violation) error {
	if namesModules(v.Call.Command.Words, v.Call.Name) {
		return errors.New("it names modules, and a build fetches only those that it needs")
	}
	if d.hasSecret(v.Call.Instruction) && d.missesSecret(v.Call.Instruction+1) {
		return errors.New("it has a secret or ssh mount, which what may build below has not")
	}
	if d.uses == nil {
		d.uses = d.findUses()
	}
	if why := d.uses[v.Call.Instruction]; why != "" {
		return errors.New(why)
	}
	return nil
}

// hasSecret says that an instruction is given what private modules are downloaded with.
func (d *draft) hasSecret(instruction int) bool {
	return slices.ContainsFunc(d.mounts(instruction), func(s source.Span) bool {
		mount := d.bytes(s)
		return strings.Contains(mount, "type=secret") || strings.Contains(mount, "type=ssh")
	})
}

// missesSecret says that from an instruction on, to the end of its stage, something may run go without a secret.
func (d *draft) missesSecret(from int) bool {
	for i := from; i < len(d.file.Instructions) && d.file.Instructions[i].Keyword != "FROM"; i++ {
		if d.file.Instructions[i].Keyword == "RUN" && d.mayRunGo(i, -1) && !d.hasSecret(i) {
			return true
		}
	}
	return false
}

// namesModules says that a download has arguments that are no flags; name is the word "download".
func namesModules(words []shell.Word, name source.Span) bool {
	i := slices.IndexFunc(words, func(w shell.Word) bool { return w.Span == name })
	return slices.ContainsFunc(words[i+1:], func(w shell.Word) bool {
		return !strings.HasPrefix(w.Text, "-") && w.Text != "all"
	})
}

// findUses finds for each instruction what it, or else one below it, does with modules that it downloads.
func (d *draft) findUses() []string {
	uses := make([]string, len(d.file.Instructions))
	next := ""
	for i := len(uses) - 1; i >= 0; i-- {
		if use := d.use(i); use != "" {
			next = use
		}
		uses[i] = next
	}
	return uses
}

// offline are the signs of an instruction that has to find modules where they are.
var offline = []struct{ keyword, sign, why string }{
	{"RUN", "--network=none", "a RUN without network needs what it downloads"},
	{"RUN", "GOPROXY=off", "a command with GOPROXY=off needs what it downloads"},
	{"ENV", "GOPROXY=off", "a command with GOPROXY=off needs what it downloads"},
}

// use says why an instruction needs modules that were downloaded before; "" when it does not.
func (d *draft) use(i int) string {
	keyword, text := d.file.Instructions[i].Keyword, d.effective(i)
	for _, o := range offline {
		if keyword == o.keyword && strings.Contains(text, o.sign) && (keyword == "ENV" || d.mayRunGo(i, -1)) {
			return o.why
		}
	}
	words := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \t\r\n\\`,[]\"'", r) })
	from := slices.ContainsFunc(words, func(w string) bool { return strings.Contains(w, "from=") })
	switch keyword {
	case "COPY":
		if from && slices.ContainsFunc(words[1:len(words)-1], func(w string) bool {
			return !strings.HasPrefix(w, "--") && holdsCache(w)
		}) {
			return "a COPY takes what it downloads"
		}
	case "RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK", "WORKDIR":
		if slices.ContainsFunc(words, func(w string) bool {
			source, isSource := strings.CutPrefix(w, "source=")
			return d.namesCache(i, w) || from && isSource && holdsCache(source)
		}) {
			return "another command names the folder that it downloads to"
		}
		if d.asksForFolder(i) {
			return "a go list asks for the folders that it downloads to"
		}
	}
	return ""
}

// asksForFolder says that an instruction has a `go list -m` print where modules are.
func (d *draft) asksForFolder(instruction int) bool {
	return slices.ContainsFunc(d.commands[instruction], func(c shell.Command) bool {
		call, ok := gocmd.Parse(c)
		return ok && call.Subcommand == "list" && slices.ContainsFunc(c.Words, func(w shell.Word) bool {
			return strings.Contains(w.Text, ".Dir") || strings.HasPrefix(strings.TrimPrefix(w.Text, "-"), "-json")
		})
	})
}

// namesCache says that a word of an instruction names the folder that modules are downloaded to.
func (d *draft) namesCache(instruction int, word string) bool {
	if strings.HasPrefix(word, "GOMODCACHE=") {
		return false
	}
	for _, run := range d.file.Instructions[instruction].Runs {
		if dir := run.Env.Get("GOMODCACHE").Text; dir != "" && hasFolder(word, dir) {
			return true
		}
	}
	return hasFolder(word, "pkg/mod") || strings.Contains(word, "GOMODCACHE")
}

// hasFolder says that a word has the folder in it, and not one whose name only begins or ends so: pkg/models.
func hasFolder(word, folder string) bool {
	isPart := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("_-.", r) }
	for at := 0; ; {
		i := strings.Index(word[at:], folder)
		if i < 0 {
			return false
		}
		before, _ := utf8.DecodeLastRuneInString(word[:at+i])
		after, _ := utf8.DecodeRuneInString(word[at+i+len(folder):])
		if !isPart(before) && !isPart(after) {
			return true
		}
		at += i + 1
	}
}

// holdsCache says that a path leads to the folder that modules are downloaded to, or to one that holds it. The
// golang images set GOPATH to /go, and go's own default is a folder of the user's home.
func holdsCache(path string) bool {
	path = strings.TrimRight(path, "/")
	if home, ok := strings.CutSuffix(strings.TrimSuffix(path, "/pkg"), "/go"); ok && isHome(home) {
		return true
	}
	return hasFolder(path, "pkg/mod") || strings.Contains(path, "GOMODCACHE") ||
		strings.HasSuffix(strings.TrimRight(path, "}"), "GOPATH")
}

// isHome says that go's folder may be below a folder: "" stands for the top, where the golang images have it.
func isHome(folder string) bool {
	name, ok := strings.CutPrefix(folder, "/home/")
	return folder == "" || folder == "/root" || ok && !strings.Contains(name, "/")
}

// effective is an instruction without comments, cache mounts, and what only speaks of folders or makes them ready.
func (d *draft) effective(i int) string {
	inst := d.file.Instructions[i]
	text := []byte(d.bytes(inst.Span))
	blank := func(s source.Span) {
		for at := max(s.Start, inst.Span.Start); at < min(s.End, inst.Span.End); at++ {
			text[at-inst.Span.Start] = ' '
		}
	}
	for _, c := range d.comments(inst.Span) {
		blank(c.Span)
	}
	for _, mount := range d.mounts(i) {
		if m := d.bytes(mount); cacheTarget(m) != "" && !strings.Contains(m, "from=") {
			blank(mount)
		}
	}
	const ready = " echo printf mkdir rm "
	for _, c := range d.commands[i] {
		if strings.Contains(ready, " "+c.Words[0].Text+" ") {
			for _, s := range c.Spans {
				blank(s)
			}
		}
	}
	return string(text)
}
