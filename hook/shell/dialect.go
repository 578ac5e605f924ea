package shell

import "mvdan.cc/sh/v3/syntax"

// dialect is a shell's language, as far as it matters for which commands are run.
type dialect struct {
	variants  []syntax.LangVariant // how to parse it, the best first
	braces    bool                 // {a,b} is expanded
	splits    bool                 // an unquoted $x is cut into words
	bareIsAll bool                 // $a of an array is all its elements
	persists  bool                 // an assignment before a special builtin stays
	lastPipe  bool                 // the last command of a pipe runs in the shell itself
}

// The variants behind the first are tried because the parser refuses here and there what the shell itself takes, and
// because sh is another shell on other systems.
var (
	posixShell = dialect{variants: []syntax.LangVariant{syntax.LangPOSIX}, splits: true, persists: true}
	bashShell  = dialect{variants: []syntax.LangVariant{syntax.LangBash, syntax.LangPOSIX},
		braces: true, splits: true}
	kornShell = dialect{braces: true, splits: true, persists: true, lastPipe: true,
		variants: []syntax.LangVariant{syntax.LangMirBSDKorn, syntax.LangBash}}
	zShell = dialect{braces: true, bareIsAll: true, lastPipe: true,
		variants: []syntax.LangVariant{syntax.LangZsh, syntax.LangBash}}
)

// dialectOf gives the dialect of a shell by the base name of its program, nil for another program.
func dialectOf(program string) *dialect {
	switch program {
	case "sh", "ash", "dash":
		return &posixShell
	case "bash", "rbash":
		return &bashShell
	case "ksh", "ksh93", "mksh":
		return &kornShell
	case "zsh":
		return &zShell
	}
	return nil
}

// fallback is the dialect to try on a script that d cannot parse: in many images sh is bash.
func (d *dialect) fallback() *dialect {
	if d == &posixShell {
		return &bashShell
	}
	return nil
}
