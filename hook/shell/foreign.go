package shell

import (
	"slices"
	"strings"
)

// foreign gives the words of a command interpreter that cannot be parsed, nil for another program.
func foreign(program string) *lexicon {
	switch strings.ToLower(program) {
	case "powershell", "pwsh":
		return powershellWords
	case "cmd":
		return cmdWords
	}
	return nil
}

// foreign scans the script of PowerShell or cmd.
func (s *script) foreign(program string, args []arg) {
	lex := foreign(program)
	words := powershellScript(args[1:])
	if lex == cmdWords {
		words = cmdScript(args[1:])
	}
	if len(words) == 0 {
		return
	}
	text := joinArgs(words, " ")
	if !s.enter() {
		return
	}
	defer s.leave()
	// The words before the last may stand in the SHELL instruction, far from the command.
	s.warn(words[len(words)-1].span.Start, "%s cannot be parsed: its script was scanned word by word", program)
	s.scan(text, lex)
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
