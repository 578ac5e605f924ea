package report

import (
	"bytes"
	"crypto/sha1"
	"fmt"
	"net/url"
	"unicode/utf8"

	"github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/ddhook/ddhook/hook"
	"github.com/ddhook/ddhook/hook/rules"
)

// writeSARIF prints SARIF 2.1.0: ignored findings are suppressed, those that were there before are an unchanged
// baseline.
func writeSARIF(out *bytes.Buffer, r *hook.Report, failures []string, version string) error {
	log, err := sarif.New(sarif.Version210)
	if err != nil {
		return err
	}
	run := sarif.NewRunWithInformationURI("ddhook", "https://github.com/ddhook/ddhook")
	run.Tool.Driver.WithVersion(version)
	run.WithColumnKind("utf16CodeUnits")
	for _, rule := range rules.BuiltIn("") {
		run.AddRule(rule.Name).WithDescription(rule.Summary)
	}
	for _, f := range r.Findings {
		result := sarifResult(run, f)
		if comparing(r) {
			result.WithBaselineState("new")
		}
	}
	for _, f := range r.Existing {
		sarifResult(run, f).WithBaselineState("unchanged")
	}
	for _, f := range r.Ignored {
		sarifResult(run, f).AddSuppression(suppression(f))
	}
	notify(run.AddInvocation(len(failures) == 0), r, failures)
	log.AddRun(run)
	if err := log.PrettyWrite(out); err != nil {
		return err
	}
	return out.WriteByte('\n')
}

func sarifResult(run *sarif.Run, f hook.Finding) *sarif.Result {
	return run.CreateResultForRule(f.Rule).
		WithLevel("error").
		WithMessage(sarif.NewTextMessage(full(f) + "; " + f.Fix)).
		WithLocations([]*sarif.Location{sarifLocation(f)})
}

func sarifLocation(f hook.Finding) *sarif.Location {
	region := sarif.NewRegion().WithStartLine(f.Line).WithEndLine(f.EndLine)
	if n := len(f.Source); n > 0 {
		region.WithStartColumn(utf16Column(f.Source[0], f.Column)).WithEndColumn(utf16Column(f.Source[n-1], f.EndColumn))
	}
	return sarif.NewLocationWithPhysicalLocation(sarif.NewPhysicalLocation().
		WithArtifactLocation(sarif.NewArtifactLocation().WithUri(uri(f.Path))).
		WithRegion(region))
}

// suppression is an ignore comment. The library writes an absent location or guid as null, which the schema of SARIF
// does not allow, so that both are given: the guid is one of version 5 (RFC 9562) made of the finding's place.
func suppression(f hook.Finding) *sarif.Suppression {
	id := sha1.Sum(fmt.Appendf(nil, "%s\x00%s\x00%d\x00%d", f.Rule, f.Path, f.Line, f.Column))
	id[6], id[8] = id[6]&0x0f|0x50, id[8]&0x3f|0x80
	return sarif.NewSuppression("inSource").WithStatus("accepted").WithJustifcation(f.Reason).WithLocation(sarifLocation(f)).
		WithGuid(fmt.Sprintf("%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:16]))
}

// notify tells what could not be looked at as it should.
func notify(invocation *sarif.Invocation, r *hook.Report, failures []string) {
	add := func(level, message string) *sarif.Notification {
		n := sarif.NewNotification().WithLevel(level).WithTextMessage(message)
		invocation.ToolExecutionNotifications = append(invocation.ToolExecutionNotifications, n)
		return n
	}
	for _, w := range r.Warnings {
		n := add("warning", w.Message)
		if w.Path == "" {
			continue
		}
		place := sarif.NewPhysicalLocation().WithArtifactLocation(sarif.NewArtifactLocation().WithUri(uri(w.Path)))
		if w.Line > 0 {
			place.WithRegion(sarif.NewRegion().WithStartLine(w.Line))
		}
		n.AddLocation(sarif.NewLocationWithPhysicalLocation(place))
	}
	for _, message := range failures {
		add("error", message)
	}
}

// uri is a path as a relative reference, or as a file URI when it is absolute; bytes that are no UTF-8 survive in it.
func uri(path string) string {
	u := url.URL{Path: path}
	if len(path) > 0 && path[0] == '/' {
		u.Scheme = "file"
	}
	return u.String()
}

// utf16Column makes a 1-based column in bytes one in UTF-16 code units, as SARIF counts unless told otherwise.
func utf16Column(line string, column int) int {
	n := 1
	for _, r := range line[:min(column-1, len(line))] {
		n++
		if r > 0xffff && r <= utf8.MaxRune {
			n++
		}
	}
	return n
}
