package report

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook"
)

// The voice: what goes to standard error begins with "ddhook:"; lower case, no full stop, no exclamation mark; a fact
// first, then the remedy; commands are written so that they can be typed, and only commands that exist.

// Problem writes an error, each of those that it joins on its own line; nil writes nothing.
func Problem(w io.Writer, err error) {
	for _, message := range problems(err) {
		for line := range strings.Lines(message) {
			fmt.Fprintf(w, "ddhook: %s\n", Escape(strings.TrimRight(line, "\r\n")))
		}
	}
}

// asides writes warnings and hints.
func (p Printer) asides(r *hook.Report) {
	for _, w := range r.Warnings {
		fmt.Fprintf(p.Err, "ddhook: warning: %s\n", warning(w))
	}
	if len(r.Unlisted) > 0 {
		fmt.Fprintf(p.Err, "ddhook: hint: looks like a Dockerfile, but no glob selects it: %s\n", some(r.Unlisted))
	}
	if len(r.Select) > 0 {
		fmt.Fprintf(p.Err, "ddhook: hint: these lines in .ddhook.yaml would:\n")
		for _, line := range r.Select {
			fmt.Fprintf(p.Err, "    %s\n", Escape(line))
		}
	}
}

func warning(w hook.Warning) string {
	message := Escape(w.Message)
	switch {
	case w.Path == "":
		return message
	case w.Line == 0:
		return fmt.Sprintf("%s: %s", Escape(w.Path), message)
	}
	return fmt.Sprintf("%s:%d: %s", Escape(w.Path), w.Line, message)
}

// some names the first of many paths.
func some(paths []string) string {
	const most = 5
	var names []string
	for _, path := range paths[:min(len(paths), most)] {
		names = append(names, Escape(path))
	}
	if more := len(paths) - most; more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(names, ", ")
}

// headline is all there is to say about a finding in one line: an editor may show no more of a hook's output.
func headline(f hook.Finding) string { return f.Message + "; " + f.Fix }

// full is what a machine is told about a finding: it has no room of its own for the note.
func full(f hook.Finding) string {
	if f.Note == "" {
		return f.Message
	}
	return f.Message + "; " + f.Note
}

// summary says what was looked at and what was found.
func summary(r *hook.Report) string {
	var parts []string
	if len(r.Repairs) > 0 {
		parts = append(parts, fmt.Sprintf("%d repaired", len(r.Repairs)))
	}
	parts = append(parts, count(len(r.Findings), kind(r)+"violation"))
	if len(r.Existing) > 0 || comparing(r) {
		parts = append(parts, fmt.Sprintf("%d old", len(r.Existing)))
	}
	parts = append(parts, fmt.Sprintf("%d ignored", len(r.Ignored)))
	return fmt.Sprintf("%s looked at: %s", count(r.Files, "file"), strings.Join(parts, ", "))
}

// comparing says that the report is about what is new, not about whole files.
func comparing(r *hook.Report) bool { return r.Mode != "scan" && r.Mode != "fix" }

func kind(r *hook.Report) string {
	if comparing(r) {
		return "new "
	}
	return ""
}

func count(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

// next is what to type now that there are findings.
func (p Printer) next(r *hook.Report) [][2]string {
	rule := r.Findings[0].Rule
	return append(p.repair(r),
		[2]string{"to learn why", p.typed() + " rules " + rule},
		[2]string{"to allow it", fmt.Sprintf("write above the instruction: # ddhook:ignore %s -- your reason", rule)},
	)
}

// repair is what to type to have the files of a commit or a scan without violations.
func (p Printer) repair(r *hook.Report) (steps [][2]string) {
	if r.Mode != "staged" && r.Mode != "scan" {
		return nil
	}
	byFix, byHand := p.files(r, false), p.files(r, true)
	byHand = slices.DeleteFunc(byHand, func(f file) bool { return slices.Contains(byFix, f) })
	if len(byFix) > 0 {
		shown := byFix[:min(len(byFix), mostFiles)]
		steps = append(steps, [2]string{"to repair", p.fixing(r, shown)})
		if more := len(byFix) - len(shown); more > 0 {
			steps = append(steps, [2]string{"and then", "the same with " + count(more, "other file")})
		}
	}
	if len(byHand) > 0 && r.Mode == "staged" {
		names := typed(byHand[:min(len(byHand), mostFiles)])
		if len(byHand) > mostFiles {
			names += " ..."
		}
		steps = append(steps, [2]string{"to go on", "repair the file, then: git add " + names})
	}
	return steps
}

// mostFiles is how many files are named in one line.
const mostFiles = 5

// file is a file with findings.
type file struct {
	word string // how it is typed
	old  bool   // it has violations that were there before
}

// files are the files with findings that are repaired by hand, or by `ddhook fix`.
func (p Printer) files(r *hook.Report, byHand bool) (files []file) {
	last := ""
	for _, f := range r.Findings {
		if f.Path == last || f.ByHand != byHand {
			continue
		}
		last = f.Path
		old := slices.ContainsFunc(r.Existing, func(old hook.Finding) bool { return old.Path == last })
		files = append(files, file{word: ShellWord(p.Up + r.Up + f.Path), old: old})
	}
	return files
}

func typed(files []file) string {
	var words []string
	for _, f := range files {
		words = append(words, f.word)
	}
	return strings.Join(words, " ")
}

// typed is what to type to run this program again.
func (p Printer) typed() string { return ShellWord(cmp.Or(p.Program, "ddhook")) }

// fixing is the command that repairs files. It fails when something old is left, which is no reason not to commit.
func (p Printer) fixing(r *hook.Report, files []file) string {
	names := typed(files)
	command := p.typed() + " fix " + names
	switch {
	case r.Mode == "scan":
		return command
	case slices.ContainsFunc(files, func(f file) bool { return f.old }):
		return command + "; git add " + names
	}
	return command + " && git add " + names
}

// Lines writes lines, each of which may have names from a repository in it.
func Lines(w io.Writer, lines []string) error {
	var out bytes.Buffer
	for _, line := range lines {
		fmt.Fprintln(&out, Escape(line))
	}
	_, err := w.Write(out.Bytes())
	return err
}
