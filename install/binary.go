package install

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/ddhook/ddhook/hook"
)

// stablePlace is where the hook is to find the running program, binary: the name on PATH when that is the same file,
// since os.Executable follows links, and a package manager's link outlives what it leads to. onPath says whether PATH
// leads to it. A program that `go run` built is an error: it will be gone.
func stablePlace(binary string, environ []string) (place string, onPath bool, err error) {
	if isTemporary(binary, hook.Variable(environ, "GOCACHE")) {
		return "", false, fmt.Errorf("%s was built by `go run` and will be gone; type `%s`, then `ddhook install`", binary, repairCommand)
	}
	self, err := os.Stat(binary)
	if err != nil {
		return "", false, fmt.Errorf("looking for this very program: %w", err)
	}
	for _, dir := range filepath.SplitList(hook.Variable(environ, "PATH")) {
		named := filepath.Join(dir, programName())
		if info, err := os.Stat(named); err == nil && filepath.IsAbs(dir) && os.SameFile(info, self) {
			return filepath.ToSlash(named), true, nil
		}
	}
	return filepath.ToSlash(binary), false, nil
}

func programName() string {
	if runtime.GOOS == "windows" {
		return "ddhook.exe"
	}
	return "ddhook"
}

// isTemporary says whether the go command built the program for one run: in a folder go-build<digits>, or in its
// cache, whose folder is called go-build unless GOCACHE names another (`go help cache`).
func isTemporary(binary, cache string) bool {
	for dir := range strings.SplitSeq(filepath.ToSlash(filepath.Dir(binary)), "/") {
		if digits, ok := strings.CutPrefix(dir, "go-build"); ok && strings.Trim(digits, "0123456789") == "" {
			return true
		}
	}
	return cache != "" && isWithin(resolve(binary), resolve(cache))
}

// isAlive says whether the hook would run place: "" is ddhook on PATH.
func isAlive(place string, environ []string) bool {
	if place != "" {
		return isWhole(filepath.FromSlash(place))
	}
	return OnPath(environ)
}

// OnPath says whether a ddhook can be started by its name alone. Folders of PATH that are relative do not count.
func OnPath(environ []string) bool {
	for _, dir := range filepath.SplitList(hook.Variable(environ, "PATH")) {
		if filepath.IsAbs(dir) && isWhole(filepath.Join(dir, programName())) {
			return true
		}
	}
	return false
}

// isWhole says whether path can be run and is not empty, as a full disk may leave it: a shell runs that as a script.
func isWhole(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Size() > 0 && isProgram(path)
}

// isProgram says whether path can be run. Windows has no bits that would tell.
func isProgram(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && (runtime.GOOS == "windows" || info.Mode()&0o111 != 0)
}
