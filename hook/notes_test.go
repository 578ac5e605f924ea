package hook

import (
	"testing"

	"github.com/ddhook/ddhook/hook/compare"
	"github.com/ddhook/ddhook/hook/rules"
)

func TestNote(t *testing.T) {
	const surroundings = "this line is unchanged; what stands around it made it a command"
	for _, tt := range []struct {
		name string
		v    compare.Introduced
		want string
	}{
		{name: "added", v: compare.Introduced{Cause: compare.Added}},
		{name: "edited", v: compare.Introduced{Cause: compare.Edited}, want: "you changed this command; it was in violation before"},
		{name: "about the file as a whole", v: compare.Introduced{Cause: compare.Elsewhere, Violation: rules.Violation{WholeFile: true}}},
		{name: "silenced before", v: compare.Introduced{Cause: compare.Elsewhere, WasIgnored: true, Before: "go build"},
			want: "this command is unchanged; a ddhook:ignore comment silenced it before"},
		{name: "another command before", v: compare.Introduced{Cause: compare.Elsewhere, Before: "go build -mod=mod"},
			want: "this command is unchanged; what it runs was: go build -mod=mod"},
		{name: "no command before", v: compare.Introduced{Cause: compare.Elsewhere}, want: surroundings},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := note(tt.v); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
