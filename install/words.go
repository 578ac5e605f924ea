package install

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/ddhook/ddhook/hook"
)

// The words of this package, in the voice of hook/report: a fact first, then the remedy, which can be typed. Lines
// that are to be put into a file stand as they are to be, not indented: some would mean something else.

const (
	repairCommand = "go install github.com/ddhook/ddhook/cmd/ddhook@latest"
	beginNote     = ": written by `ddhook install`, taken away by `ddhook uninstall`; changes up to the end mark are lost"
)

// What the hook itself says. It must not say where the reader finds this program: that is gone.

func passed(s script) string {
	return fmt.Sprintf("ddhook: not installed any more, so that nothing was checked; this %s touches no Dockerfile and may pass; "+
		"to have it back: %s", s.deed(), repairCommand)
}

// blocked are words of a shell, a line of text each; in the last the shell fills in the hook's path.
func blocked(s script) []string {
	return []string{
		quote(fmt.Sprintf("ddhook: %s blocked: it touches, or may touch, a Dockerfile, .ddhook.yaml or what that selects, and "+
			"ddhook, which checks them, is not installed any more; to have it back: %s", s.deed(), repairCommand)),
		`"ddhook: to do without it: ` + s.undo() + `"`,
	}
}

func unkept(s script) string {
	return `"ddhook: cannot run $ddhook_kept, the hook that was here before; make it executable, or delete it and type: ` +
		`ddhook install --hook ` + s.hook + `"`
}

func (s script) deed() string {
	switch s.hook {
	case "pre-push":
		return "push"
	case "pre-merge-commit":
		return "merge"
	}
	return "commit"
}

// undo is for between double quotes of a shell.
func (s script) undo() string {
	switch {
	case s.kept:
		return "move ${0%/*}/" + keptName(s.hook) + " to $0"
	case s.among:
		return "take ddhook's lines out of $0"
	}
	return "delete $0"
}

// What the commands say.

func installed(t target, s script) []string {
	lines := []string{fmt.Sprintf("installed: %s runs %s", t.path, s.command())}
	if s.kept {
		lines = append(lines, fmt.Sprintf("the hook that was there before is kept as %s and runs after ddhook", t.kept))
	}
	return append(lines, teamLines(t, s)...)
}

// ownNameWhy follows a hook's name.
const ownNameWhy = "needs its name, so that it cannot be kept under another"

func putInto(t target) string {
	return fmt.Sprintf("%s %s: ddhook's part was put into it, and the rest is as it was", t.path, ownNameWhy)
}

// mayUseName warns of a program that was kept: it may tell by its name what to do, and has another one now.
func mayUseName(t target) string {
	return fmt.Sprintf("%s is a program; should it not work under this name, ddhook uninstall puts it back", t.kept)
}

func updated(t target, s script, diff string, moved bool) []string {
	lines := []string{fmt.Sprintf("updated: ddhook's part of %s", t.path)}
	if moved {
		lines[0] += " stood after other commands; now it is right after the first line"
	}
	if diff != "" {
		lines = append(lines, indent(strings.Split(strings.TrimSuffix(diff, "\n"), "\n"))...)
	}
	return append(lines, teamLines(t, s)...)
}

func madeExecutable(t target) string {
	return fmt.Sprintf("updated: %s was not executable, so that git did not run it; now it is", t.path)
}

func unchanged(t target) string {
	return fmt.Sprintf("already installed: %s; nothing was changed", t.path)
}

func teamLines(t target, s script) []string {
	if !t.team {
		return nil
	}
	files := wordIn(t.path)
	if s.kept {
		files += " " + wordIn(t.kept)
	}
	return []string{
		"the hook belongs to the team, and looks for ddhook on PATH; to hand the change on: git add --chmod=+x " + files + " && git commit",
	}
}

func (s script) command() string {
	place := s.place
	if place == "" {
		place = "ddhook"
	}
	return place + " " + s.subcommand()
}

func (s script) subcommand() string {
	if s.hook == "pre-push" {
		return s.hook
	}
	return "staged"
}

const prePushHint = "to catch as well what `git commit --no-verify` let through, before it leaves: ddhook install --hook pre-push"

