package report

import (
	"bytes"
	"crypto/sha256"
	"fmt"

	"github.com/ddhook/ddhook/hook"
)

// writeGitLab prints a Code Quality report (docs.gitlab.com, "Code Quality report format"). A fingerprint says which of the
// commands that break a rule alike in a file it is, and not at which line, so that moved lines do not change it.
func writeGitLab(out *bytes.Buffer, r *hook.Report) error {
	issues := []object{}
	seen := map[string]int{}
	for _, f := range r.Findings {
		kind := f.Rule + "\x00" + f.Path + "\x00" + f.Command
		seen[kind]++
		id := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", kind, seen[kind]))
		issues = append(issues, object{
			"description": whole(f), "check_name": f.Rule, "fingerprint": fmt.Sprintf("%x", id[:16]), "severity": "major",
			"location": object{"path": f.Path, "lines": object{"begin": f.Line}},
		})
	}
	return encode(out, issues)
}
