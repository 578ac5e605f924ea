package main

import (
	"github.com/spf13/cobra"

	"github.com/ddhook/ddhook/hook"
	"github.com/ddhook/ddhook/hook/changes"
)

// push is the command of a hook that sees a push. The lines on standard input say it all, whatever arguments git adds.
func (a *app) push(at changes.Push) *cobra.Command {
	use, short, args := "pre-push [REMOTE] [URL]", "check what a push adds, as git's pre-push hook", cobra.MaximumNArgs(2)
	example := "ddhook install --hook pre-push  # has git run it"
	if at == changes.PreReceive {
		use, short, args = "pre-receive", "check what a push adds, as a server's pre-receive hook", cobra.NoArgs
		example = "ddhook pre-receive --config /etc/ddhook.yaml   # one policy for all repositories"
	}
	return a.addFlags(command(use, short, example, args, func([]string) error {
		return a.check(nil, func(o hook.Options) (*hook.Report, error) { return hook.Push(a.ctx, o, at, a.stdin) })
	}))
}
