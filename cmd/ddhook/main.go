// Command ddhook keeps `go mod download`, and `go build` without -mod=mod, out of the Dockerfiles of a git
// repository. See `ddhook help`.
package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/ddhook/ddhook/hook/report"
)

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	var interrupted atomic.Bool
	done := make(chan struct{})
	time.AfterFunc(patience, func() {
		stopped := make(chan os.Signal, 1)
		signal.Notify(stopped, os.Interrupt, syscall.SIGTERM)
		<-stopped
		interrupted.Store(true)
		cancel()
		// What was begun may clean up behind itself, but nobody wants to wait.
		select {
		case <-done:
		case <-time.After(time.Second / 4):
		}
		report.Problem(os.Stderr, errors.New("interrupted"))
		os.Exit(statusFailed)
	})
	heed := sync.OnceFunc(func() { signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) })
	status := execute(ctx, os.Args[1:], os.Environ(), os.Stdin, output{os.Stdout, heed}, output{os.Stderr, heed})
	close(done)
	if interrupted.Load() {
		select {} // the other goroutine has the last word
	}
	os.Exit(status)
}

// patience is how long the system's default action, which ends the program, is left in place. To listen for signals
// takes a sixth of the time of a commit that has nothing to check, and such a commit is over by then.
const patience = 50 * time.Millisecond

// output is a standard stream. A reader of the report that goes away must not end the program silently: it is told by
// the error of the write, once the signal is heeded. To ignore the signal instead would make every git that is started
// ignore it too.
type output struct {
	file *os.File
	heed func()
}

func (o output) Write(p []byte) (int, error) {
	o.heed()
	return o.file.Write(p)
}

// Fd is for those who ask whether this is a terminal.
func (o output) Fd() uintptr { return o.file.Fd() }
