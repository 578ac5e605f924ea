package hook

// inFramework reports whether the pre-commit framework runs the hook (https://pre-commit.com, "PRE_COMMIT").
func (o Options) inFramework() bool { return Variable(o.Environ, "PRE_COMMIT") == "1" }

// frameworkRange returns the commits that `pre-commit run --from-ref FROM --to-ref TO` and its pre-push stage ask for.
func (o Options) frameworkRange() (from, to string, ok bool) {
	from, to = Variable(o.Environ, "PRE_COMMIT_FROM_REF"), Variable(o.Environ, "PRE_COMMIT_TO_REF")
	return from, to, o.inFramework() && from != "" && to != ""
}
