// Package install has git run ddhook. It writes one thing: a marked block of POSIX sh into the hook that git runs. It
// never writes outside of the repository, leaves the other lines of a hook as they are, and leaves hooks that are no
// shell scripts, and those of hook managers, to their owners, with advice.
package install

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook"
	"github.com/ddhook/ddhook/hook/config"
	"github.com/ddhook/ddhook/hook/pathname"
	"github.com/ddhook/ddhook/hook/repo"
	"github.com/ddhook/ddhook/hook/report"
)

// Options say what is installed, and where.
type Options struct {
	Dir     string   // the folder that the command runs in
	Environ []string // the environment, as "NAME=value"
	Hook    string   // one of Hooks; "" is pre-commit, for Uninstall all of them
	Force   bool     // put the block into a hook manager's own hook too
	Binary  string   // the running program, as os.Executable returns it
	Version string   // of the program, for what a hook manager's file should name
}

// Result is what came of it.
type Result struct {
	Guarded bool     // git runs ddhook in this repository; after Uninstall it is false
	Lines   []string // to print, without line ends, and with whatever signs are in names
}

func (r *Result) say(lines ...string) { r.Lines = append(r.Lines, lines...) }

// kind is a hook that can be installed, see githooks(5).
type kind struct {
	name, camel          string // as git has it, and LikeThis
	deed, block          string // what it guards, and how
	call, command, input string // what does that in a hook that is not ddhook's, what installs it, and what call needs there
}

var kinds = []kind{
	{"pre-commit", "PreCommit", "commit", commitBlock, "ddhook staged", "ddhook install", ""},
	{"pre-merge-commit", "PreMergeCommit", "merge", commitBlock, "ddhook staged", "ddhook install --hook pre-merge-commit", ""},
	{"pre-push", "PrePush", "push", pushBlock, "ddhook pre-push", "ddhook install --hook pre-push", ", with a copy of its standard input"},
}

// Hooks are the names of the hooks that can be installed.
func Hooks() (names []string) {
	for _, k := range kinds {
		names = append(names, k.name)
	}
	return names
}

// Install makes git run ddhook in the repository of Dir and Environ. Where that is not for it to do, Lines say what to do.
func Install(ctx context.Context, o Options) (Result, error) { return o.at(ctx, (*state).install) }

// Check reports whether git runs ddhook in the repository, and otherwise what would make it. It writes nothing.
func Check(ctx context.Context, o Options) (Result, error) { return o.at(ctx, (*state).check) }

// Uninstall takes the block out of the hook that git runs, or of all hooks.
func Uninstall(ctx context.Context, o Options) (all Result, err error) {
	hooks := Hooks()
	if o.Hook != "" {
		hooks = []string{o.Hook}
	}
	for _, o.Hook = range hooks {
		one, err := o.at(ctx, (*state).uninstall)
		if err != nil {
			return Result{}, err
		}
		all.say(one.Lines...)
	}
	if all.Lines == nil {
		all.say("nothing to uninstall: no hook of this repository has a block of ddhook's")
	}
	return all, nil
}

// at has something done about one hook.
func (o Options) at(ctx context.Context, act func(*state) error) (Result, error) {
	i := slices.Index(Hooks(), cmp.Or(o.Hook, Hooks()[0]))
	if i < 0 {
		return Result{}, fmt.Errorf("%q is no hook that can be installed; these are: %s", o.Hook, strings.Join(Hooks(), ", "))
	}
	r, err := repo.Open(ctx, o.Dir, o.Environ)
	if err != nil {
		return Result{}, err
	}
	defer r.Close()
	s := &state{Options: o, repo: r, kind: kinds[i]}
	if err = s.look(); err == nil {
		err = act(s)
	}
	return s.Result, err
}

