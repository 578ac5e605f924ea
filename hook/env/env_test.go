package env_test

import (
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/env"
)

func TestString(t *testing.T) {
	scope := env.Scope{"fixed": env.Of("text"), "unset": {State: env.Unset}, "unknown": {State: env.Unknown}}
	for name, want := range map[string]string{
		"fixed": "text", "unset": "", "unknown": env.Placeholder, "set by nothing": env.Placeholder,
	} {
		if got := scope[name].String(); got != want {
			t.Errorf("%s expands to %q, want %q", name, got, want)
		}
	}
}

func TestOf(t *testing.T) {
	if got := env.Of(strings.Repeat("x", env.MaxValue)); got.State != env.Fixed || len(got.Text) != env.MaxValue {
		t.Errorf("the longest value is %v of %d bytes", got.State, len(got.Text))
	}
	if got := env.Of(strings.Repeat("x", env.MaxValue+1)); got != (env.Value{State: env.Unknown}) {
		t.Errorf("a longer one is %v of %d bytes", got.State, len(got.Text))
	}
}
