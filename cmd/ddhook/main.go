// Command ddhook keeps `go mod download`, and `go build` without -mod=mod, out of Dockerfiles. See `ddhook help`.
package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/ddhook/ddhook/hook/report"
)

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(listenAfter, func() {
		stopped := make(chan os.Signal, 1)
		signal.Notify(stopped, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
		<-stopped
		cancel()
		time.Sleep(time.Second / 4) // what was begun may clean up after itself, but nobody wants to wait
		report.Problem(os.Stderr, errors.New("interrupted"))
		os.Exit(statusFailed)
	})
	listen := sync.OnceFunc(func() { signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) })
	status := execute(ctx, os.Args[1:], os.Environ(), os.Stdin, output{os.Stdout, listen}, output{os.Stderr, listen})
	if ctx.Err() != nil {
		select {} // the other goroutine has the last word
	}
	os.Exit(status)
}

// listenAfter is how long the system's default action, which ends the program, is left in place. To listen for signals
// takes an eighth of the time of a commit that has nothing to check, and such a commit is over by then.
const listenAfter = 50 * time.Millisecond

// output is a standard stream. A reader that goes away must not end the program silently: the error of the write tells it,
// once the program listens for SIGPIPE. To ignore the signal instead would make every git that is started ignore it too.
type output struct {
	file   *os.File
	listen func()
}

func (o output) Write(p []byte) (int, error) {
	o.listen()
	return o.file.Write(p)
}

// Fd is for those who ask whether this is a terminal.
func (o output) Fd() uintptr { return o.file.Fd() }
