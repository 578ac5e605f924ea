package fix

import (
	"errors"
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/rules"
	"github.com/ddhook/ddhook/hook/shell"
	"github.com/ddhook/ddhook/hook/source"
)

// needed says why the modules that a download fetches have to be there, although a build fetches what it needs.
func (d *draft) needed(v rules.Violation) error {
	if namesModules(v.Call.Command.Words, v.Call.Name) {
		return errors.New("it names modules, and a build fetches only those that it needs")
	}
	if d.hasSecret(v.Call.Instruction) && slices.ContainsFunc(d.verdict.Calls, func(c rules.Call) bool {
		return c.Subcommand == "build" && c.Instruction > v.Call.Instruction && !d.hasSecret(c.Instruction)
	}) {
		return errors.New("it has a secret or ssh mount, which a build below has not")
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
		if from && slices.ContainsFunc(words[1:len(words)-1], holdsCache) {
			return "a COPY takes what it downloads"
		}
	case "RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK", "WORKDIR":
		if slices.ContainsFunc(words, func(w string) bool {
			return d.namesCache(i, w) || from && strings.Contains(w, "source=") && holdsCache(w)
		}) {
			return "another command names the folder that it downloads to"
		}
	}
	return ""
}

// namesCache says that a word of an instruction names the folder that modules are downloaded to.
func (d *draft) namesCache(instruction int, word string) bool {
	if strings.HasPrefix(word, "GOMODCACHE=") {
		return false
	}
	for _, run := range d.file.Instructions[instruction].Runs {
		if dir := run.Env.Get("GOMODCACHE").Text; dir != "" && strings.Contains(word, dir) {
			return true
		}
	}
	return strings.Contains(word, "pkg/mod") || strings.Contains(word, "GOMODCACHE")
}

// holdsCache says that a path leads to the folder that modules are downloaded to, or to one that holds it.
func holdsCache(path string) bool {
	path = strings.TrimRight(path, "/")
	return strings.Contains(path, "pkg/mod") || strings.Contains(path, "GOMODCACHE") || strings.HasSuffix(path, "/go/pkg") ||
		strings.HasSuffix(path, "/go") && path != "/usr/local/go" || strings.HasSuffix(strings.TrimRight(path, "}"), "GOPATH")
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