func notOnPath(binary string) string {
	return fmt.Sprintf("add its folder to PATH, where this hook looks for ddhook: %s", filepath.ToSlash(filepath.Dir(binary)))
}

// notFound is about a hook that has the program's place.
func notFound(binary string) string {
	return fmt.Sprintf("ddhook is not on PATH, where you need it for what its messages advise, such as `ddhook fix`; to have it there, add %s",
		wordIn(filepath.ToSlash(filepath.Dir(binary))))
}

func guarded(t target, s script) string {
	return fmt.Sprintf("guarded: %s runs %s", t.path, s.command())
}

func guardedElsewhere(file string, line int) string {
	return fmt.Sprintf("guarded: line %d of %s runs ddhook", line, file)
}

func notGuarded(why, repair string) []string {
	return []string{"not guarded: " + why, "to repair: " + repair}
}

func deleteLink(t target, s script) string {
	return fmt.Sprintf("delete %s, which is a link, then: %s", t.path, s.install())
}

// renew is about a folder that ddhook does not write into; the lines follow.
func renew(t target) string {
	return fmt.Sprintf("make %s executable, with these lines right after its first line in place of those that are ddhook's:", t.path)
}

const toPath = "add the folder that ddhook is in to PATH"

// unlisted is about a manager that lists ddhook and is not run.
func unlisted(m managed) []string {
	return []string{
		fmt.Sprintf("not guarded: line %d of %s lists ddhook, but git runs no hook of %s's here", m.line, m.file, m.name),
		"to repair: " + m.activate,
	}
}

func (s script) install() string {
	if s.hook == defaultHook {
		return "ddhook install"
	}
	return "ddhook install --hook " + s.hook
}

func noHook(t target) string    { return fmt.Sprintf("%s does not exist", t.path) }
func otherHook(t target) string { return fmt.Sprintf("%s does not run ddhook", t.path) }
func oldText(t target) string {
	return fmt.Sprintf("ddhook's part of %s is not what this ddhook writes", t.path)
}
func late(t target) string {
	return fmt.Sprintf("in %s other commands stand before ddhook's part and may keep it from being run, or take its standard input", t.path)
}
func idle(t target) string {
	return fmt.Sprintf("%s is not executable, so that git does not run it", t.path)
}
func passedBy(t target, f file) string {
	if f.link && f.text == nil {
		return fmt.Sprintf("%s is a link that leads nowhere; delete it", t.path)
	}
	return fmt.Sprintf("%s cannot be run, so that git passes it by; make it executable, or delete it", t.path)
}
func twoHooks(t target, s script) string {
	return fmt.Sprintf("%s, which git runs now, and %s, which was kept when ddhook was installed, are both there, and neither "+
		"is ddhook's; delete the one that is not wanted, then: %s", t.path, t.kept, s.install())
}
func idleKept(t target) string {
	return fmt.Sprintf("%s, the hook that was there before, cannot be run; make it executable, or delete it", t.kept)
}
func deadKept(t target) string { return fmt.Sprintf("%s runs %s, which cannot be run", t.path, t.kept) }
func deadPlace(t target, place string) string {
	if place == "" {
		return fmt.Sprintf("%s looks for ddhook on PATH, where it is not", t.path)
	}
	return fmt.Sprintf("%s runs %s, which is not there any more", t.path, place)
}

func turnedOff(f folder) string {
	return fmt.Sprintf("core.hooksPath is %q, so that git runs no hooks", f.setting)
}

// hooksBack makes git look into the repository's own folder, whatever is set elsewhere.
func hooksBack(f folder, s script) string {
	scope := "--local"
	if f.scope == "worktree" { // which wins
		scope = "--worktree"
	}
	return fmt.Sprintf("git config %s core.hooksPath %s && %s", scope, wordIn(filepath.ToSlash(f.own)), s.install())
}

func offAdvice(f folder, s script) []string {
	return []string{"not installed: " + turnedOff(f), "to have them run in this repository: " + hooksBack(f, s)}
}

