package changes

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/repo"
	"github.com/ddhook/ddhook/hook/repo/gitcli"
	"github.com/ddhook/ddhook/hook/repo/object"
)

// Push is one of the two hooks of githooks(5) that see a push: they differ in what they read, and in which commits they know.
type Push string

// In the sender's repository, known is what the remote-tracking refs reach; in the receiver's, what any ref reaches.
const (
	PrePush    Push = "pre-push"
	PreReceive Push = "pre-receive"
)

// Update is one ref that a push changes.
type Update struct {
	Ref string // on the receiver's side
	Old string // its commit there before the push, or a tag; zeros when it is created
	New string // what it will be; zeros when it is deleted
}

// ReadUpdates reads the hook's standard input: "local-ref local-id remote-ref remote-id" a line, or "old-id new-id ref".
func (p Push) ReadUpdates(stdin io.Reader) ([]Update, error) {
	var updates []Update
	lines := bufio.NewScanner(stdin)
	for lines.Scan() {
		words := strings.Split(lines.Text(), " ")
		var u Update
		switch n := len(words); {
		case p == PrePush && n >= 4: // a local side that is not the name of a ref is given as it was typed, with blanks
			u = Update{Ref: words[n-2], Old: words[n-1], New: words[n-3]}
		case p == PreReceive && n == 3:
			u = Update{Ref: words[2], Old: words[0], New: words[1]}
		}
		if !object.IsID(u.Old) || !object.IsID(u.New) {
			return nil, fmt.Errorf("standard input has the line %q, which git gives no such hook", lines.Text())
		}
		updates = append(updates, u)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("reading what is pushed: %w", err)
	}
	return updates, nil
}

// Tip is the newer side of one pushed ref.
type Tip struct {
	Ref      string
	Commit   string   // tags peeled
	Old      string   // the commit that the ref had before; "" when it had none, or when it is not here
	Boundary []string // the known commits that it is compared with; none when all of it is new
}

// Tips returns the tips that bring commits nobody knows yet: no deletions, no refs on something known, and no tags of
// something else than a commit. With an error they are those that can be read. Git walks the history once for all.
func (p Push) Tips(r *repo.Repository, updates []Update) ([]Tip, error) {
	var tips []Tip
	var walk []string // what git is to walk: the tips without what the receiver has
	var errs []error
	here := r.Git.Here()
	defer here.Close()
	for _, u := range updates {
		old, _ := commitOf(here, u.Old) // it may not be here
		commit, err := commitOf(r.Git, u.New)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", u.Ref, err))
		}
		if commit != "" {
			tips, walk = append(tips, Tip{Ref: u.Ref, Commit: commit, Old: old}), append(walk, commit)
		}
		if old != "" {
			walk = append(walk, "^"+old)
		}
	}
	if len(tips) == 0 {
		return nil, errors.Join(errs...)
	}
	boundaries, err := r.Git.Boundaries(walk, map[Push]string{PrePush: "--remotes", PreReceive: "--all"}[p])
	errs = append(errs, err)
	tips = slices.DeleteFunc(tips, func(t Tip) bool { _, isNew := boundaries[t.Commit]; return !isNew })
	for i, t := range tips {
		tips[i].Boundary = boundaries[t.Commit]
		if t.Old != "" && !slices.Contains(tips[i].Boundary, t.Old) {
			tips[i].Boundary = append([]string{t.Old}, tips[i].Boundary...)
		}
	}
	return tips, errors.Join(errs...)
}

// commitOf returns the commit that an id leads to; "" for zeros, and for what is not a commit, such as a tag of a file.
func commitOf(git *gitcli.Git, id string) (string, error) {
	if strings.Trim(id, "0") == "" {
		return "", nil
	}
	commit, kind, err := git.Peel(id)
	switch {
	case err == nil && kind == "":
		return "", fmt.Errorf("%s is missing; `git fsck` says more", id)
	case kind != "" && kind != "commit": // whatever else is to be said of it
		return "", nil
	}
	return commit, err
}
