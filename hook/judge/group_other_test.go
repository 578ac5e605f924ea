//go:build !unix

package judge_test

import "os/exec"

func killTogether(*exec.Cmd) {}
