package dockerfile

import (
	"maps"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerfile/shell"

	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/env"
	"github.com/ddhook/ddhook/hook/source"
)

// stages follows what instructions leave for later ones: variables and the SHELL, stage by stage.
type stages struct {
	*budget.Budget
	global  *stage // what stands before the first FROM: the ARGs that a FROM sees
	named   map[string]*stage
	current *stage
	lex     *shell.Lex
}

// stage is a Stage, with what its instructions leave.
type stage struct {
	Stage
	vars  env.Scope     // what a RUN sees
	envs  env.Scope     // what the others see: no ARG, and each ENV of the stage, since they run after it is built
	shell []source.Text // the words of the SHELL in force
}

// platformArgs are the ARGs that BuildKit sets before the first FROM (Dockerfile reference, "Automatic platform ARGs").
const platformArgs = "BUILDPLATFORM BUILDOS BUILDOSVERSION BUILDARCH BUILDVARIANT " +
	"TARGETPLATFORM TARGETOS TARGETOSVERSION TARGETARCH TARGETVARIANT TARGETSTAGE"

func newStages(escape byte, b *budget.Budget) *stages {
	global := &stage{vars: env.Scope{}, envs: env.Scope{}, shell: defaultShell("", 0)}
	for name := range strings.FieldsSeq(platformArgs) {
		global.vars[name] = unknown
	}
	return &stages{Budget: b, global: global, named: map[string]*stage{}, current: global, lex: shell.NewLex(rune(escape))}
}

// windows are what the FROM of an image for Windows has in it.
var windows = []string{"nanoserver", "servercore", "mcr.microsoft.com/windows", "--platform=windows"}

// defaultShell returns the words of the shell that the image of a FROM has. They stand at offset.
func defaultShell(from string, offset int) (argv []source.Text) {
	shell := "/bin/sh -c"
	switch {
	case strings.Contains(from, "golang") && strings.Contains(from, "windowsservercore"):
		shell = "powershell -Command" // which these images set themselves
	case slices.ContainsFunc(windows, func(word string) bool { return strings.Contains(from, word) }):
		shell = "cmd /S /C"
	}
	for word := range strings.FieldsSeq(shell) {
		argv = append(argv, source.At(word, source.Span{Start: offset, End: offset}))
	}
	return argv
}

// follow takes note of an instruction.
func (t *stages) follow(keyword string, s statement, node *parser.Node) {
	switch keyword {
	case "FROM":
		t.from(s, node)
	case "ENV":
		t.env(node)
	case "ARG":
		t.arg(node)
	case "SHELL":
		if words, ok := execForm(s.args); ok && len(words) > 0 {
			t.current.shell = words
		}
	}
}

// from begins a stage. One that is built on another stage inherits its variables and its SHELL.
func (t *stages) from(s statement, node *parser.Node) {
	var words []string // image, "AS", name
	for n := node.Next; n != nil; n = n.Next {
		words = append(words, n.Value)
	}
	image := append(words, "")[0]
	if v := t.expand(image, t.global.vars); v.State == env.Fixed {
		image = v.Text
	}
	image = strings.ToLower(image)
	begun := &stage{Stage: Stage{Image: image}, vars: env.Scope{}, envs: env.Scope{}}
	if base := t.named[image]; base != nil {
		begun.Base = &base.Stage
		begun.vars, begun.shell = base.vars, base.shell
		if t.Step(len(base.envs)) {
			begun.envs = maps.Clone(base.envs)
		}
	} else {
		begun.shell = defaultShell(image+" "+strings.Join(node.Flags, " "), s.start)
	}
	if len(words) > 2 && strings.EqualFold(words[1], "AS") {
		t.named[strings.ToLower(words[2])] = begun
	}
	t.current = begun
}

// env takes note of an ENV. Its values do not see each other (Dockerfile reference, "Environment replacement").
func (t *stages) env(node *parser.Node) {
	set := env.Scope{}
	for n := node.Next; n != nil; n = n.Next.Next.Next { // name, value, sign
		if name := t.expand(n.Value, t.current.vars); name.State == env.Fixed && !strings.Contains(name.Text, env.Placeholder) {
			set[name.Text] = t.expand(n.Next.Value, t.current.vars)
		}
	}
	for name, v := range set {
		t.set(name, v)
		t.current.envs[name] = v
	}
}

// arg takes note of an ARG, whose values see each other. One without a default has the value of the global ARG of the name;
// without that it leaves in place what the stage has, as in BuildKit (dockerfile2llb, dispatchArg).
func (t *stages) arg(node *parser.Node) {
	for n := node.Next; n != nil; n = n.Next {
		name, value, hasDefault := strings.Cut(n.Value, "=")
		if hasDefault {
			t.set(name, t.expand(value, t.current.vars))
		} else if global := t.global.vars[name]; global.State != env.NotInFile {
			t.set(name, global)
		} else if t.current.vars[name].State == env.NotInFile {
			t.set(name, unknown)
		}
	}
}

// set sets a variable for what follows in the current stage. Beyond the budget it is unknown, to what was before as well.
func (t *stages) set(name string, v env.Value) {
	if t.Step(len(t.current.vars)) {
		t.current.vars = maps.Clone(t.current.vars)
	} else {
		v = unknown
	}
	t.current.vars[name] = v
}

// scope returns what a command in the current stage sees. Only RUN sees ARGs.
func (t *stages) scope(keyword string, onBuild bool) env.Scope {
	if keyword != "RUN" || onBuild {
		return t.current.envs
	}
	return t.current.vars
}
