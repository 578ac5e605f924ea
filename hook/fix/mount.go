package fix

import (
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/dockerfile"
	"github.com/ddhook/ddhook/hook/rules"
	"github.com/ddhook/ddhook/hook/shell"
	"github.com/ddhook/ddhook/hook/source"
)

// idleMounts takes out the cache mounts for modules and build results of an instruction in which nothing else can use
// or names them once the violation is gone.
func (d *draft) idleMounts(v rules.Violation) []edit {
	if d.mayRunGo(v.Call.Instruction, v.Span().Start) {
		return nil
	}
	var edits []edit
	text := d.effective(v.Call.Instruction)
	for _, mount := range d.mounts(v.Call.Instruction) {
		if target := cacheTarget(d.bytes(mount)); isGoCache(target) && !strings.Contains(text, target) {
			mount.End = d.nextWord(mount.End)
			edits = append(edits, edit{Span: mount})
		}
	}
	return edits
}

// mounts are the --mount flags of an instruction that runs something.
func (d *draft) mounts(instruction int) (all []source.Span) {
	inst := d.file.Instructions[instruction]
	if len(inst.Runs) == 0 {
		return nil
	}
	first := inst.Runs[0].Argv[0]
	if inst.Runs[0].Form == dockerfile.Shell { // the words before the script are those of a SHELL
		first = inst.Runs[0].Argv[len(inst.Runs[0].Argv)-1]
	}
	flags := source.Span{Start: inst.Span.Start, End: first.Offset(0)}
	for {
		i := strings.Index(d.bytes(flags), "--mount=")
		if i < 0 {
			return all
		}
		mount := source.Span{Start: flags.Start + i}
		mount.End = mount.Start + strings.IndexAny(d.src.Data[mount.Start:flags.End]+" ", " \t\r\n")
		all = append(all, mount)
		flags.Start = mount.End
	}
}

// nextWord is the offset of the next word of an instruction, or of a comment among its lines.
func (d *draft) nextWord(at int) int {
	rest := d.src.Data[at:]
	return at + len(rest) - len(strings.TrimLeft(rest, " \t\r\n\\`"))
}

// cacheTarget is the folder that a cache mount is for, "" of another mount.
func cacheTarget(mount string) (target string) {
	isCache := false
	for _, field := range strings.Split(strings.TrimPrefix(mount, "--mount="), ",") {
		name, value, _ := strings.Cut(field, "=")
		switch name {
		case "type":
			isCache = value == "cache"
		case "target", "dst", "destination":
			target = strings.TrimRight(value, "/")
		}
	}
	if !isCache {
		return ""
	}
	return target
}

func isGoCache(folder string) bool {
	return strings.HasSuffix(folder, "/go/pkg/mod") || strings.HasSuffix(folder, "/go/pkg") ||
		strings.HasSuffix(folder, "/.cache/go-build")
}

// mayRunGo says that an instruction may run a Go program, but for the command at a place.
func (d *draft) mayRunGo(instruction, but int) bool {
	return slices.ContainsFunc(d.commands[instruction], func(c shell.Command) bool {
		return c.Words[0].Span.Start != but && !isWithoutGo(c.Words[0].Text)
	})
}

// isWithoutGo knows commands that run no Go program which could use its caches.
func isWithoutGo(program string) bool {
	const known = " apk apt apt-get cat cd chmod chown cp curl dnf echo export git install ln ls microdnf mkdir mv printf " +
		"pwd rm set sha256sum tar test touch true unzip update-ca-certificates useradd adduser groupadd addgroup wget yum [ "
	return strings.Contains(known, " "+program[strings.LastIndexByte(program, '/')+1:]+" ")
}
