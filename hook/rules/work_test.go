package rules_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/budget"
	"github.com/ddhook/ddhook/hook/judge"
)

// What it takes to hold each command of a file to each word of a team's rules is counted.
func TestWork(t *testing.T) {
	repeat := strings.Repeat
	variables := strings.ReplaceAll(numbered(20, "A@_#=1|"), "@", "#") // 32 times as many, all with other names
	for _, tt := range []struct{ name, rules, text string }{
		{
			"flags in GOFLAGS and alternatives", "r: {command: go test, require: [" + repeat(repeat("-x|", 60)+"-y, ", 31) + "-z]}",
			"ENV GOFLAGS=\"" + repeat("-q ", 330) + "\"\nRUN " + repeat("go test;", 40),
		},
		{
			"variables and alternatives", "r: {command: go test, require: [" + numbered(32, variables+"Z=1, ") + "]}",
			"ENV " + strings.ReplaceAll(numbered(32, variables), "=1|", "=2 ") + "\nRUN " + repeat("go test;", 40),
		},
		{"commands of a letter and rules", numbered(100, "r#: {forbid: x a}\n"), repeat("RUN "+repeat("x;", 8)+"\n", 4_000)},
	} {
		v, err := judge.File(own(t, strings.TrimSpace(tt.rules)), []byte("FROM x\n"+tt.text+"\n"), false)
		if v.Used < 1 && !errors.Is(err, budget.ErrTooMuch) {
			t.Errorf("%s: %.2f of the budget, %v", tt.name, v.Used, err)
		}
	}
}

// Where looking for the programs of all rules in what is only scanned would take too long, a warning comes without.
func TestManyPrograms(t *testing.T) {
	programs := strings.ReplaceAll(numbered(31, "p@_#|q@_#|r@_#, "), "@", "#") // in each rule others
	set := own(t, strings.TrimSpace(numbered(40, "r#: {forbid: ["+programs+"x]}\n")))
	for size, want := range map[int]int{100: 0, 2_000: 1} {
		v, err := judge.File(set, []byte("FROM x\nRUN <<E\n( "+strings.Repeat(strings.Repeat("1;", 50)+"\n", size)+"\nE\n"), false)
		if err != nil || len(v.Warnings) != want {
			t.Errorf("%d lines: %v, %v", size, v.Warnings, err)
		}
	}
}

// What is told of a violation is short, since there may be very many.
func TestLongWords(t *testing.T) {
	rule := "r: {command: x, require: [" + strings.Repeat(strings.Repeat("-a|", 60)+"-y, ", 31) + "-z]}"
	if v := found(t, own(t, rule), "x")[0]; len(v.Message)+len(v.Fix) > 1000 {
		t.Errorf("%d bytes: %.99s; %.99s", len(v.Message)+len(v.Fix), v.Message, v.Fix)
	}
}

// numbered puts a text together of lines with their numbers in the place of #.
func numbered(n int, line string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(line, "#", strconv.Itoa(i)))
	}
	return b.String()
}
