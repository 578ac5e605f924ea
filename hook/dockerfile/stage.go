package dockerfile

import (
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerfile/shell"

	"github.com/ddhook/ddhook/hook/env"
	"github.com/ddhook/ddhook/hook/source"
)

// stages follows what instructions leave behind for later ones: variables and the SHELL, stage by stage.
type stages struct {
	globals  *env.Stage // the ARGs before the first FROM and, once asked for, those that BuildKit defines itself
	platform bool       // they have been asked for
	named    map[string]*stage
	current  *stage
	escape   byte
	lex      *shell.Lex // nil before it is needed
}

// stage is one build stage, or what stands before the first.
type stage struct {
	vars  *env.Stage
	shell []source.Text // the words of the SHELL in force
	first int           // index of its first instruction in the file
	depth int           // how many stages it is built on
}

// maxStages is how many stages may be built one upon the other before what they set is forgotten: a variable is
// looked up in each. An image has at most 127 layers, so that nobody builds that many.
const maxStages = 200

// platformArgs are the ARGs that BuildKit sets before the first FROM (Dockerfile reference, "Automatic platform ARGs
// in the global scope"; and TARGETSTAGE).
const platformArgs = "BUILDPLATFORM BUILDOS BUILDOSVERSION BUILDARCH BUILDVARIANT " +
	"TARGETPLATFORM TARGETOS TARGETOSVERSION TARGETARCH TARGETVARIANT TARGETSTAGE"

func newStages(escape byte) *stages {
	globals := env.NewStage(env.Scope{})
	return &stages{
		globals: globals,
		named:   map[string]*stage{},
		current: &stage{vars: globals, shell: defaultShell("", nil, 0)},
		escape:  escape,
	}
}

// visible is what the next instruction sees.
func (t *stages) visible() env.Scope {
	if t.current.vars == t.globals {
		return t.global()
	}
	return t.current.vars.Scope()
}

// global is what is known before the first FROM.
func (t *stages) global() env.Scope {
	if !t.platform {
		t.platform = true
		for name := range strings.FieldsSeq(platformArgs) {
			if t.globals.Scope().Get(name).State == env.Free {
				t.globals.Arg(name, env.Value{State: env.Unknown})
			}
		}
	}
	return t.globals.Scope()
}

// defaultShell is the shell of an image that no SHELL was set for: that of Windows when the name of the image or the
// platform says Windows, /bin/sh otherwise. The golang images for windowsservercore set PowerShell themselves.
func defaultShell(image string, flags []string, offset int) []source.Text {
	words := []string{"/bin/sh", "-c"}
	switch {
	case strings.Contains(image, "golang") && strings.Contains(image, "windowsservercore"):
		words = []string{"powershell", "-Command"}
	case isWindows(image, flags):
		words = []string{"cmd", "/S", "/C"}
	}
	var argv []source.Text
	for _, word := range words {
		argv = append(argv, placed(word, offset))
	}
	return argv
}

func isWindows(image string, flags []string) bool {
	for _, mark := range []string{"nanoserver", "servercore", "mcr.microsoft.com/windows"} {
		if strings.Contains(image, mark) {
			return true
		}
	}
	for _, flag := range flags {
		if strings.HasPrefix(flag, "--platform=windows") {
			return true
		}
	}
	return false
}

// follow takes note of the instruction that comes after those of before.
func (t *stages) follow(keyword string, s statement, node *parser.Node, before []Instruction) {
	switch keyword {
	case "FROM":
		t.end(before)
		t.from(s, node)
		t.current.first = len(before)
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
	var words []string
	for n := node.Next; n != nil; n = n.Next {
		words = append(words, n.Value)
	}
	if len(words) == 0 {
		words = []string{""}
	}
	image := words[0]
	if !isPlain(image) {
		if v := t.expand(image, t.global()); v.State == env.Fixed {
			image = v.Text
		}
	}
	image = strings.ToLower(image)
	begun := &stage{}
	if base := t.named[image]; base != nil && base.depth < maxStages {
		begun.vars, begun.shell, begun.depth = env.NewStage(base.vars.Scope()), base.shell, base.depth+1
	} else {
		begun.vars, begun.shell = env.NewStage(env.Scope{}), defaultShell(image, node.Flags, s.start)
	}
	if len(words) == 3 && strings.EqualFold(words[1], "AS") {
		t.named[strings.ToLower(words[2])] = begun
	}
	t.current = begun
}

// env takes note of an ENV. Its values see what was set before it, not each other (Dockerfile reference, "Environment
// replacement").
func (t *stages) env(node *parser.Node) {
	before := t.current.vars.Scope()
	for n := node.Next; n != nil && n.Next != nil && n.Next.Next != nil; n = n.Next.Next.Next {
		if name := t.expand(n.Value, before); name.State == env.Fixed && !strings.Contains(name.Text, env.Placeholder) {
			t.current.vars.Env(name.Text, t.expand(n.Next.Value, before))
		}
	}
}

// arg takes note of an ARG, whose values see each other. One without a default has the value of the global ARG of the
// name; without that it leaves in place what the stage has, as in BuildKit (dockerfile2llb, dispatchArg), where only
// whoever starts the build could give it another.
func (t *stages) arg(node *parser.Node) {
	vars := t.current.vars
	for n := node.Next; n != nil; n = n.Next {
		name, value, hasDefault := strings.Cut(n.Value, "=")
		if hasDefault {
			vars.Arg(name, t.expand(value, t.visible()))
		} else if global := t.global().Get(name); global.State != env.Free {
			vars.Arg(name, global)
		} else if vars.Scope().Get(name).State == env.Free {
			vars.Arg(name, env.Value{State: env.Unknown})
		}
	}
}

// scope is what a command in the current stage sees. Only RUN sees ARGs.
func (t *stages) scope(keyword string, onBuild bool) env.Scope {
	scope := t.current.vars.Scope()
	if keyword != "RUN" || onBuild {
		scope = scope.WithoutArgs()
	}
	return scope
}

// end closes the current stage. A container is started after the whole stage was built, so that all of its commands
// but RUN see the variables as the stage leaves them, whatever stands between.
func (t *stages) end(instructions []Instruction) {
	scope := t.current.vars.Scope().WithoutArgs()
	for i := t.current.first; i < len(instructions); i++ {
		if inst := &instructions[i]; inst.Keyword != "RUN" || inst.OnBuild {
			for j := range inst.Runs {
				inst.Runs[j].Env = scope
			}
		}
	}
}
