// Package install writes ddhook's hook into a repository, says whether it is there, and takes it away. It never
// writes outside of the repository, and nothing in it but the hook that it was asked for.
//
// ddhook's part of a hook stands between two marks. In a hook of the repository's own it is the whole hook; one that
// was there before is kept beside it and run after it, or, when it goes by its own name, gets ddhook's part put into
// it. In a folder that git tracks the hook is the team's, and ddhook's part is put into it. A hook manager's hooks are
// left to the manager.
package install

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"github.com/ddhook/ddhook/hook/repo"
)

// Options say what is installed, and where.
type Options struct {
	Dir     string   // the folder that the command runs in
	Environ []string // the environment, as "NAME=value"
	Hook    string   // one of Hooks; "" is pre-commit, for Uninstall all of them
	Force   bool     // install beside a hook manager
	Binary  string   // the running program, as os.Executable gives it; Uninstall does not need it
	Version string   // of the program, for what a hook manager's file should name
}

// Result is what came of it.
type Result struct {
	Guarded bool     // git runs ddhook in this repository; after Uninstall it is false
	Lines   []string // to print, without line ends, and with whatever signs are in names
}

// Hooks are the hooks that can be installed, see githooks(5).
func Hooks() []string { return []string{defaultHook, "pre-merge-commit", "pre-push"} }

const defaultHook = "pre-commit"

// Install makes git run ddhook in the repository that Dir and Environ lead to. Where that is not for ddhook to do (a
// hook manager, a folder of hooks outside of the repository, a team's hook in another language) it writes nothing,
// and Lines say what to do instead.
func Install(ctx context.Context, o Options) (Result, error) {
	place, onPath, err := stablePlace(o.Binary, o.Environ)
	if err != nil {
		return Result{}, err
	}
	r, err := repo.Open(ctx, o.Dir, o.Environ)
	if err != nil {
		return Result{}, err
	}
	defer r.Close()
	s, err := o.look(r, place)
	if err != nil {
		return Result{}, err
	}
	var result Result
	switch {
	case s.current.part == nil && s.elsewhere != "":
		result = Result{Guarded: true, Lines: []string{s.elsewhere}}
	case s.folder.off:
		result.Lines = offAdvice(s.folder, s.script)
	case s.current.part != nil && (s.current.link || s.folder.outside): // others may have it too
		result, err = s.checkPart(o.Environ)
	case s.folder.outside:
		result.Lines = outsideAdvice(s.folder, s.script, s.current)
	case s.current.part == nil && s.manager != nil && (!o.Force || s.manager.byName):
		result.Lines = managerAdvice(*s.manager, s.script)
	case s.target.team:
		result, err = s.installTeam(place, onPath)
	default:
		result, err = s.installOwn()
	}
	if err != nil {
		return Result{}, fmt.Errorf("installing: %w", err)
	}
	if result.Guarded && !s.target.team && !isAlive("", o.Environ) {
		result.Lines = append(result.Lines, notFound(place))
	}
	result.Lines = append(result.Lines, o.survey(r)...)
	if result.Guarded && s.script.hook == defaultHook {
		result.Lines = append(result.Lines, s.prePush()...)
	}
	return result, nil
}

// state is what a repository looks like before anything is done.
type state struct {
	folder    folder
	target    target
	current   file
	manager   *managed // nil when there is none
	elsewhere string   // what runs ddhook already without a part of ddhook's own; "" when nothing does
	script    script   // that is to be there
}

// look finds out about one hook; place is where it would find ddhook in a hook that is not shared.
func (o Options) look(r *repo.Repository, place string) (state, error) {
	hook := o.Hook
	if hook == "" {
		hook = defaultHook
	}
	s := state{script: script{hook: hook}}
	if !slices.Contains(Hooks(), hook) {
		return s, fmt.Errorf("%q is no hook that can be installed; these are: %s", hook, strings.Join(Hooks(), ", "))
	}
	var err error
	if s.folder, err = find(r); err != nil {
		return s, err
	}
	if s.target, s.current, err = s.folder.target(hook); err != nil {
		return s, err
	}
	s.script.among = s.target.team || s.current.part != nil && len(s.current.without()) > 0
	if !s.target.team && !s.folder.outside {
		s.script.place = place
	}
	m, found, err := recognise(s.folder, s.script, o.Version)
	if err != nil {
		return s, err
	}
	if found {
		s.manager = &m
	}
	s.elsewhere = s.runsElsewhere()
	return s, nil
}

