package hook

import "strings"

// variable gives the value of an environment variable; "" when it is not set.
func (o Options) variable(name string) string {
	for _, entry := range o.Environ {
		if value, ok := strings.CutPrefix(entry, name+"="); ok {
			return value
		}
	}
	return ""
}

// inFramework says whether the pre-commit framework runs the hook (https://pre-commit.com, "PRE_COMMIT").
func (o Options) inFramework() bool { return o.variable("PRE_COMMIT") == "1" }

// frameworkRange gives the commits that `pre-commit run --from-ref FROM --to-ref TO` and its pre-push stage ask for.
func (o Options) frameworkRange() (from, to string, ok bool) {
	from, to = o.variable("PRE_COMMIT_FROM_REF"), o.variable("PRE_COMMIT_TO_REF")
	return from, to, o.inFramework() && from != "" && to != ""
}
