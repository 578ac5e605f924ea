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

func (p Printer) advise(r *hook.Report) {
	for _, w := range r.Warnings {
		fmt.Fprintf(p.Err, "ddhook: warning: %s\n", Escape(place(w.Path, w.Line)+w.Message))
	}
	if n := len(r.Unlisted); n > 0 {
		named := Escape(strings.Join(r.Unlisted[:min(n, mostFiles)], ", "))
		if n > mostFiles {
			named += fmt.Sprintf(", and %d more", n-mostFiles)
		}
		fmt.Fprintf(p.Err, "ddhook: hint: looks like a Dockerfile, but no glob selects it: %s\n", named)
	}
	if len(r.Select) > 0 {
		fmt.Fprintf(p.Err, "ddhook: hint: these lines in .ddhook.yaml would; where there is none, ddhook init writes them:\n    %s\n",
			strings.Join(r.Select, "\n    "))
	}
}

// place is what a message about a file begins with; line 0 is the whole file.
func place(path string, line int) string {
	switch {
	case path == "":
		return ""
	case line == 0:
		return path + ": "
	}
	return fmt.Sprintf("%s:%d: ", path, line)
}

const mostFiles = 5 // that are named in one line

// Address is where to read more.
const Address = "https://github.com/ddhook/ddhook"

// full is what a machine is told about a finding beside its repair: it has no room of its own for the note.
func full(f hook.Finding) string { return strings.TrimSuffix(f.Message+"; "+f.Note, "; ") }

// whole is what a machine is told that has no room of its own for the repair either.
func whole(f hook.Finding) string { return full(f) + "; " + f.Fix }

// outcome says in one line what was looked at and what came of it; "" when there is nothing to say.
func outcome(r *hook.Report) string {
	wrong := byFile(r.Findings)
	switch {
	case r.Mode == "fix":
		done := "repaired"
		if r.Planned {
			done = "would be repaired"
		}
		for _, repair := range r.Repairs {
			wrong[repair.Path]++
		}
		return fmt.Sprintf("%d %s, %d left in %d of %s", len(r.Repairs), done, len(r.Findings), len(wrong), count(r.Files, "Dockerfile"))
	case !comparing(r), len(r.Findings) > 0 && r.Whole:
		line := fmt.Sprintf("%s in %d of %s (%d ignored)",
			count(len(r.Findings), "violation"), len(wrong), count(r.Files, "Dockerfile"), len(r.Ignored))
		if r.Whole {
			line += "; files were named that the commit leaves as they are, and checked whole"
		}
		return line
	case len(r.Findings) > 0:
		blocked := ""
		if r.Blocks != "" {
			blocked = r.Blocks + " blocked: "
		}
		return fmt.Sprintf("%s%s in %s (%d old, %d ignored)",
			blocked, count(len(r.Findings), "new violation"), count(len(wrong), "Dockerfile"), len(r.Existing), len(r.Ignored))
	case len(r.Existing) > 0:
		return fmt.Sprintf("%s checked, nothing new (%d old)", count(r.Files, "Dockerfile"), len(r.Existing))
	}
	return ""
}

func byFile(findings []hook.Finding) map[string]int {
	number := map[string]int{}
	for _, f := range findings {
		number[f.Path]++
	}
	return number
}

// comparing reports whether the report is about what is new, not about whole files.
func comparing(r *hook.Report) bool { return r.Mode != "scan" && r.Mode != "fix" }

func count(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

// next is what to type now that there are findings, each line once for all of them.
func (p Printer) next(r *hook.Report) (steps [][2]string) {
	var rules, why []string
	for _, f := range r.Findings {
		if !slices.Contains(rules, f.Rule) {
			rules, why = append(rules, f.Rule), append(why, cmp.Or(p.Program, "ddhook")+" rules "+f.Rule)
		}
	}
	if len(rules) == 0 {
		return nil
	}
	return append(p.repair(r),
		[2]string{"to learn why", strings.Join(why, "; ")},
		[2]string{"to allow it", fmt.Sprintf("write above the instruction: # ddhook:ignore %s -- your reason", strings.Join(rules, ", "))},
	)
}

// repair is what to type to have the files of a commit or a scan repaired. Of a file that is edited besides not everything
// may belong to the commit. That fix fails when something is left is no reason not to add the rest.
func (p Printer) repair(r *hook.Report) (steps [][2]string) {
	var all, whole, edited []string // the files in which something can be repaired, as they are typed
	seen := map[string]bool{}
	for _, f := range r.Findings {
		name := ShellWord(r.Up + f.Path)
		switch {
		case f.ByHand || seen[name]:
			continue
		case f.Edited:
			edited = append(edited, name)
		default:
			whole = append(whole, name)
		}
		seen[name], all = true, append(all, name)
	}
	if len(all) == 0 || r.Mode != "staged" && r.Mode != "scan" {
		return nil
	}
	commands := onFiles(cmp.Or(p.Program, "ddhook")+" fix", all)
	if r.Mode == "staged" {
		commands += onFiles("; git add", whole) + onFiles("; git add -p", edited)
	}
	steps = append(steps, [2]string{"to repair", commands})
	if more := len(all) - mostFiles; more > 0 {
		steps = append(steps, [2]string{"and then", "the same with " + count(more, "other file")})
	}
	return steps
}

// onFiles is a command with the first of some files; "" where there are none.
func onFiles(command string, files []string) string {
	if len(files) == 0 {
		return ""
	}
	return command + " " + strings.Join(files[:min(len(files), mostFiles)], " ")
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
