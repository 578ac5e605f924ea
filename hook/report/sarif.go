package report

import (
	"bytes"
	"net/url"
	"strings"
	"unicode/utf16"

	"github.com/ddhook/ddhook/hook"
)

// object is one of JSON.
type object = map[string]any

func textObject(s string) object { return object{"text": s} }

// writeSARIF prints SARIF 2.1.0: ignored findings are suppressed, those that were there before are an unchanged
// baseline. Where nothing was checked there are no results, since an empty list says that all is well.
func writeSARIF(out *bytes.Buffer, r *hook.Report, failures []string, version string) error {
	results := []object{}
	add := func(f hook.Finding, key string, value any) {
		first, last := f.Source[0], f.Source[len(f.Source)-1]
		region := object{"startLine": f.Line, "startColumn": utf16Column(first, f.Column),
			"endLine": f.EndLine, "endColumn": utf16Column(last, f.EndColumn)}
		results = append(results, object{
			"ruleId": f.Rule, "level": "error", "message": textObject(whole(f)), "locations": sarifLocation(f.Path, region), key: value,
		})
	}
	key, value := "baselineState", "new"
	if !comparing(r) {
		key, value = "kind", "fail"
	}
	for _, f := range r.Findings {
		add(f, key, value)
	}
	for _, f := range r.Existing {
		add(f, "baselineState", "unchanged")
	}
	for _, f := range r.Ignored {
		add(f, "suppressions", []object{{"kind": "inSource", "status": "accepted", "justification": f.Reason}})
	}
	rules := []object{}
	for _, rule := range r.Rules {
		rule = rule.Explained()
		paragraph := strings.Join(strings.Fields(why(rule)), " ")
		rules = append(rules, object{
			"id": rule.Name, "shortDescription": textObject(summary(rule)), "fullDescription": textObject(paragraph),
			"help": textObject(explanation(rule)), "helpUri": Address,
		})
	}
	run := object{
		"tool": object{"driver": object{
			"name": "ddhook", "version": version, "informationUri": Address, "rules": rules,
		}},
		"columnKind":  "utf16CodeUnits",
		"invocations": []object{{"executionSuccessful": len(failures) == 0, "toolExecutionNotifications": notifications(r, failures)}},
	}
	if len(failures) == 0 && !r.Unchecked || len(results) > 0 {
		run["results"] = results
	}
	return encode(out, object{
		"version": "2.1.0", "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "runs": []object{run},
	})
}

// sarifLocation is a place in a file, or the whole file where the region begins at line 0.
func sarifLocation(path string, region object) []object {
	place := object{"artifactLocation": object{"uri": uri(path)}}
	if region["startLine"] != 0 {
		place["region"] = region
	}
	return []object{{"physicalLocation": place}}
}

func notifications(r *hook.Report, failures []string) []object {
	all := []object{}
	for _, w := range r.Warnings {
		n := object{"level": "warning", "message": textObject(w.Message)}
		if w.Path != "" {
			n["locations"] = sarifLocation(w.Path, object{"startLine": w.Line})
		}
		all = append(all, n)
	}
	for _, message := range failures {
		all = append(all, object{"level": "error", "message": textObject(message)})
	}
	return all
}

// uri is a path as a relative reference, or as a file URI when it is absolute; bytes that are no UTF-8 survive in it.
func uri(path string) string {
	u := url.URL{Path: path}
	if len(path) > 0 && path[0] == '/' {
		u.Scheme = "file"
	}
	return u.String()
}

// utf16Column makes a 1-based column in bytes one in UTF-16 code units, as SARIF counts; not in a line that is very long.
func utf16Column(line string, column int) int {
	if len(line) > 16<<10 {
		return column
	}
	return 1 + len(utf16.Encode([]rune(line[:min(column-1, len(line))])))
}
