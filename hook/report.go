package hook

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/fix"
	"github.com/ddhook/ddhook/hook/judge"
	"github.com/ddhook/ddhook/hook/rules"
)

// Report is the outcome of one check, whatever the form it is printed in.
type Report struct {
	Mode      string       // the subcommand: "staged", "diff", "scan", ...
	Blocks    string       // what Findings block: a "commit", a "merge", a "push", or ""
	Whole     bool         // files that nobody changes were named, of which all counts; nothing is called new then
	Files     int          // how many files were looked at
	Unchecked bool         // nothing was looked at, since nothing that could be in violation changed; a warning says why
	Rules     []rules.Rule // that the files were held to
	Findings  []Finding    // what is wrong; in a comparison only what is new
	Existing  []Finding    // violations of the same files that were there before; they block nothing
	Ignored   []Finding    // silenced by a comment, see Finding.Reason
	Repairs   []Remark     // what was repaired
	Planned   bool         // Repairs were not made
	Warnings  []Remark     // what could not be looked at as it should
	Unlisted  []string     // paths that look like a Dockerfile and that no glob selects
	Select    []string     // the lines of .ddhook.yaml that would select Unlisted too
	Up        string       // what to type before a path of the report in the folder of the command

	found    int         // violations of all files so far
	brought  int         // files of all refs of a push
	isLate   func() bool // a push took longer than [longest]; nil elsewhere
	used     float64     // see [judge.Verdict]: of all of them
	tried    *rules.File // the last one that a repair was tried of
	repaired fix.Result  // what came of it, with what all trials have cost
}

// The bounds of all that is compared in one run: a push of a kilobyte may bring 50,000 files. As many real ones use about
// 250 times what is allowed for one. As much as one file count settings of settingsCost bytes, keptCost bytes of versions
// with violations, and linesCost lines that git compares, which may take a second.
const maxFound, maxBrought, maxUsed, settingsCost, keptCost, linesCost = 4 * budget.MaxFound, 150_000, 300, 32 << 10, 256 << 10, 200_000

var errTooMuch = errors.New("this is too much to look at together: commit or push less at once")

func (r *Report) isTooMuch() bool {
	return r.found > maxFound || r.brought > maxBrought || r.used > maxUsed || r.isLate != nil && r.isLate()
}

// sort puts what was found in the order of the files.
func (r *Report) sort() {
	for _, list := range [][]Finding{r.Findings, r.Existing, r.Ignored} {
		slices.SortStableFunc(list, func(a, b Finding) int { return cmp.Compare(a.Path, b.Path) })
	}
	slices.SortStableFunc(r.Warnings, func(a, b Remark) int { return cmp.Compare(a.Path, b.Path) })
}

// Finding is one violation at one place. Its form in JSON is a promise, see the report's.
type Finding struct {
	Rule      string   `json:"rule"`
	Path      string   `json:"path"`       // with "/": from the top of the repository, or as named to a scan
	Line      int      `json:"line"`       // 1-based
	Column    int      `json:"column"`     // 1-based, bytes
	EndLine   int      `json:"end_line"`   // never before Line
	EndColumn int      `json:"end_column"` // just past the last byte
	Command   string   `json:"command"`
	Message   string   `json:"message"`
	Fix       string   `json:"fix"`
	Reason    string   `json:"reason,omitempty"` // of an ignored finding
	Note      string   `json:"-"`                // why it is new, or what to know before it is repaired; "" mostly
	ByHand    bool     `json:"-"`                // `ddhook fix` leaves it
	Edited    bool     `json:"-"`                // the file on disk is not the one that is checked
	Source    []string `json:"-"`                // its lines, at least one, of many the first ones and the last, without line ends
}

// Remark is something that a person has to know about a file.
type Remark struct {
	Path    string `json:"path"` // as in a Finding; "" where it is about none
	Line    int    `json:"line"` // 1-based, of a repair in the file as it was; 0 for a whole file
	Message string `json:"message"`
}

func (r *Report) warn(path, format string, args ...any) {
	r.Warnings = append(r.Warnings, Remark{Path: path, Message: fmt.Sprintf(format, args...)})
}

// addVerdict adds what a verdict says beside its violations.
func (r *Report) addVerdict(path string, v judge.Verdict) {
	for _, w := range v.Warnings {
		r.Warnings = append(r.Warnings, Remark{path, w.Line, w.Message})
	}
	for _, ig := range v.Ignored {
		r.Ignored = append(r.Ignored, finding(path, v, ig))
	}
}

// mostSource is how many source lines a finding has before its last: more than any form shows.
const mostSource = 10

func finding(path string, v judge.Verdict, found rules.Violation) Finding {
	span := found.Span()
	f := Finding{
		Rule: found.Rule, Path: path, Command: found.Title, Message: found.Message, Fix: found.Fix, Reason: found.Reason,
	}
	f.Line, f.Column = v.Source.Position(span.Start)
	f.EndLine, f.EndColumn = v.Source.Position(span.End)
	for line := f.Line; line <= f.EndLine; line++ {
		if len(f.Source) == mostSource {
			line = f.EndLine
		}
		f.Source = append(f.Source, v.Source.Copy(line))
	}
	return f
}
