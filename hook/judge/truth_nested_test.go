package judge_test

import "strings"

// The statements that hold a whole script.

// structure puts a script into a structure of the shell, in a branch that runs.
func (g *generator) structure(depth int) string {
	s := g.script(depth)
	end := "; "
	if strings.Contains(s, "\n") {
		end = "\n"
	}
	v := g.name()
	return g.one(
		"if true; then "+s+end+"fi",
		"if false; then true; else "+s+end+"fi",
		"if false; then true; elif true; then "+s+end+"fi",
		"if "+s+end+"then true; fi",
		"for "+v+" in a; do "+s+end+"done",
		"for "+v+" in a b; do\n"+s+"\ndone",
		"while true; do "+s+end+"break; done",
		"until false; do "+s+end+"break; done",
		"case x in x) "+s+end+";; esac",
		"case $(echo x) in a) ;; *) "+s+"\n;;\nesac",
		"{ "+s+end+"}",
		"( "+s+"\n)",
		"( "+s+end+")",
		"{ "+s+end+"} | cat",
		"true | { "+s+end+"}",
		"{ "+s+end+"} >out 2>&1",
		"true && { "+s+end+"}",
		"false || { "+s+end+"}",
		"{ "+s+end+"} & wait",
	)
}

// function puts a script into a function and calls it, or has a function make a command of its arguments.
func (g *generator) function(depth int) string {
	f, s := g.name(), g.script(depth)
	build := mark + "go build "
	return g.one(
		f+"() {\n"+s+"\n}; "+f,
		f+"() {\n"+s+"\n}; "+f+" go build; true",
		f+"() {\n"+s+"\n}; X=$("+f+")",
		f+"() {\n"+s+"\n}; true",
		f+"() {\ngo build\n}; "+f+"() {\n"+s+"\n}; "+f,
		f+"() { (\n"+s+"\n) }; "+f,
		f+`() { "$@"; }; `+f+" "+mark+"go "+g.arguments(),
		f+`() { shift; "$@"; }; `+f+" x "+mark+"go "+g.arguments(),
		f+"() { "+build+`"$@"; }; `+f+" -mod=mod; "+f+" -v",
		f+"() { "+build+`"$@"; }; GOFLAGS=-mod=mod `+f+" -v",
		f+"() { local A=-mod=mod; "+build+"$A; }; A=-v; "+f+"; "+build+"$A",
		f+"() { A=-mod=mod; }; A=-v; "+f+"; "+build+"$A",
		f+"() { eval \""+mark+"$1\"; }; "+f+" "+g.quote("go build -v"),
	)
}

// substitution puts a script into a command substitution.
func (g *generator) substitution(depth int) string {
	s := g.script(depth)
	if g.shell == "bash" && strings.Contains(s, "<<") {
		return s // bash 5.2 runs such a substitution as it would print it, and then forgets a ";" after the document
	}
	forms := []string{"X=$( " + s + "\n)", `echo "$( ` + s + "\n" + `)"`, "echo $( " + s + "\n) >out", "echo ${NOBODY:-$( " + s + "\n)}"}
	if !strings.ContainsAny(s, "\\`") {
		forms = append(forms, "X=`"+s+"\n`", "echo \"`true`\" `"+s+"\n`")
	}
	if g.shell == "bash" {
		forms = append(forms, "cat <( "+s+"\n)")
	}
	return g.one(forms...)
}

// inner hands a script to another shell, or to this one once more.
func (g *generator) inner(depth int) string {
	switch g.one("here", "sh", "sh", "bash") {
	case "sh":
		return g.child(g.one("sh -c", "sh -ec", "/bin/sh -c", "su nobody -c", "flock "+g.name()+" -c", "env -S 'sh -c'"), "sh", depth)
	case "bash":
		return g.child(g.one("bash -c", "bash -eo pipefail -c", "/bin/bash -xc", "env bash -c"), "bash", depth)
	}
	q := g.quote(g.script(depth))
	return g.one("eval "+q, "eval 'true;' "+q, "(trap "+q+" EXIT; true)")
}

// child has a command run a script in a shell of its own.
func (g *generator) child(command, shell string, depth int) string {
	before := g.shell
	g.shell = shell
	s := g.script(depth)
	g.shell = before
	if command += " " + g.quote(s); !strings.HasPrefix(command, "flock") {
		command += g.one("", "", " x go build")
	}
	if g.maybe(3) {
		return g.assignments() + g.wrap(command)
	}
	return command
}

// quote writes a text as one word.
func (g *generator) quote(text string) string {
	forms := []string{
		"'" + strings.ReplaceAll(text, "'", `'\''`) + "'",
		"'" + strings.ReplaceAll(text, "'", `'"'"'`) + "'",
		`"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "$", `\$`, "`", "\\`").Replace(text) + `"`,
	}
	if !strings.Contains(text, "\n") {
		forms = append(forms, backslashes(text))
	}
	if g.shell == "bash" {
		forms = append(forms, "$'"+strings.NewReplacer(`\`, `\\`, "'", `\'`, "\n", `\n`).Replace(text)+"'")
	}
	return g.one(forms...)
}

// backslashes quotes each letter that could be special on its own.
func backslashes(text string) string {
	var b strings.Builder
	for _, r := range text {
		if strings.ContainsRune(" \t\\'\"`$&|;()<>{}*?[]#~=%!", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// document feeds a script to a shell by a here document, or a here string.
func (g *generator) document(depth int) string {
	before, end := g.shell, g.name()
	g.shell = g.one("sh", "bash")
	s := g.script(depth)
	command := g.one("", "", "env X=1 ", "sudo -E ", "timeout 60 ") + g.shell + g.one("", " -s", " -e", " -s --")
	g.shell = before
	escaped := strings.NewReplacer(`\`, `\\`, "$", `\$`, "`", "\\`").Replace(s)
	forms := []string{
		command + " <<'" + end + "'\n" + s + "\n" + end,
		command + " <<\"" + end + "\"\n" + s + "\n" + end,
		command + " <<" + end + "\n" + escaped + "\n" + end,
		command + " <<'" + end + "' && true\n" + s + "\n" + end,
	}
	if g.shell == "bash" {
		forms = append(forms, command+" <<<"+g.quote(s)+"\n")
	}
	return g.one(forms...)
}
