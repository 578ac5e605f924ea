// Command ddhook keeps `go mod download`, and `go build` without -mod=mod, out of the Dockerfiles of a git
// repository. See `ddhook help`.
package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/ddhook/ddhook/hook/report"
)

func main() {
	// A reader of the report that goes away must not end the program silently: it is told by the error of the write.
	// Ignoring the signal instead would make every git that is started ignore it too.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	stopped := make(chan os.Signal, 1)
	signal.Notify(stopped, os.Interrupt, syscall.SIGTERM)

	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan int, 1)
	go func() { done <- execute(ctx, os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr) }()
	select {
	case status := <-done:
		os.Exit(status)
	case <-stopped:
		cancel()
	}
	// What was begun may clean up behind itself, but nobody wants to wait.
	select {
	case <-done:
	case <-time.After(time.Second / 4):
	}
	report.Problem(os.Stderr, errors.New("interrupted"))
	os.Exit(statusFailed)
}
