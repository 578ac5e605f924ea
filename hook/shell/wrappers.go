package shell

import "slices"

// wrapper is a command whose work is to run another one, which stands among its arguments. Options are named as they
// are written, without dashes, in lists separated by blanks. A lone "-" is an option named "-".
type wrapper struct {
	names    []string
	builtin  bool   // it is part of the shell, not a program
	short    string // one-letter options as getopt(3) has them: "k:" takes a value, "e::" only an attached one
	long     string // long options that take a value
	oneDash  string // long options that may begin with one dash
	operands int    // words before the command
	assigns  bool   // NAME=value words before the command set variables for it
	noRun    string // options with which no command is run
	needs    string // an option without which no command is run
	script   string // options whose value is a script for the shell
	split    string // options whose value is cut into words that go on
	clears   bool   // the command gets an environment of its own, unless a keep option is given
	clear    string // options that take everything out of the environment
	keep     string // options that keep the environment, or the names they list
	unset    string // options that take one name out of it
	user     bool   // a shell is run: options may stand anywhere, the words are a user and the shell's arguments
	command  string // for user: options with which the words are a command after all
	shell    string // for user: options that name the shell
	replace  string // options that name what stands for unknown words
	more     bool   // unknown words are added at the end
	actions  string // the commands stand after these words, each up to ";" or "+"
}

// wrappers is the table of wrappers. The option grammars are those of the manuals of GNU coreutils, findutils and
// time, util-linux, sudo, doas, su-exec, gosu, tini, dumb-init, BusyBox and POSIX (2.14 and "command").
var wrappers = []*wrapper{
	{names: []string{"command"}, builtin: true, short: "+pvV", noRun: "v V"},
	{names: []string{"builtin", "noglob", "nocorrect"}, builtin: true},
	{names: []string{"exec"}, builtin: true, short: "+cla:", clear: "c"},
	{names: []string{"env"}, short: "+iu:C:S:P:a:v0", long: "unset chdir split-string argv0", assigns: true,
		clear: "- i ignore-environment", unset: "u unset", split: "S split-string", noRun: "help version"},
	{names: []string{"timeout"}, short: "+k:s:v", long: "kill-after signal", operands: 1, noRun: "help version"},
	{names: []string{"nice"}, short: "+n:", long: "adjustment", noRun: "help version"},
	{names: []string{"ionice"}, short: "+n:c:p:P:u:tVh", long: "class classdata pid pgid uid", noRun: "p pid P pgid u uid V h"},
	{names: []string{"chrt"}, short: "+abdD:fiphmoP:T:rRvV", long: "sched-runtime sched-period sched-deadline",
		operands: 1, noRun: "p pid m max h V"},
	{names: []string{"taskset"}, short: "+apchV", operands: 1, noRun: "p pid h V"},
	{names: []string{"nohup", "orchestrion"}, noRun: "help version"},
	{names: []string{"stdbuf"}, short: "+i:o:e:", long: "input output error", noRun: "help version"},
	{names: []string{"setsid"}, short: "+Vhcfw", noRun: "V version h help"},
	{names: []string{"time"}, short: "+af:o:pqvV", long: "format output", noRun: "V version help"},
	{names: []string{"chroot"}, short: "+", long: "groups userspec", operands: 1, noRun: "help version"},
	{names: []string{"flock"}, short: "+sexnoFuw:E:hV", long: "wait timeout conflict-exit-code", operands: 1,
		script: "c command", noRun: "V version h help"},
	{names: []string{"xargs"}, short: "+0a:E:e::i::I:l::L:n:oprs:txP:d:",
		long: "arg-file delimiter max-args max-procs max-chars process-slot-var", replace: "I i replace",
		more: true, noRun: "help version"},
	{names: []string{"find"}, actions: "-exec -execdir -ok -okdir"},
	{names: []string{"sudo"}, short: "+Aa:bBC:c:D:Eeg:Hh::iKklNnPp:R:r:SsT:t:U:u:Vv",
		long:  "auth-type close-from login-class chdir group host prompt chroot role type command-timeout other-user user",
		noRun: "e edit l list K remove-timestamp V version v validate help", assigns: true,
		clears: true, clear: "i login", keep: "E preserve-env"},
	{names: []string{"doas"}, short: "+a:C:Lnsu:", noRun: "C L", clears: true},
	{names: []string{"su", "runuser"}, user: true, short: "c:fg:G:lmpPs:u:hVw:", shell: "s shell", command: "u user",
		long:   "command session-command group supp-group shell user whitelist-environment",
		script: "c command session-command", clear: "- l login", noRun: "h help V version"},
	{names: []string{"gosu", "su-exec"}, operands: 1, noRun: "help version"},
	{names: []string{"tini", "tini-static"}, short: "+hvwgslp:e:", noRun: "h l version"},
	{names: []string{"dumb-init"}, short: "+hcr:vV", long: "rewrite", noRun: "h help V version"},
	{names: []string{"python"}, short: "+Bc:dEiIm:OPqsSuvVW:xX:", split: "m", needs: "m", noRun: "c h V help version"},
	{names: []string{"busybox"}, noRun: "list list-full help install"},
}

// shellOptions are those of a shell (POSIX "sh"; bash adds the long ones and -O) and of set.
var shellOptions = &wrapper{short: "o:O:", long: "init-file rcfile", clear: "-",
	oneDash: "debug debugger help init-file login noediting noprofile norc posix rcfile restricted verbose version"}

// wrapperOf returns the row of a program, nil when it has none. Of what is part of the shell, only the bare word is meant.
func wrapperOf(program, word string) *wrapper {
	for _, name := range Names(program) {
		for _, w := range wrappers {
			if slices.Contains(w.names, name) && (!w.builtin || program == word) {
				return w
			}
		}
	}
	return nil
}

// Runs reports whether a program runs commands that stand among its words.
func Runs(program string) bool {
	return wrapperOf(program, program) != nil || isShell(program) || grammarOf(program) != nil || listed("eval trap", program)
}

// OnlyRuns reports whether a program is a wrapper or a shell that runs the command which it is given once, and does nothing
// else that shows: whoever takes the command out may take it out too.
func OnlyRuns(word string) bool {
	name := Program(word)
	w := wrapperOf(name, name)
	return name == "eval" || isShell(name) || w != nil && name != "exec" && !w.more && w.actions == ""
}