func (s *state) install() error {
	place, err := stablePlace(s.Binary, hook.Variable(s.Environ, "GOCACHE"))
	if err = cmp.Or(err, s.unread); err != nil {
		return err
	}
	if !s.folder.team && !s.folder.outside {
		s.place = place
	}
	if runner := s.runner(); runner != "" && (s.file.block == nil || s.isLiving()) {
		s.survey("already guarded: " + runner)
		return nil
	}
	if s.obstacle("not installed: ", s.Force) {
		return nil
	}
	err = cmp.Or(s.file.write(insert(s.file.rest, s.blockFor(s.place))), s.look())
	if err != nil || s.obstacle("not guarded: ", true) { // such as where no file can be made executable
		return err
	}
	s.say("installed: " + s.file.path)
	if s.husky { // it is the team's, tracked or not
		s.say("to hand it on: git add " + report.ShellWord(s.file.path))
	} else if s.folder.team {
		s.say("to hand it on: git add --chmod=+x " + report.ShellWord(s.file.path))
	}
	s.survey()
	return nil
}

func (s *state) check() error {
	if s.unread != nil {
		return s.unread
	}
	fault := " has a block that is not what this ddhook writes"
	switch runner := s.runner(); {
	case runner != "":
		s.survey("guarded: " + runner)
		return nil
	case s.obstacle("not guarded: ", false):
		return nil
	case !s.file.exists():
		fault = " does not exist"
	case s.file.block == nil:
		fault = " does not run ddhook"
	case !s.finds():
		fault = " runs " + s.place + ", which is not there any more"
	}
	s.say("not guarded: "+s.file.path+fault, "to repair: "+s.command)
	return nil
}

func (s *state) uninstall() error {
	if f := s.file; f.block != nil && !f.link && !s.folder.outside {
		if len(f.rest) == 0 || string(f.rest) == shebang { // nothing is left without the block
			f.rest = nil
		}
		if err := f.write(f.rest); err != nil {
			return err
		}
		s.say("uninstalled: " + f.path)
		if s.folder.team {
			s.say("to hand it on: git add -A " + report.ShellWord(f.path))
		}
	}
	if err := s.look(); err != nil {
		return err
	}
	if runner := s.runner(); runner != "" {
		s.say("ddhook is still run; take this out by hand: " + runner)
	}
	return nil
}

// state is what a repository looks like at one hook, and what there is to say about it.
type state struct {
	Options
	Result
	kind
	repo    *repo.Repository
	folder  folder
	git     file     // the hook that git runs
	husky   bool     // it is husky's (9 or newer), in a folder "_", and runs the hook beside that folder
	file    file     // the hook that the block goes into: that of husky, or one that a manager moved, or else git's
	place   string   // where the block looks for ddhook, or is to look; "" is on PATH
	manager *manager // nil when there is none
	unread  error    // why its file could not be read
}

// look finds out about the hook.
func (s *state) look() (err error) {
	if s.folder, err = find(s.repo); err != nil {
		return err
	}
	if s.git, err = load(filepath.Join(s.folder.path, s.name)); err != nil {
		return err
	}
	written := func(mark string) bool { return bytes.Contains(s.git.text, []byte(mark)) }
	s.file, s.husky = s.git, filepath.Base(s.folder.path) == "_" && s.git.runs() && written(`/h"`)
	if s.husky {
		if s.file, err = load(filepath.Join(filepath.Dir(s.folder.path), s.name)); err != nil {
			return err
		}
	} else if legacy, err := load(s.git.path + ".legacy"); err == nil && legacy.block != nil && written("generated by pre") {
		s.file = legacy // the pre-commit framework and prek moved it there, and run it
	}
	if s.folder.team = s.folder.team || s.husky; !s.folder.team {
		s.place = placeIn(s.file.block)
	}
	s.manager = s.recognise()
	return nil
}

// runs reports whether git has what is in the file run. husky hands it to a shell, which asks for no bit.
func (s *state) runs() bool { return s.git.runs() && (s.file.runs() || s.husky) }

// finds reports whether the block finds ddhook.
func (s *state) finds() bool {
	installed := filepath.Join(hook.Variable(s.Environ, "HOME"), "go", "bin", "ddhook")
	return s.place == "" && (OnPath() != "" || isWhole(installed)) || s.place != "" && isWhole(filepath.FromSlash(s.place))
}

// isLiving reports whether git runs the block that this ddhook writes, at the top of a hook, and it finds ddhook.
func (s *state) isLiving() bool {
	return s.runs() && s.file.block != nil && s.finds() && bytes.Equal(s.file.text, insert(s.file.rest, s.blockFor(s.place)))
}

