package gitcli

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"

	"github.com/ddhook/ddhook/hook/repo/object"
)

// batch is a running `git cat-file --batch`. Of a partial clone it fetches what is absent.
type batch struct {
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	out    *bufio.Reader
	stderr *bytes.Buffer
}

// Blob gives the content of a file by its id, at most [object.MaxBlob] bytes.
func (g *Git) Blob(id string) ([]byte, error) {
	if g.batch == nil {
		b, err := g.startBatch()
		if err != nil {
			return nil, err
		}
		g.batch = b
	}
	data, err := g.batch.blob(id)
	if err != nil {
		g.Close() // whatever it was about to say, it is not what the next one asks for
		return nil, fmt.Errorf("reading the object %s: %w", id, err)
	}
	return data, nil
}

// Close ends the git that reads objects, if there is one. It can be started anew.
func (g *Git) Close() {
	if g.batch != nil {
		g.batch.stop()
		g.batch = nil
	}
}

func (g *Git) startBatch() (*batch, error) {
	args := []string{"cat-file", "--batch"}
	cmd, stderr := g.command(args)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("git cat-file: %w", err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("git cat-file: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, failure(args, stderr, err)
	}
	return &batch{cmd: cmd, stdin: stdin, out: bufio.NewReader(stdout), stderr: stderr}, nil
}

// stop ends git, wherever it is.
func (b *batch) stop() {
	_ = b.stdin.Close()
	_ = b.cmd.Process.Kill() // it may have ended by itself
	_ = b.cmd.Wait()         // what mattered has been read
}

// blob asks for one object. git answers with a line "id type size" and the content, or "id missing".
func (b *batch) blob(id string) ([]byte, error) {
	if _, err := io.WriteString(b.stdin, id+"\n"); err != nil {
		return nil, b.broken(err)
	}
	header, err := b.out.ReadString('\n')
	if err != nil {
		return nil, b.broken(err)
	}
	words := strings.Fields(header)
	if len(words) == 2 && words[1] == "missing" {
		return nil, errors.New("it is missing; `git fsck` says more")
	}
	if len(words) != 3 || words[1] != "blob" {
		return nil, fmt.Errorf("git says %q of it", strings.TrimSpace(header))
	}
	size, err := strconv.ParseInt(words[2], 10, 64)
	if err != nil {
		return nil, fmt.Errorf("git says %q of it", strings.TrimSpace(header))
	}
	return b.content(size)
}

func (b *batch) content(size int64) ([]byte, error) {
	if size > object.MaxBlob {
		return nil, object.ErrTooLarge
	}
	data := make([]byte, size+1) // a line end follows
	if _, err := io.ReadFull(b.out, data); err != nil {
		return nil, b.broken(err)
	}
	return data[:size], nil
}

// broken is why git stopped to answer: what it said itself, if it said anything.
func (b *batch) broken(err error) error {
	_ = b.stdin.Close()
	if cause := failure([]string{"cat-file"}, b.stderr, b.cmd.Wait()); cause != nil {
		return cause
	}
	return fmt.Errorf("git cat-file broke off: %w", err)
}
