package judge_test

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerfile/shell"
)

// image is what the instructions of a stage leave behind. Together with the functions below it does what docker build
// and docker run do, as far as that decides which command lines run and with what environment.
type image struct {
	env    map[string]string // what ENV sets
	run    map[string]string // what RUN sees: of ENV and ARG of one name, the later
	shell  []string
	starts []*parser.Node // run when a container is started
}

func newImage() *image {
	return &image{env: map[string]string{}, run: map[string]string{}, shell: []string{"/bin/sh", "-c"}}
}

func (i *image) copy() *image {
	return &image{env: maps.Clone(i.env), run: maps.Clone(i.run), shell: i.shell}
}

// build executes a Dockerfile, with every stage and everything that its containers could be started with, and gives
// the calls of the go command.
func (w *world) build(dockerfile string) ([]ran, error) {
	result, err := parser.Parse(strings.NewReader(dockerfile))
	if err != nil {
		return nil, err
	}
	var calls []ran
	stages := map[string]*image{}
	current := newImage()
	globals := current.run
	for _, node := range append(result.AST.Children, &parser.Node{Value: "FROM", Next: &parser.Node{Value: "end"}}) {
		if strings.EqualFold(node.Value, "FROM") {
			started, err := w.start(current)
			if err != nil {
				return nil, err
			}
			calls = append(calls, started...)
			current = from(node, stages, globals)
			continue
		}
		more, err := w.instruction(current, globals, node)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", node.StartLine, err)
		}
		calls = append(calls, more...)
	}
	return calls, nil
}

func from(node *parser.Node, stages map[string]*image, globals map[string]string) *image {
	words := operands(node)
	begun := newImage()
	if base := stages[strings.ToLower(expand(words[0], globals))]; base != nil {
		begun = base.copy()
	}
	if len(words) == 3 {
		stages[strings.ToLower(words[2])] = begun
	}
	return begun
}

func operands(node *parser.Node) []string {
	var words []string
	for n := node.Next; n != nil; n = n.Next {
		words = append(words, n.Value)
	}
	return words
}

func (w *world) instruction(i *image, globals map[string]string, node *parser.Node) ([]ran, error) {
	words := operands(node)
	switch strings.ToUpper(node.Value) {
	case "ENV":
		before := maps.Clone(i.run)
		for n := node.Next; n != nil; n = n.Next.Next.Next {
			i.env[n.Value] = expand(n.Next.Value, before)
			i.run[n.Value] = i.env[n.Value]
		}
	case "ARG":
		for _, word := range words {
			name, value, ok := strings.Cut(word, "=")
			if global, isGlobal := globals[name]; !ok && isGlobal {
				value, ok = global, true
			}
			if ok {
				i.run[name] = expand(value, i.run)
			}
		}
	case "SHELL":
		i.shell = words
	case "RUN":
		return w.container(i, node, node.Heredocs, i.run)
	case "CMD", "ENTRYPOINT", "HEALTHCHECK":
		i.starts = append(i.starts, node)
	case "ONBUILD":
		child := node.Next.Children[0]
		if strings.EqualFold(child.Value, "RUN") {
			return w.container(i, child, node.Heredocs, i.env)
		}
		i.starts = append(i.starts, child)
	}
	return nil, nil
}

func expand(word string, variables map[string]string) string {
	var list []string
	for name, value := range variables {
		list = append(list, name+"="+value)
	}
	text, _, _ := shell.NewLex('\\').ProcessWord(word, shell.EnvsFromSlice(list))
	return text
}

// start runs what a container of the image could be started with.
func (w *world) start(i *image) ([]ran, error) {
	var calls []ran
	for _, node := range i.starts {
		if strings.EqualFold(node.Value, "HEALTHCHECK") {
			node = &parser.Node{Next: node.Next.Next, Attributes: node.Attributes}
		}
		more, err := w.container(i, node, nil, i.env)
		if err != nil {
			return nil, err
		}
		calls = append(calls, more...)
	}
	return calls, nil
}

// container runs one command line as BuildKit does (dockerfile2llb, dispatchRun).
func (w *world) container(i *image, node *parser.Node, docs []parser.Heredoc, env map[string]string) ([]ran, error) {
	argv := operands(node)
	if len(argv) == 0 {
		return nil, nil
	}
	if !node.Attributes["json"] {
		script := strings.Join(argv, " ")
		bare := len(docs) > 0 && parser.MustParseHeredoc(script) != nil
		if bare {
			script = docs[0].Content
			if docs[0].Chomp {
				script = parser.ChompHeredocContent(script)
			}
		} else {
			for _, doc := range docs {
				script += "\n" + doc.Content + doc.Name
			}
		}
		if argv = append(slices.Clone(i.shell), script); bare && strings.HasPrefix(script, "#!") {
			file := filepath.Join(w.tmp, fmt.Sprintf("script-%p", node))
			if err := os.WriteFile(file, []byte(script), 0o600); err != nil {
				return nil, err
			}
			first, _, _ := strings.Cut(script[len("#!"):], "\n")
			argv = append(strings.Fields(first), file)
		}
	}
	var list []string
	for name, value := range env {
		list = append(list, name+"="+value)
	}
	calls, _, err := w.run(argv, list)
	if errors.Is(err, exec.ErrNotFound) || errors.Is(err, fs.ErrNotExist) {
		return nil, nil // a container without that program does not start
	}
	return calls, err
}
