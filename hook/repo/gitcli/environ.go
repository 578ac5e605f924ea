package gitcli

import (
	"slices"
	"strings"
)

// allowed are those variables beginning with GIT_ that a check has a use for: the repository's own, those that say which
// git and which settings (GIT_CONFIG_: of `git -c`), and those that a partial clone needs to fetch. git(1) explains each.
// A star stands for the rest of a name.
var allowed = []string{
	"GIT_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY",
	"GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH", "GIT_SHALLOW_FILE", "GIT_NAMESPACE", "GIT_REFERENCE_BACKEND",
	"GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM",
	"GIT_EXEC_PATH", "GIT_ASKPASS", "GIT_TERMINAL_PROMPT", "GIT_ALLOW_PROTOCOL", "GIT_PROTOCOL_FROM_USER",
	"GIT_NO_LAZY_FETCH", "GIT_CONFIG_*", "GIT_SSH*", "GIT_SSL_*", "GIT_HTTP_*", "GIT_PROXY_*",
}

// Environ is environ as git gets it: of the variables that begin with GIT_ only the allowed ones. git takes no locks
// that it can do without, and asks nobody for a password unless environ says that it may: a hook has no terminal of its
// own to be asked on.
func Environ(environ []string) []string {
	env := slices.DeleteFunc(slices.Clone(environ), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		return strings.HasPrefix(name, "GIT_") && !slices.ContainsFunc(allowed, func(allowed string) bool {
			beginning, ok := strings.CutSuffix(allowed, "*")
			return name == allowed || ok && strings.HasPrefix(name, beginning)
		})
	})
	return slices.Concat([]string{"GIT_TERMINAL_PROMPT=0"}, env, []string{"GIT_OPTIONAL_LOCKS=0"}) // of two the last counts
}
