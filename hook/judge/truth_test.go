package judge_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/judge"
	"github.com/ddhook/ddhook/hook/rules"
)

// The forms in testdata/truth/forms are really run, and the calls of the go command that happen are compared with those
// that the verdict tells.
func TestTruth(t *testing.T) {
	w := newWorld(t)
	for _, s := range readSections(t) {
		t.Run(s.group+"/"+s.name, func(t *testing.T) {
			t.Parallel()
			for _, form := range s.forms(t, w.bin) {
				t.Run(form.shell, func(t *testing.T) {
					if tool := w.lacks(form.shell, form.text); tool != "" {
						t.Skipf("%s is not installed", tool)
					}
					form.check(t, w)
				})
			}
		})
	}
}

// tester is a test, or a case of a generated one.
type tester interface {
	Helper()
	Fatalf(format string, args ...any)
	Errorf(format string, args ...any)
}

// check runs a form and compares what happened with the verdict on each Dockerfile that the form can stand in.
func (f form) check(t tester, w *world) {
	t.Helper()
	script := strings.ReplaceAll(f.text, mark, "")
	var happened []ran
	var err error
	screen := ""
	if f.shell == "" {
		happened, err = w.build(script)
	} else {
		happened, screen, err = w.run([]string{f.shell, "-c", script}, nil)
	}
	if err != nil {
		t.Fatalf("%s: %v\n\n%s\n\n%s", f.shell, err, f.text, screen)
	}
	for _, dockerfile := range f.dockerfiles() {
		if f.crlf {
			dockerfile = strings.ReplaceAll(dockerfile, "\n", "\r\n")
		}
		if problems := f.problems(dockerfile, happened); len(problems) > 0 {
			t.Errorf("%s: %s\n\n%s\nran:%s\n%s", f.shell, strings.Join(problems, "\n"), dockerfile, list(happened), screen)
			return
		}
	}
}

// problems says how the verdict on a marked Dockerfile differs from what happened.
func (f form) problems(marked string, happened []ran) []string {
	dockerfile, marks := unmark(marked)
	v, err := judge.File(defaultRules(), []byte(dockerfile), false)
	if err != nil {
		return []string{err.Error()}
	}
	var problems []string
	if f.warns != (len(v.Warnings) > 0) {
		problems = append(problems, fmt.Sprintf("warnings: %v", v.Warnings))
	}
	if !f.loose && len(marks) > 0 && !slices.Equal(starts(v), marks) || f.loose && !near(dockerfile, starts(v), marks) {
		problems = append(problems, fmt.Sprintf("violations stand at %v, want %v", starts(v), marks))
	}
	differences := compare(v, happened)
	if !f.differ {
		return append(problems, differences...)
	}
	if got := ruleNames(v); !slices.Equal(got, f.static) {
		problems = append(problems, fmt.Sprintf("verdict %q, want %q", got, f.static))
	}
	if len(differences) == 0 {
		problems = append(problems, "the verdict is said to differ from what runs, and does not")
	}
	return problems
}

func defaultRules() *rules.Set { return rules.NewSet(nil, nil, "DD-BUILD-001") }

func list(happened []ran) string {
	var b strings.Builder
	for _, r := range happened {
		fmt.Fprintf(&b, "\n\t%q GOFLAGS=%q %s", r.argv, r.goflags, broken(r))
	}
	return b.String()
}
