package hook

import (
	"slices"
	"strings"
)

// Options say what is checked, and how.
type Options struct {
	Dir     string   // the folder that the command runs in
	Environ []string // the environment, as "NAME=value"
	Config  string   // a file, relative to Dir, with the settings in place of the repository's; "" for these
	Globs   []string // replace the configured files
	Exclude []string // add to the configured ones
	Paths   []string // narrow the check to these files and folders, relative to Dir; none: everything
	Version string   // of this program, for messages
}

// Variable returns the value of an environment variable, "" when it is not set. Of several settings the last counts, as it
// does for a process that is started with them.
func Variable(environ []string, name string) string {
	for _, setting := range slices.Backward(environ) {
		if value, ok := strings.CutPrefix(setting, name+"="); ok {
			return value
		}
	}
	return ""
}

const latest = "github.com/ddhook/ddhook/cmd/ddhook@latest"

// What to type to have ddhook, or a newer one, and to run it without.
const (
	GetCommand = "go install " + latest
	RunCommand = "go run " + latest
)
