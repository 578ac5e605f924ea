// Package env holds what is known about variables where a command runs: dockerfile sets ENV and ARG, and shell reads them.
package env

// State is how much is known about a variable.
type State int

// The four states. They differ in `${X:-w}`: for NotInFile and Unset it is w, for Unknown it is unknown.
const (
	NotInFile State = iota // nothing in the file sets it: `$X` is unknown
	Unset                  // known to be unset: it expands to nothing
	Unknown                // set, to something that the file does not tell (an ARG without default, `read`)
	Fixed                  // set to Text
)

// Value is what is known about one variable.
type Value struct {
	State State
	Text  string // for Fixed; [Placeholder] stands for each part that is unknown
}

// String returns what the variable expands to.
func (v Value) String() string {
	switch v.State {
	case Fixed:
		return v.Text
	case Unset:
		return ""
	}
	return Placeholder
}

// Placeholder stands in a text for what is only known when the command runs. It is a noncharacter: no real one has it.
const Placeholder = "\uffff"

// Of returns the value of a variable that is set to text. It is Unknown beyond [MaxValue], and where all of it is.
func Of(text string) Value {
	if len(text) > MaxValue || text == Placeholder {
		return Value{State: Unknown}
	}
	return Value{State: Fixed, Text: text}
}

// MaxValue is the longest value, in bytes, that is followed: doubling a variable line by line would else double the
// memory with every line. It is far more than a command line of flags takes.
const MaxValue = 64 << 10

// Scope holds the variables at one place of a Dockerfile, by name.
type Scope map[string]Value
