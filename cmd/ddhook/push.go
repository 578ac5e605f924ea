package main

import (
	"github.com/spf13/cobra"

	"github.com/ddhook/ddhook/hook"
)

func (a *app) prePush() *cobra.Command {
	return a.addFlags(&cobra.Command{
		Use:     "pre-push [REMOTE] [URL]",
		Short:   "check what a push adds, as git's pre-push hook",
		Example: "  ddhook install --hook pre-push  # has git run it",
		Args:    cobra.MaximumNArgs(2), // what githooks(5) gives the hook; the lines on standard input say it all
		RunE: func(*cobra.Command, []string) error {
			return a.check(nil, func(o hook.Options) (*hook.Report, error) { return hook.PrePush(a.ctx, o, a.stdin) })
		},
	})
}

func (a *app) preReceive() *cobra.Command {
	return a.addFlags(&cobra.Command{
		Use:     "pre-receive",
		Short:   "check what a push adds, as a server's pre-receive hook",
		Example: "  ddhook pre-receive --config /etc/ddhook.yaml   # one policy for all repositories of a server",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return a.check(nil, func(o hook.Options) (*hook.Report, error) { return hook.PreReceive(a.ctx, o, a.stdin) })
		},
	})
}
