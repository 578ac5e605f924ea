package install

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// lineRunning is the 1-based line at which the text of a shell has ddhook run for a hook, so that what it finds stops
// the hook; 0 when it does not for all we know. In a text that is run with the switch -e every command's failure does.
func lineRunning(text []byte, hook string, errexit bool) int {
	script, err := parseShell(text)
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(text), "\n")
	errexit = errexit || strings.HasPrefix(first, "#!") && setsErrexit(strings.Fields(first)[1:])
	for i, stmt := range script.Stmts {
		if stops(stmt, hook, errexit || i == len(script.Stmts)-1) {
			return int(stmt.Pos().Line())
		}
		if ends(stmt) || hook == "pre-push" && !isHarmless(stmt) { // which may have read what was for ddhook
			return 0
		}
		if words := wordsOf(stmt); len(words) > 0 && words[0] == "set" {
			errexit = (errexit || setsErrexit(words[1:])) && !clearsErrexit(words[1:])
		}
	}
	return 0
}

func parseShell(text []byte) (*syntax.File, error) {
	return syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(bytes.NewReader(text), "")
}

// stops says whether the statement runs ddhook and what it finds stops the hook; counts, whether the statement's own
// failure does.
func stops(stmt *syntax.Stmt, hook string, counts bool) bool {
	if stmt.Negated || stmt.Background {
		return false
	}
	switch cmd := stmt.Cmd.(type) {
	case *syntax.CallExpr:
		return counts && isCall(wordsOf(stmt), hook)
	case *syntax.BinaryCmd:
		switch cmd.Op {
		case syntax.AndStmt, syntax.Pipe:
			return stops(cmd.Y, hook, counts)
		case syntax.OrStmt:
			return stops(cmd.X, hook, true) && fails(cmd.Y)
		}
	case *syntax.IfClause: // if ! ddhook staged; then exit 1; fi
		if len(cmd.Cond) != 1 || !cmd.Cond[0].Negated || len(cmd.Then) == 0 {
			return false
		}
		return isCall(wordsOf(cmd.Cond[0]), hook) && fails(cmd.Then[len(cmd.Then)-1])
	}
	return false
}

// fails says whether the statement ends the script, and not well.
func fails(stmt *syntax.Stmt) bool {
	if block, ok := stmt.Cmd.(*syntax.Block); ok && len(block.Stmts) > 0 {
		return fails(block.Stmts[len(block.Stmts)-1])
	}
	words := wordsOf(stmt)
	return len(words) > 0 && words[0] == "exit" && !slices.Equal(words[1:], []string{"0"})
}

// ends says whether nothing after the statement is run.
func ends(stmt *syntax.Stmt) bool {
	words := wordsOf(stmt)
	return len(words) > 0 && (words[0] == "exit" || words[0] == "exec" && len(words) > 1)
}

// isHarmless says whether the statement neither ends the script nor reads standard input.
func isHarmless(stmt *syntax.Stmt) bool {
	call, ok := stmt.Cmd.(*syntax.CallExpr)
	if !ok || len(call.Args) == 0 {
		return ok
	}
	harmless := []string{".", ":", "source", "set", "export", "readonly", "unset", "umask", "echo", "printf"}
	return slices.Contains(harmless, wordsOf(stmt)[0])
}

// isCall says whether the words run ddhook as the hook is to.
func isCall(words []string, hook string) bool {
	for len(words) > 0 && (words[0] == "exec" || words[0] == "command") {
		words = words[1:]
	}
	if len(words) == 0 || strings.TrimSuffix(path.Base(words[0]), ".exe") != "ddhook" {
		return false
	}
	rest := slices.DeleteFunc(slices.Clone(words[1:]), func(word string) bool { return strings.HasPrefix(word, "-") })
	if hook == "pre-push" {
		return len(rest) > 0 && rest[0] == "pre-push"
	}
	return len(rest) == 0 || rest[0] == "staged"
}

// setsErrexit looks at the switches of a shell, or of set.
func setsErrexit(words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool {
		return word == "errexit" || strings.HasPrefix(word, "-") && !strings.HasPrefix(word, "--") && strings.Contains(word, "e")
	})
}

// clearsErrexit looks at the words of set.
func clearsErrexit(words []string) bool {
	for i, word := range words {
		if strings.HasPrefix(word, "+") && strings.Contains(word, "e") || word == "errexit" && i > 0 && words[i-1] == "+o" {
			return true
		}
	}
	return false
}

// wordsOf are the words of a simple command, without quotes where those are around all of it; nil when stmt is none.
func wordsOf(stmt *syntax.Stmt) []string {
	call, ok := stmt.Cmd.(*syntax.CallExpr)
	if !ok {
		return nil
	}
	var words []string
	for _, arg := range call.Args {
		var b strings.Builder
		_ = syntax.NewPrinter().Print(&b, arg) // a strings.Builder takes everything
		words = append(words, strings.Trim(b.String(), `"'`))
	}
	return words
}
