// Package dockerfile reads a Dockerfile into its instructions, with the places of everything in the file.
//
// Where instructions begin and end, what a flag is and what a heredoc holds is decided by the parser that `docker
// build` uses (moby/buildkit); this package finds the bytes of each again, since that parser knows lines only.
package dockerfile

import (
	"github.com/ddhook/ddhook/hook/env"
	"github.com/ddhook/ddhook/hook/source"
)

// File is a parsed Dockerfile.
type File struct {
	Source       *source.File
	Instructions []Instruction // in the order of the file
	Comments     []Comment     // in the order of the file; parser directives are not comments
	Ignores      []Ignore      // in the order of the file
	Unparsed     []source.Unparsed
	Refused      bool // the parser gave up on the file: all but exec forms is read by word scan
}

// Instruction is one instruction.
type Instruction struct {
	Keyword string        // in upper case: "RUN"; for ONBUILD the keyword after it
	OnBuild bool          // it stands after ONBUILD
	Stage   *Stage        // that it is in: of a FROM the one that it begins
	Span    source.Span   // from the keyword (ONBUILD's too) to the end of the last line, heredocs included, the line end not
	Form    Form          // of what it has a container run
	Argv    []source.Text // see Form; none for an instruction such as COPY
	Env     env.Scope     // the variables that Docker sets for it
}

// Stage is one build stage, or what stands before the first FROM.
type Stage struct {
	Image string // that it is built on, in lower case, its variables replaced as far as they are known; "" before the first FROM
	Base  *Stage // the stage of this file that Image is; nil when it is none
}

// Form is how an instruction's Argv is to be read.
type Form int

const (
	// Exec is a list of words for the kernel: exec form, or a heredoc with a shebang (its words, "-c", the script).
	Exec  Form = iota
	Shell      // the words of the SHELL in force and after them one more, the script
	Scan       // one text that could not be parsed, to be scanned word by word
)

// Comment is a comment line, wherever Docker allows one: between instructions or among the lines of one.
type Comment struct {
	Text string      // without "#" and the blanks around it
	Span source.Span // from the "#" to the end of the line, without the line end
}

// IgnoreSign is what an ignore comment begins with.
const IgnoreSign = "# ddhook:ignore"

// Ignore is a comment `# ddhook:ignore RULE[, RULE ...] -- reason`, or one that was meant to be one.
type Ignore struct {
	Sign        string      // what it begins with: [IgnoreSign], or something like it ("# ddhook ignore=")
	Rules       []string    // as written, "," and blanks between them taken off
	Dash        string      // what stands before the reason: "--", or a dash that was meant to be it; "" for none
	Reason      string      // "" when there is none
	Span        source.Span // from the "#" to the end of the line
	Instruction int         // index of the instruction that it is about; -1 when there is none
}
