package shell

import (
	"slices"
	"strings"
)

// lexiconOf gives the words of a command interpreter that cannot be parsed, nil for another program.
func lexiconOf(program string) *lexicon {
	switch strings.ToLower(program) {
	case "powershell", "pwsh":
		return powershellWords
	case "cmd":
		return cmdWords
	case "csh", "elvish", "fish", "lksh", "nu", "oksh", "osh", "pdksh", "posh", "tcsh", "xonsh", "yash":
		return posixWords
	}
	return nil
}

// foreign scans the script of a command interpreter that cannot be parsed: what stands behind an option for it, or, when
// the interpreter has nothing but options, what it reads.
func (s *script) foreign(program string, args []arg, st state) {
	var words []arg
	lex := lexiconOf(program)
	switch lex {
	case powershellWords:
		words = powershellScript(args[1:])
	case cmdWords:
		words = cmdScript(args[1:])
	default:
		words = shellScript(args[1:])
	}
	text := joinArgs(words, " ")
	switch {
	case st.stdin != nil && (len(words) == 0 || text.String() == "-") && allOptions(args[1:]):
		text = *st.stdin
	case len(words) == 0:
		return
	}
	if !s.enter() {
		return
	}
	defer s.leave()
	// The words before the last may stand in the SHELL instruction, far from the command.
	at := text.Offset(0)
	if n := len(words); n > 0 {
		at = words[n-1].span.Start
	}
	s.warn(at, "%s cannot be parsed: its script was scanned word by word", program)
	s.scan(text, lex)
}

func allOptions(args []arg) bool {
	return !slices.ContainsFunc(args, func(a arg) bool { return !strings.HasPrefix(a.String(), "-") })
}

// shellScript gives the word behind -c, which may stand behind other letters.
func shellScript(args []arg) []arg {
	for i, a := range args {
		text := a.String()
		if text == "--command" || len(text) > 1 && text[0] == '-' && text[1] != '-' && strings.HasSuffix(text, "c") {
			return args[i+1 : min(i+2, len(args))]
		}
	}
	return nil
}

// cmdScript gives the words behind /c or /k ("cmd /?").
func cmdScript(args []arg) []arg {
	for i, a := range args {
		if text := strings.ToLower(a.String()); text == "/c" || text == "/k" {
			return args[i+1:]
		}
	}
	return nil
}

// powershellScript gives the words behind -Command, which may be cut short or left out ("powershell -?").
func powershellScript(args []arg) []arg {
	for i := 0; i < len(args); i++ {
		name, isOption := strings.CutPrefix(strings.ToLower(args[i].String()), "-")
		switch {
		case !isOption:
			return args[i:]
		case name != "" && strings.HasPrefix("command", name):
			return args[i+1:]
		case name != "" && (strings.HasPrefix("file", name) || strings.HasPrefix("encodedcommand", name)):
			return nil
		case slices.ContainsFunc(powershellValues, func(full string) bool { return strings.HasPrefix(full, name) }):
			i++
		}
	}
	return nil
}

// powershellValues are PowerShell's options that take a value.
var powershellValues = []string{"executionpolicy", "ex", "ep", "version", "windowstyle", "inputformat",
	"outputformat", "configurationname", "configurationfile", "custompipename", "psconsolefile",
	"settingsfile", "workingdirectory"}