// outsideAdvice tells the way on where the hooks folder is shared with other repositories, and has this hook.
func outsideAdvice(f folder, s script, current file) []string {
	path := filepath.ToSlash(filepath.Join(f.path, s.hook))
	lines := []string{fmt.Sprintf("not installed: git takes the hooks of this repository from %s, outside of it, as other "+
		"repositories may do too", filepath.ToSlash(f.path))}
	if f.setting == "" {
		return append(lines, fmt.Sprintf("make %s a folder instead of a link, then: %s", filepath.ToSlash(f.own), s.install()))
	}
	lines = append(lines,
		"for this repository alone, which then does without the hooks of that folder: "+hooksBack(f, s),
		fmt.Sprintf("for all that share it, add to %s%s:", path, whereIn(current.text)))
	if !current.exists {
		lines = append(lines, strings.TrimSpace(shebang))
	}
	lines = append(lines, s.snippet()...)
	if !current.runs {
		lines = append(lines, "then type: chmod +x "+wordIn(path))
	}
	return lines
}

// otherLanguage tells the way on for a team's hook that cannot be added to.
func otherLanguage(t target, s script, why string) []string {
	what := "`ddhook staged`"
	if s.hook == "pre-push" {
		what = "`ddhook pre-push`, which reads the hook's standard input,"
	}
	return []string{
		fmt.Sprintf("not installed: %s %s, so it was left alone", t.path, why),
		fmt.Sprintf("add to it: run %s and stop with its status unless that is 0", what),
	}
}

// managerAdvice tells what to add to a hook manager's file.
func managerAdvice(m managed, s script) []string {
	lines := []string{fmt.Sprintf("not installed: %s runs the hooks of this repository", m.name)}
	if m.line == 0 {
		lines = append(lines, fmt.Sprintf("add to %s%s:", m.file, m.where))
		lines = append(lines, m.add...)
	}
	if m.activate != "" && !m.active {
		lines = append(lines, "then type: "+m.activate)
	}
	if !m.byName {
		lines = append(lines, "to install beside it all the same: "+s.install()+" --force")
	}
	return lines
}

// whereIn says where in a hook with this text the lines go that run ddhook: in front of what may end the hook, or read
// what is on standard input.
func whereIn(text []byte) string {
	switch {
	case bytes.Contains(text, []byte(`/_/husky.sh"`)): // which runs the hook once more, up to there
		return ", right after the line with husky.sh"
	case bytes.HasPrefix(text, []byte("#!")):
		return ", right after its first line"
	case len(text) > 0:
		return ", at its top"
	}
	return ""
}

// snippet is what a person puts into a shell hook to run ddhook.
func (s script) snippet() []string {
	if s.hook == "pre-push" {
		return strings.Split(strings.TrimSpace(string(script{hook: s.hook, place: s.place, among: true}.text())), "\n")
	}
	return []string{"ddhook staged || exit"}
}

func removed(t target) string { return fmt.Sprintf("uninstalled: %s", t.path) }
func restored(t target) string {
	return fmt.Sprintf("uninstalled: %s is again the hook that was there before ddhook", t.path)
}
func cutOut(t target) string {
	return fmt.Sprintf("uninstalled: ddhook's part of %s is gone, the rest is as it was", t.path)
}
func teamLeft(t target) []string {
	if !t.team {
		return nil
	}
	return []string{"the hook belongs to the team; to hand the change on: git add -A " + wordIn(t.path) + " && git commit"}
}

func nothingToRemove() string {
	return "nothing to uninstall: no hook of this repository has a part of ddhook's"
}

// surveyLines say how many Dockerfiles of the index are looked at.
func surveyLines(s hook.Survey) []string {
	lines := []string{fmt.Sprintf("Dockerfiles in the index: %d checked, %d not", s.Selected, len(s.Missed))}
	if len(s.Missed) == 0 {
		return lines
	}
	const most = 5
	lines = append(lines, indent(s.Missed[:min(len(s.Missed), most)])...)
	if more := len(s.Missed) - most; more > 0 {
		lines = append(lines, fmt.Sprintf("    and %d more", more))
	}
	lines = append(lines, "to have them checked too, write in .ddhook.yaml:")
	return append(lines, s.Lines...)
}

func surveyFailed(err error) string {
	return fmt.Sprintf("which Dockerfiles are checked could not be told: %v", err)
}

func indent(lines []string) []string {
	indented := make([]string, len(lines))
	for i, line := range lines {
		indented[i] = "    " + line
	}
	return indented
}
