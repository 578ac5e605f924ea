// Package changes brings together what a commit, a range or a push changes: for each selected file its new content and
// the old ones it is compared with.
package changes

// Change is one selected file that differs from at least one parent, to be judged.
type Change struct {
	Path string // from the top of the repository, with "/"
	New  Content
	// Olds are the versions that New is compared with: one per parent that has the file, under whatever name; none
	// when all of the file is new. It is asked only when New has findings, since it may have to find renames.
	Olds func() ([]Old, error)
}

// Old is the file as one parent has it.
type Old struct {
	Path string // differs from the change's when the file was renamed
	Read Content
}

// Content reads one version of a file.
type Content func() ([]byte, error)
