package env_test

import (
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/env"
)

// TestScope looks up X at one place of a stage that inherits from another one.
func TestScope(t *testing.T) {
	text := env.Of
	unknown, unset := env.Value{State: env.Unknown}, env.Value{State: env.Unset}
	// seen records settings in a stage upon the scope above, and gives what is visible then.
	seen := func(above env.Scope, record func(*env.Stage)) env.Scope {
		s := env.NewStage(above)
		record(s)
		return s.Scope()
	}
	nothing := func(*env.Stage) {}
	envX := func(s *env.Stage) { s.Env("X", text("env")) }
	argX := func(s *env.Stage) { s.Arg("X", text("arg")) }
	both := func(s *env.Stage) { envX(s); argX(s) }
	for _, tt := range []struct {
		name  string
		scope env.Scope
		want  env.Value
	}{
		{name: "no stage", scope: env.Scope{}},
		{name: "nothing", scope: seen(env.Scope{}, nothing)},
		{name: "another name", scope: seen(env.Scope{}, func(s *env.Stage) { s.Env("Y", text("y")) })},
		{name: "ENV", scope: seen(env.Scope{}, envX), want: text("env")},
		{name: "ARG after ENV", scope: seen(env.Scope{}, both), want: text("arg")},
		{name: "ENV after ARG", scope: seen(env.Scope{}, func(s *env.Stage) { argX(s); envX(s) }), want: text("env")},
		{name: "ARG where there is none", scope: seen(env.Scope{}, argX).WithoutArgs()},
		{name: "ENV behind an ARG that is none", scope: seen(env.Scope{}, both).WithoutArgs(), want: text("env")},
		{name: "inherited", scope: seen(seen(env.Scope{}, envX), nothing), want: text("env")},
		{name: "inherited and set", scope: seen(seen(env.Scope{}, envX), argX), want: text("arg")},
		{name: "inherited behind an ARG that is none", scope: seen(seen(env.Scope{}, both), argX).WithoutArgs(), want: text("env")},
		{name: "an inherited ARG where there is none", scope: seen(seen(env.Scope{}, argX), nothing).WithoutArgs()},
		{name: "unknown hides what is inherited", scope: seen(seen(env.Scope{}, envX), func(s *env.Stage) { s.Arg("X", unknown) }), want: unknown},
		{name: "unset hides what is inherited", scope: seen(seen(env.Scope{}, envX), func(s *env.Stage) { s.Env("X", unset) }), want: unset},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.scope.Get("X"); got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}

// TestScopeStays sets variables after a scope was taken: neither it nor a stage that inherits it sees them.
func TestScopeStays(t *testing.T) {
	s := env.NewStage(env.Scope{})
	s.Env("X", env.Of("first"))
	before := s.Scope()
	child := env.NewStage(before).Scope()
	s.Env("X", env.Of("second"))
	s.Env("Y", env.Of("new"))
	for name, scope := range map[string]env.Scope{"the scope": before, "what inherits it": child} {
		if x, y := scope.Get("X"), scope.Get("Y"); x.Text != "first" || y.State != env.Free {
			t.Errorf("%s has X %+v and Y %+v", name, x, y)
		}
	}
	if got := s.Scope().Get("X"); got.Text != "second" {
		t.Errorf("now X is %+v", got)
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
