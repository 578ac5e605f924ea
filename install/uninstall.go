package install

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/repo"
)

// Uninstall takes ddhook's part out of the hook, or of all hooks, and puts back the hook that was there before: where
// git looks now, and where it looks unless it is told otherwise.
func Uninstall(ctx context.Context, o Options) (Result, error) {
	hooks := Hooks()
	if o.Hook != "" && !slices.Contains(hooks, o.Hook) {
		return Result{}, fmt.Errorf("%q is no hook that can be installed; these are: %s", o.Hook, strings.Join(hooks, ", "))
	}
	if o.Hook != "" {
		hooks = []string{o.Hook}
	}
	r, err := repo.Open(ctx, o.Dir, o.Environ)
	if err != nil {
		return Result{}, err
	}
	defer r.Close()
	active, err := find(r)
	if err != nil {
		return Result{}, err
	}
	var lines []string
	for _, f := range active.inside() {
		for _, hook := range hooks {
			done, err := f.remove(r, hook)
			if err != nil {
				return Result{}, fmt.Errorf("uninstalling: %w", err)
			}
			lines = append(lines, done...)
		}
	}
	if lines == nil {
		lines = []string{nothingToRemove()}
	}
	return Result{Lines: lines}, nil
}

// inside are the folders of hooks that are the repository's: this one, and its own when that is another.
func (f folder) inside() []folder {
	var folders []folder
	if !f.outside {
		folders = append(folders, f)
	}
	if own := resolve(f.own); own != f.path && isWithin(own, resolve(filepath.Dir(f.own))) {
		folders = append(folders, folder{path: own, own: f.own, top: f.top})
	}
	return folders
}

// remove takes ddhook's part out of one hook.
func (f folder) remove(r *repo.Repository, hook string) ([]string, error) {
	t, current, err := f.target(hook)
	if err != nil {
		return nil, err
	}
	kept, err := load(filepath.FromSlash(t.kept))
	if err != nil {
		return nil, err
	}
	if t.team && !runsKept(current.part) {
		kept = file{}
	}
	switch left := current.without(); {
	case current.part == nil && !current.exists && kept.exists: // an installation that was interrupted
		return []string{restored(t)}, os.Rename(kept.path, current.path)
	case current.part == nil || current.link:
		return nil, nil
	case len(left) > 0 && kept.exists:
		return nil, fmt.Errorf("%s has lines that are not ddhook's, so that %s cannot be put back; move them there", t.path, t.kept)
	case len(left) > 0:
		return append([]string{cutOut(t)}, teamLeft(t)...), current.write(left)
	case kept.exists:
		return append([]string{restored(t)}, teamLeft(t)...), os.Rename(kept.path, current.path)
	}
	if was, ok := f.stagedEmpty(r, current.path); ok && t.team {
		return append([]string{cutOut(t)}, teamLeft(t)...), current.write(was)
	}
	if err := os.Remove(current.path); err != nil {
		return nil, err
	}
	f.tidy()
	return append([]string{removed(t)}, teamLeft(t)...), nil
}

// stagedEmpty is the text of a hook as the index still has it, where that does nothing: ddhook's part was put into it.
func (f folder) stagedEmpty(r *repo.Repository, path string) (text []byte, ok bool) {
	name, err := filepath.Rel(f.top, path)
	if f.top == "" || err != nil {
		return nil, false
	}
	text, err = r.Git().Output("cat-file", "blob", ":"+filepath.ToSlash(name))
	return text, err == nil && strings.HasPrefix(shebang, string(text))
}

// tidy takes away the hooks folder when nothing is left in it, and those around it that are empty then; it is no loss
// where they stay.
func (f folder) tidy() {
	for dir := f.path; ; dir = filepath.Dir(dir) {
		if names, err := os.ReadDir(dir); err != nil || len(names) > 0 || os.Remove(dir) != nil {
			return
		}
	}
}