// runner is what has git run ddhook; "" when nothing does.
func (s *state) runner() string {
	line := s.lineIn(s.file.rest)
	switch {
	case s.isLiving():
		return s.file.path
	case s.runs() && line != "":
		return s.file.path + ": " + line
	case s.manager != nil && s.manager.active && s.manager.line != "":
		return s.manager.path + ": " + s.manager.line
	}
	// git 2.54 and newer run hooks of the configuration, and list them: of one that is turned off not the name alone.
	names, _ := s.repo.Git.Output("hook", "list", "-z", s.name)
	for name := range strings.SplitSeq(string(names), "\x00") {
		key := "hook." + name + ".command"
		if command, err := s.repo.Git.Line("config", "--get", key); err == nil && s.isRun(command) {
			return key + " in git's configuration: " + command
		}
	}
	return ""
}

// obstacle says why the block is not for ddhook to write, if it is not, and what would make check report a guard: in the
// voice of hook/report, a fact first, then what can be typed. Lines for a file stand as they are to be in it.
func (s *state) obstacle(verdict string, force bool) bool {
	f, own := s.file, s.folder.own
	if s.git.exists() && !s.git.runs() {
		f = s.git // of a manager, which would run the other one
	}
	path, again, alien := f.path, report.ShellWord(f.path)+"; "+s.command, f.alien()
	switch {
	case s.folder.outside:
		home := "git config core.hooksPath "
		if target, _ := filepath.EvalSymlinks(own); target == s.folder.path { // it is not set
			home = "rm "
		}
		s.say(verdict+"git takes the hooks of this repository from "+slashed(s.folder.path)+", outside of it",
			"for this repository alone, without what else is there: "+home+report.ShellWord(slashed(own))+"; "+s.command)
	case s.manager != nil && s.file.block == nil && !force:
		s.managed(verdict)
	case f.link && f.info == nil:
		s.say(verdict+path+" is a link that leads nowhere", "to repair: rm "+again)
	case f.exists() && !f.runs() && !s.husky:
		s.say(verdict+path+" is not executable, so that git passes it by",
			"to repair: chmod +x "+again, "or, to do without it: rm "+again)
	case alien != "":
		target, _ := filepath.EvalSymlinks(path) // it leads somewhere
		s.say(verdict+path+" is "+alien+", and was left alone",
			"add to "+slashed(target)+", in its own language, before all else"+s.input+":", s.call+" || exit")
	case s.folder.team && !s.finds():
		s.say(verdict+path+" is shared, and looks for ddhook on PATH, where it is not",
			"to repair: export PATH=$PATH:"+report.ShellWord(slashed(filepath.Dir(s.Binary)))+"; "+s.command)
	default:
		return false
	}
	return true
}

// survey says how many Dockerfiles of the index ddhook looks at. Where that is none of those that are there, nothing is
// guarded, else guarded stands first. Settings that cannot be read are for the commit to complain about.
func (s *state) survey(guarded ...string) {
	found, err := hook.TakeSurvey(s.repo, hook.Options{Dir: s.Dir, Environ: s.Environ, Version: s.Version})
	missed := len(found.Missed)
	count := fmt.Sprintf("Dockerfiles in the index: %d checked, %d not", found.Selected, missed)
	if err != nil {
		count = fmt.Sprintf("which Dockerfiles are checked could not be told: %v", err)
	} else if found.Selected+missed == 0 {
		count = "no Dockerfile is in the index yet"
	}
	if s.Guarded = found.Selected > 0 || missed == 0; !s.Guarded {
		guarded, count = nil, "not guarded: "+count
	}
	s.say(append(guarded, count)...)
	add := "git add " + report.ShellWord(pathname.Up(s.repo.Top, s.Dir)+config.Name)
	switch {
	case missed == 0:
	case found.Pending:
		s.say("to have them checked: " + add)
	case found.Settings == "":
		s.say("to have them checked: ddhook init; " + add)
	default:
		s.say("to have them checked, write in .ddhook.yaml:")
		s.say(found.Lines...)
		s.say("then type: " + add)
	}
}
