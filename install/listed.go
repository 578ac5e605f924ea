package install

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// lineListing is the 1-based line at which a manager's YAML file has ddhook run at a hook; 0 when it has not. Of the
// file's keys only the one called below counts, unless that is "".
func lineListing(text []byte, below, hook string) int {
	top := parseYAML(text)
	stages := valueOf(top, "default_stages")
	if below != "" {
		top = valueOf(top, below)
	}
	return listing(top, stages, hook)
}

// listing looks for ddhook in the node and below it, and passes by what is switched off. What names no stages of its
// own is run at these.
func listing(node, stages *yaml.Node, hook string) int {
	if node == nil {
		return 0
	}
	if own := valueOf(node, "stages"); own != nil {
		stages = own
	}
	if has(node, "skip", "true") || has(node, "enabled", "false") {
		return 0
	}
	if n := listedBy(node, hook); n > 0 && isStage(stages, hook) {
		return n
	}
	for _, child := range node.Content {
		if n := listing(child, stages, hook); n > 0 {
			return n
		}
	}
	return 0
}

// listedBy is the line at which a mapping itself lists ddhook.
func listedBy(mapping *yaml.Node, hook string) int {
	if has(mapping, "id", "ddhook") {
		return valueOf(mapping, "id").Line
	}
	for _, key := range []string{"run", "entry", "command"} {
		if command := valueOf(mapping, key); command != nil && lineRunning([]byte(commandOf(command)), hook, false) > 0 {
			return command.Line
		}
	}
	return 0
}

// has says whether a mapping has the key with this value.
func has(mapping *yaml.Node, key, value string) bool {
	node := valueOf(mapping, key)
	return node != nil && node.Value == value
}

// isStage says whether the hook is among the stages, which are all when none is named.
func isStage(stages *yaml.Node, hook string) bool {
	return stages == nil || slices.ContainsFunc(stages.Content, func(stage *yaml.Node) bool {
		return strings.TrimPrefix(stage.Value, "pre-") == strings.TrimPrefix(hook, "pre-") // they were called so once
	})
}

// commandOf is a command that is written as one line, or as a list of words.
func commandOf(node *yaml.Node) string {
	words := []string{node.Value}
	for _, item := range node.Content {
		words = append(words, item.Value)
	}
	return strings.TrimSpace(strings.Join(words, " "))
}

// parseYAML gives what a file consists of; nil when it is empty, or broken.
func parseYAML(text []byte) *yaml.Node {
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil || len(document.Content) == 0 {
		return nil
	}
	return document.Content[0]
}

// valueOf is the value of a mapping's key; nil when there is none.
func valueOf(mapping *yaml.Node, key string) *yaml.Node {
	if mapping == nil || mapping.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == key {
			return mapping.Content[i+1]
		}
	}
	return nil
}

// fit leaves out those of the lines that are to be added, outermost first, whose keys the file has already, and
// indents the rest like what is there; below names those keys.
func fit(lines []string, text []byte) (rest, below []string) {
	node := parseYAML(text)
	for len(lines) > 1 {
		key, isKey := strings.CutSuffix(strings.TrimSpace(lines[0]), ":")
		child := valueOf(node, key)
		if !isKey || child == nil {
			break
		}
		node, lines, below = child, lines[1:], append(below, key)
	}
	if len(below) == 0 || len(node.Content) == 0 || node.Style&yaml.FlowStyle != 0 {
		return lines, below
	}
	have := len(lines[0]) - len(strings.TrimLeft(lines[0], " "))
	for _, line := range lines {
		rest = append(rest, strings.Repeat(" ", node.Column-1)+line[have:])
	}
	return rest, below
}
