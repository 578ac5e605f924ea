package hook

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/ddhook/ddhook/hook/fix"
	"github.com/ddhook/ddhook/hook/pathname"
)

// inWorkspace says what the go.work that the go command would use where a file lies means for repairs: the next one
// upwards ("go help work"), here up to the top, from which its path is given. It is "" when there is none, when it means
// nothing for them, and for a file that does not lie on disk, whose name is "".
func inWorkspace(r fix.Result, file string) string {
	if file == "" || !slices.ContainsFunc(r.Repairs, func(done fix.Repair) bool { return done.Workspace }) {
		return ""
	}
	dir := filepath.Dir(file)
	for top := pathname.TopOf(dir); ; dir = filepath.Dir(dir) {
		file := filepath.Join(dir, "go.work")
		if _, err := os.Lstat(file); !errors.Is(err, fs.ErrNotExist) {
			path, _ := pathname.Below(top, file)
			return "with " + path + " -mod=mod is an error: build with GOWORK=off"
		}
		if dir == top || dir == filepath.Dir(dir) {
			return ""
		}
	}
}
