package changes

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/ddhook/ddhook/hook/repo"
	"github.com/ddhook/ddhook/hook/repo/object"
)

// Push tells apart the two hooks that see a push: what each reads on standard input, and which commits it knows.
type Push int

// The hooks of githooks(5).
const (
	PrePush    Push = iota // in the sender's repository: known is what the remote-tracking refs reach
	PreReceive             // in the receiver's: known is what any ref reaches
)

// Update is one ref that a push changes.
type Update struct {
	Ref string // on the receiver's side
	Old string // its commit there before the push, or a tag; "" when it is created
	New string // what it will be; "" when it is deleted
}

// ReadUpdates reads the hook's standard input: lines "local-ref local-id remote-ref remote-id" for pre-push, "old-id
// new-id ref" for pre-receive.
func (p Push) ReadUpdates(stdin io.Reader) ([]Update, error) {
	var updates []Update
	lines := bufio.NewScanner(stdin)
	for lines.Scan() {
		words := strings.Split(lines.Text(), " ")
		if p == PrePush && len(words) > 4 { // a local side that is no name of a ref is given as it was typed
			words = words[len(words)-4:]
		}
		var u Update
		switch {
		case p == PrePush && len(words) == 4:
			u = Update{Ref: words[2], Old: words[3], New: words[1]}
		case p == PreReceive && len(words) == 3:
			u = Update{Ref: words[2], Old: words[0], New: words[1]}
		}
		if !object.IsID(u.Old) || !object.IsID(u.New) {
			return nil, fmt.Errorf("standard input has the line %q, which git gives no such hook", lines.Text())
		}
		u.Old, u.New = orNone(u.Old), orNone(u.New)
		updates = append(updates, u)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("reading what is pushed: %w", err)
	}
	return updates, nil
}

// orNone makes git's id of zeros the "" that it means.
func orNone(id string) string {
	if strings.Trim(id, "0") == "" {
		return ""
	}
	return id
}

// Tip is the newer side of one pushed ref.
type Tip struct {
	Ref      string
	Commit   string   // tags peeled
	Boundary []string // the known commits that it is compared with; none when all of it is new
	Settings string   // the commit whose settings hold; "" when there is none
}

// Tips gives the tips that bring commits nobody knows yet: no deletions, no refs on something known, and no tags of
// something else than a commit. One that cannot be told does not keep the others from being looked at.
func (p Push) Tips(r *repo.Repository, updates []Update) ([]Tip, error) {
	var tips []Tip
	var errs []error
	for _, u := range updates {
		tip, isNew, err := p.tip(r, u)
		switch {
		case err != nil:
			errs = append(errs, fmt.Errorf("%s: %w", u.Ref, err))
		case isNew:
			tips = append(tips, tip)
		}
	}
	return tips, errors.Join(errs...)
}

func (p Push) tip(r *repo.Repository, u Update) (tip Tip, isNew bool, err error) {
	tip.Ref = u.Ref
	if u.New == "" {
		return tip, false, nil
	}
	if isCommit, err := r.Git().LeadsToCommit(u.New); err != nil || !isCommit {
		return tip, false, err
	}
	if tip.Commit, err = r.Git().Commit(u.New); err != nil {
		return tip, false, err
	}
	known := []string{"--remotes"}
	if p == PreReceive {
		known = []string{"--all"}
	}
	old := r.Git().CommitIfHere(u.Old)
	if old != "" {
		known = append(known, old)
	}
	if tip.Boundary, isNew, err = r.Git().Boundary(tip.Commit, known...); err != nil {
		return tip, false, err
	}
	if old != "" && !slices.Contains(tip.Boundary, old) {
		tip.Boundary = append([]string{old}, tip.Boundary...)
	}
	tip.Settings, err = p.settings(r, tip.Commit, old)
	return tip, isNew, err
}

// settings is the newer side for the sender, who must be able to change them. The receiver takes the old tip, or the
// default branch for a new ref: who pushes must not loosen what holds for the push.
func (p Push) settings(r *repo.Repository, pushed, old string) (string, error) {
	switch {
	case p == PrePush:
		return pushed, nil
	case old != "":
		return old, nil
	}
	return r.Head()
}

// Changes gives what the tip has that no boundary commit has.
func (t Tip) Changes(r *repo.Repository, sel Selector) (Set, error) {
	return between(r, t.Boundary, t.Commit, sel)
}
