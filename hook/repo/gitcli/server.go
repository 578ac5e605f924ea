package gitcli

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"io"
	"os/exec"
)

// server is a git that answers one question after the other until it is stopped.
type server struct {
	args   []string
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	out    *bufio.Reader
	stderr *bytes.Buffer
}

// serve starts git with args, unless it runs in s already.
func (g *Git) serve(s **server, args ...string) error {
	if *s != nil {
		return nil
	}
	cmd, stderr := g.command(args)
	stdin, inErr := cmd.StdinPipe()
	stdout, outErr := cmd.StdoutPipe()
	err := errors.Join(inErr, outErr)
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return failure(args, stderr, err)
	}
	*s = &server{args, cmd, stdin, bufio.NewReaderSize(stdout, 64<<10), stderr}
	return nil
}

// ask writes a question and returns the first line of the answer.
func (s *server) ask(question string) (string, error) {
	_, _ = io.WriteString(s.stdin, question) // a git that does not take it answers nothing either
	line, err := s.out.ReadString('\n')
	if err != nil {
		return "", s.end(err)
	}
	return line, nil
}

// end has git come to its end, whatever else it prints, and returns why it failed, or else err.
func (s *server) end(err error) error {
	_ = s.stdin.Close()
	_, _ = io.Copy(io.Discard, s.out)
	return failure(s.args, s.stderr, cmp.Or(s.cmd.Wait(), err))
}

// stop ends git, whatever it is about to say. It can be started anew.
func stop(s **server) {
	if *s == nil {
		return
	}
	_ = (*s).cmd.Process.Kill() // it may have ended by itself
	_ = (*s).cmd.Wait()         // what mattered has been read
	*s = nil
}
