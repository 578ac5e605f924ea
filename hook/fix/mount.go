package fix

import (
	"strings"

	"github.com/ddhook/ddhook/hook/rules"
	"github.com/ddhook/ddhook/hook/source"
)

// idleMounts takes out the cache mounts for modules and build results of an instruction in which nothing else can use
// them once the violation is gone.
func (d *draft) idleMounts(v rules.Violation) []edit {
	for _, c := range d.commands {
		own := c.Words[0].Span.Start == v.Span().Start
		if c.instruction == v.Call.Instruction && !own && !isWithoutGo(c.Words[0].Text) {
			return nil
		}
	}
	inst := d.file.Instructions[v.Call.Instruction]
	run, _, err := d.runOf(v.Call.Instruction, v.Span().Start)
	if err != nil {
		return nil
	}
	var edits []edit
	flags := source.Span{Start: inst.Span.Start, End: run.Argv[len(run.Argv)-1].Offset(0)}
	for at := flags.Start; at < flags.End; {
		i := strings.Index(d.src.Data[at:flags.End], "--mount=")
		if i < 0 {
			break
		}
		mount := source.Span{Start: at + i}
		mount.End = mount.Start + strings.IndexAny(d.src.Data[mount.Start:flags.End]+" ", " \t\r\n")
		at = mount.End
		if isGoCache(d.bytes(mount)) {
			mount.End = d.nextWord(mount.End)
			edits = append(edits, edit{Span: mount})
		}
	}
	return edits
}

// nextWord is the offset of the next word of an instruction, or of a comment among its lines.
func (d *draft) nextWord(at int) int {
	rest := d.src.Data[at:]
	return at + len(rest) - len(strings.TrimLeft(rest, " \t\r\n\\`"))
}

func isGoCache(mount string) bool {
	isCache, target := false, ""
	for _, field := range strings.Split(strings.TrimPrefix(mount, "--mount="), ",") {
		name, value, _ := strings.Cut(field, "=")
		switch name {
		case "type":
			isCache = value == "cache"
		case "target", "dst", "destination":
			target = strings.TrimRight(value, "/")
		}
	}
	return isCache && (strings.HasSuffix(target, "/go/pkg/mod") || strings.HasSuffix(target, "/go/pkg") ||
		strings.HasSuffix(target, "/.cache/go-build"))
}

// isWithoutGo knows commands that run no Go program which could use its caches.
func isWithoutGo(program string) bool {
	const known = " apk apt apt-get cat cd chmod chown cp curl dnf echo export git install ln ls microdnf mkdir mv printf " +
		"pwd rm set sha256sum tar test touch true unzip update-ca-certificates useradd adduser groupadd addgroup wget yum [ "
	return strings.Contains(known, " "+program[strings.LastIndexByte(program, '/')+1:]+" ")
}
