// Package repo reads a git repository: what is staged, what a commit holds, what a range changed. It reads natively
// what it can and asks the installed git for the rest; nobody else can tell which of the two answered.
package repo

// Entry is one path of a tree or of the index.
type Entry struct {
	Path string // as git stores it: bytes, with "/"
	Mode uint32 // git's file mode, such as 0o100644
	ID   string // hexadecimal object id
}
