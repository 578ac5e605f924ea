// Package env holds what is known about variables where a command runs: the ENV and ARG of a Dockerfile's stage, which
// the dockerfile package fills and the shell package reads.
package env

import "sort"

// State says how much is known about a variable.
type State int

// The four states. They differ in `${X:-w}`: for Free and Unset it is w, for Unknown nobody knows.
const (
	Free    State = iota // nothing in the file sets it: its value is unknown, but it has no value of the file's own
	Unset                // known to be unset: it expands to nothing
	Unknown              // set, to something that the file does not tell (an ARG without default, `read`)
	Fixed                // set to Text
)

// Value is what is known about one variable.
type Value struct {
	State State
	Text  string // for Fixed; [Placeholder] stands for each part that nobody can know
}

// String is what the variable expands to.
func (v Value) String() string {
	switch v.State {
	case Fixed:
		return v.Text
	case Unset:
		return ""
	}
	return Placeholder
}

// Placeholder stands in a text for what is not known before the command runs. It is a Unicode noncharacter, which no
// real command contains.
const Placeholder = "\uffff"

// Of is the value of a variable that is set to text. Beyond [MaxValue] it is Unknown.
func Of(text string) Value {
	if len(text) > MaxValue {
		return Value{State: Unknown}
	}
	return Value{State: Fixed, Text: text}
}

// MaxValue is the longest value, in bytes, that is followed: doubling a variable line by line would else double the
// memory with every line. It is far more than a command line of flags takes.
const MaxValue = 64 << 10

// Stage records the ENV and ARG of one build stage in the order of the file. A later one of a name wins over an
// earlier one, whichever of the two it is, as BuildKit does it.
type Stage struct {
	parent Scope
	vars   map[string][]setting
	n      int
}

type setting struct {
	at    int
	arg   bool
	value Value
}

// NewStage begins a stage that inherits what parent sees (the zero Scope: nothing).
func NewStage(parent Scope) *Stage {
	return &Stage{parent: parent, vars: map[string][]setting{}}
}

// Env records an ENV instruction's variable.
func (s *Stage) Env(name string, v Value) { s.set(name, v, false) }

// Arg records an ARG instruction's variable.
func (s *Stage) Arg(name string, v Value) { s.set(name, v, true) }

func (s *Stage) set(name string, v Value, arg bool) {
	s.n++
	s.vars[name] = append(s.vars[name], setting{s.n, arg, v})
}

// Scope is what is visible now: later settings do not change it.
func (s *Stage) Scope() Scope { return Scope{stage: s, at: s.n} }

// Scope is a view of the variables at one place of a Dockerfile. It is a small value; the zero Scope knows nothing.
type Scope struct {
	stage  *Stage
	at     int
	noArgs bool
}

// WithoutArgs is the view of CMD, ENTRYPOINT, HEALTHCHECK and ONBUILD, where no ARG exists any more.
func (s Scope) WithoutArgs() Scope {
	s.noArgs = true
	return s
}

// Get is the value of name.
func (s Scope) Get(name string) Value {
	for ; s.stage != nil; s = s.up() {
		sets := s.stage.vars[name]
		i := sort.Search(len(sets), func(i int) bool { return sets[i].at > s.at }) - 1
		for ; i >= 0; i-- {
			if !s.noArgs || !sets[i].arg {
				return sets[i].value
			}
		}
	}
	return Value{}
}

func (s Scope) up() Scope {
	parent := s.stage.parent
	parent.noArgs = parent.noArgs || s.noArgs
	return parent
}
