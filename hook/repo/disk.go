package repo

import (
	"bytes"
	"path/filepath"
	"slices"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/ddhook/ddhook/hook/pathname"
	"github.com/ddhook/ddhook/hook/repo/native"
)

// Unstaged returns those of files on disk, by their absolute names without symbolic links, of which the index has another
// content than the given one, sorted. A file of which the index has nothing, or only git could tell, is left out. Each index
// is read once, and no process started. Line ends do not matter, since git may convert them.
func Unstaged(files map[string][]byte) []string {
	layouts, paths := map[string]native.Layout{}, map[string][]string{} // by the top
	for file := range files {
		l, err := discover(filepath.Dir(file), nil)
		if path, ok := pathname.Below(l.Top, file); ok && err == nil && l.foreign == nil {
			layouts[l.Top], paths[l.Top] = l.Layout, append(paths[l.Top], path)
		}
	}
	var unstaged []string
	for top, layout := range layouts {
		r := native.New(layout)
		entries, err := r.Index(paths[top])
		r.Close()
		for _, e := range entries {
			file := filepath.Join(top, filepath.FromSlash(e.Path))
			isStaged := func(data []byte) bool { return plumbing.ComputeHash(plumbing.BlobObject, data).String() == e.ID }
			unix := bytes.ReplaceAll(files[file], []byte("\r\n"), []byte("\n"))
			if err == nil && e.IsFile() && !isStaged(files[file]) && !isStaged(unix) {
				unstaged = append(unstaged, file)
			}
		}
	}
	slices.Sort(unstaged)
	return unstaged
}
