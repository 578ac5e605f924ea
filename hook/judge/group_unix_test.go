//go:build unix

package judge_test

import (
	"os/exec"
	"syscall"
)

// killTogether has the command's cancellation kill what it started too.
func killTogether(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
