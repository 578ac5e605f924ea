package main

import (
	"github.com/spf13/cobra"

	"github.com/ddhook/ddhook/hook"
)

// prePush takes the arguments that githooks(5) hands to the hook; the lines on standard input say it all.
func (a *app) prePush() *cobra.Command {
	return a.addFlags(command("pre-push [REMOTE] [URL]", "check what a push adds, as git's pre-push hook",
		"ddhook install --hook pre-push  # has git run it", cobra.MaximumNArgs(2), func([]string) error {
			return a.check(nil, func(o hook.Options) (*hook.Report, error) { return hook.PrePush(a.ctx, o, a.stdin) })
		}))
}

func (a *app) preReceive() *cobra.Command {
	return a.addFlags(command("pre-receive", "check what a push adds, as a server's pre-receive hook",
		"ddhook pre-receive --config /etc/ddhook.yaml   # one policy for all repositories", cobra.NoArgs, func([]string) error {
			return a.check(nil, func(o hook.Options) (*hook.Report, error) { return hook.PreReceive(a.ctx, o, a.stdin) })
		}))
}
