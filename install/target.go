package install

import (
	"path/filepath"
)

// target is the hook that ddhook's part goes into.
type target struct {
	path string // absolute, with "/"
	kept string // what the hook that was here before is called
	team bool   // it is a file of the team's: ddhook's part goes into what is there, and finds ddhook on PATH
}

// target is the hook of this name that git runs, or that the hook which git runs does: husky's runs the one beside
// its folder, and the pre-commit framework a hook that it found in its place, under another name.
func (f folder) target(hook string) (target, file, error) {
	dir, team := f.path, f.team
	if husky := f.husky(); husky != "" {
		dir, team = husky, true
	}
	path := filepath.Join(dir, hook)
	t := target{path: filepath.ToSlash(path), kept: filepath.ToSlash(filepath.Join(dir, keptName(hook))), team: team}
	current, err := load(path)
	if err != nil {
		return t, current, err
	}
	if f.husky() != "" {
		current.read, current.runs = true, current.exists
	}
	if current.part != nil {
		t.team = t.team || placeIn(current.part) == "" // it was written for a team, whose other worktree this may be
		return t, current, nil
	}
	if legacy, err := load(path + legacySuffix); err == nil && legacy.part != nil && current.exists {
		t.path += legacySuffix
		return t, legacy, nil
	}
	return t, current, nil
}

// keeps says whether ddhook's part, which is in current or will be, runs the hook kept. A team's hook has that only
// where its folder became tracked after ddhook had been installed.
func (t target) keeps(current, kept file) bool {
	return kept.exists && (!t.team || runsKept(current.part))
}

const legacySuffix = ".legacy"