// runsElsewhere says what runs ddhook because somebody followed the advice that was given: a hook manager, or a line
// in the hook itself.
func (s state) runsElsewhere() string {
	if s.manager != nil && s.manager.active && s.manager.line > 0 {
		return guardedElsewhere(s.manager.file, s.manager.line)
	}
	if n := s.current.lineRunning(s.script.hook); n > 0 && s.current.runs && s.folder.husky() == "" {
		return guardedElsewhere(s.target.path, n)
	}
	return ""
}

// prePush hints at the hook that sees what went past the others, unless it is there.
func (s state) prePush() []string {
	if _, push, err := s.folder.target("pre-push"); err != nil || push.part != nil {
		return nil
	}
	return []string{prePushHint}
}

// installTeam puts ddhook's part into a hook that the team shares.
func (s state) installTeam(place string, onPath bool) (Result, error) {
	kept, err := load(filepath.FromSlash(s.target.kept))
	if err != nil {
		return Result{}, err
	}
	s.script.kept = s.target.keeps(s.current, kept)
	result, err := s.putInto("")
	if err == nil && !onPath {
		result.Lines = append(result.Lines, notOnPath(place))
	}
	return result, err
}

// putInto puts ddhook's part into a hook that has other lines, if it is one of a shell; why tells, otherwise, what
// else there is against keeping it.
func (s state) putInto(why string) (Result, error) {
	if reason, ok := s.current.isShell(); !ok {
		return Result{Lines: otherLanguage(s.target, s.script, why+reason)}, nil
	}
	if s.current.part == nil && s.current.exists && !s.current.runs { // it would be switched on with ddhook's part
		return Result{}, errors.New(passedBy(s.target, s.current))
	}
	return s.put()
}

// installOwn writes the repository's own hook; what another program wrote there is kept.
func (s state) installOwn() (Result, error) {
	kept, err := load(filepath.FromSlash(s.target.kept))
	if err != nil {
		return Result{}, err
	}
	s.script.kept = kept.exists
	free := s.current.part != nil || !s.current.exists
	named := s.current.usesName() && (s.manager == nil || !s.manager.active) // the managers' do well under any
	switch {
	case free && kept.exists && !kept.runs:
		return Result{}, errors.New(idleKept(s.target))
	case free:
		return s.put()
	case !s.current.runs:
		return Result{}, errors.New(passedBy(s.target, s.current))
	case kept.exists && (named || !kept.equals(s.current)):
		return Result{}, errors.New(twoHooks(s.target, s.script))
	case named:
		s.script.among = true
		result, err := s.putInto(ownNameWhy + ", and ")
		if err == nil && result.Guarded {
			result.Lines = append(result.Lines, putInto(s.target))
		}
		return result, err
	}
	s.script.kept = true
	result, err := s.putBeside()
	if err == nil && s.current.isProgram() {
		result.Lines = append(result.Lines, mayUseName(s.target))
	}
	return result, err
}

// putBeside keeps the hook that is there. When the new one cannot be written all is as it was.
func (s state) putBeside() (Result, error) {
	kept := filepath.FromSlash(s.target.kept)
	if err := os.Rename(s.current.path, kept); err != nil {
		return Result{}, fmt.Errorf("keeping the hook that is there: %w", err)
	}
	original := s.current.path
	s.current = file{path: original}
	result, err := s.put()
	if err != nil {
		err = errors.Join(err, os.Rename(kept, original))
	}
	return result, err
}

// put writes ddhook's part and says what is new about it.
func (s state) put() (Result, error) {
	text := s.current.with(s.script.text())
	had, has := string(s.current.part), string(s.script.text())
	switch {
	case had == "":
		if err := os.MkdirAll(filepath.Dir(s.current.path), 0o777); err != nil {
			return Result{}, fmt.Errorf("making the hooks folder: %w", err)
		}
		return Result{Guarded: true, Lines: installed(s.target, s.script)}, s.current.write(text)
	case string(text) != string(s.current.text):
		diff := udiff.Unified("before", "now", had, has)
		return Result{Guarded: true, Lines: updated(s.target, s.script, diff, !s.current.leads())}, s.current.write(text)
	case !s.current.runs:
		return Result{Guarded: true, Lines: []string{madeExecutable(s.target)}}, makeExecutable(s.current.path)
	}
	return Result{Guarded: true, Lines: []string{unchanged(s.target)}}, nil
}
