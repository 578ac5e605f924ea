// Package hook is the whole check: what changed, what is wrong with it, and what of that is new.
package hook

// Report is the outcome of one check, whatever the form it is printed in.
type Report struct {
	Mode     string    // the subcommand: "staged", "diff", "scan", ...
	Files    int       // how many files were looked at
	Findings []Finding // what blocks
	Existing []Finding // violations of the same files that were there before; they block nothing
	Ignored  []Finding // silenced by a comment, see Finding.Reason
	Repairs  []Repair  // what was repaired
	Warnings []Warning // what could not be looked at as it should
	Unlisted []string  // paths that look like a Dockerfile and that no glob selects
	Select   []string  // the lines of .ddhook.yaml that would select Unlisted too
	Up       string    // what to type before a path of the report in the folder of the command
}

// Finding is one violation at one place.
type Finding struct {
	Rule      string
	Path      string // with "/": from the top of the repository, or as named to a scan
	Line      int    // 1-based
	Column    int    // 1-based, bytes
	EndLine   int
	EndColumn int // just past the last byte
	Command   string
	Message   string
	Fix       string
	Note      string   // why it is new, where that could surprise; "" otherwise
	Reason    string   // of an ignored finding
	ByHand    bool     // `ddhook fix` leaves it
	Source    []string // the source lines Line to EndLine, without line ends
}

// Repair is a violation that is gone.
type Repair struct {
	Path    string // as in a Finding
	Line    int    // 1-based, in the file as it was
	Message string
}

// Warning is something a person has to know about how a file was read. Line is 1-based, or 0 for a whole file.
type Warning struct {
	Path    string
	Line    int
	Message string
}
