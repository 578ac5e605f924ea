package install

import (
	"bytes"
	"context"
	"path/filepath"

	"github.com/ddhook/ddhook/hook/repo"
)

// Check says whether git runs ddhook in the repository, and writes nothing. It does not when the program is not where
// the hook looks for it, nor, to be safe, when the hook is not what this version writes.
func Check(ctx context.Context, o Options) (Result, error) {
	r, err := repo.Open(ctx, o.Dir, o.Environ)
	if err != nil {
		return Result{}, err
	}
	defer r.Close()
	s, err := o.look(r, "")
	if err != nil {
		return Result{}, err
	}
	var result Result
	switch {
	case s.current.part != nil:
		result, err = s.checkPart(o.Environ)
	case s.elsewhere != "":
		result = Result{Guarded: true, Lines: []string{s.elsewhere}}
	default:
		result.Lines = s.missing()
	}
	if err != nil {
		return Result{}, err
	}
	result.Lines = append(result.Lines, o.survey(r)...)
	return result, nil
}

// checkPart looks whether the part that is there does its work.
func (s state) checkPart(environ []string) (Result, error) {
	kept, err := load(filepath.FromSlash(s.target.kept))
	if err != nil {
		return Result{}, err
	}
	s.script.place = placeIn(s.current.part)
	s.script.kept = s.target.keeps(s.current, kept)
	fault, repair := "", s.script.install()
	switch {
	case !s.current.runs:
		fault = idle(s.target)
	case !isAlive(s.script.place, environ):
		fault = deadPlace(s.target, s.script.place)
		if s.script.place == "" {
			repair = toPath
		}
	case !s.current.leads():
		fault = late(s.target)
	case !bytes.Equal(s.current.part, s.script.text()):
		fault = oldText(s.target)
	case s.script.kept && !kept.runs:
		fault, repair = deadKept(s.target), "chmod +x "+wordIn(s.target.kept)
	default:
		return Result{Guarded: true, Lines: []string{guarded(s.target, s.script)}}, nil
	}
	switch {
	case s.current.link:
		repair = deleteLink(s.target, s.script)
	case s.folder.outside:
		return Result{Lines: append(notGuarded(fault, renew(s.target)), s.script.snippet()...)}, nil
	}
	return Result{Lines: notGuarded(fault, repair)}, nil
}

// missing says why nothing runs ddhook.
func (s state) missing() []string {
	switch {
	case s.folder.off:
		return notGuarded(turnedOff(s.folder), hooksBack(s.folder, s.script))
	case s.manager != nil && s.manager.line > 0:
		return unlisted(*s.manager)
	case !s.current.exists:
		return notGuarded(noHook(s.target), s.script.install())
	case !s.current.runs:
		return []string{"not guarded: " + passedBy(s.target, s.current), "then type: " + s.script.install()}
	}
	return notGuarded(otherHook(s.target), s.script.install())
}
