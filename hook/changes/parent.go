package changes

import (
	"github.com/ddhook/ddhook/hook/repo"
	"github.com/ddhook/ddhook/hook/repo/object"
)

// parent is a commit that the newer side is compared with.
type parent struct {
	commit string
	files  map[string]repo.Entry // at the paths of the changes
	// rename asks git which of the changed files the commit has under another name, and whether git has looked for all.
	rename  func(commit string, want func(path []byte) bool) (found []object.Change, complete bool, err error)
	asked   bool                  // rename is asked once, whatever comes of it
	partly  bool                  // git gave up
	renamed map[string]repo.Entry // what rename found, by the new path
}

// old finds the file at path in the parent, under that name or another one; the zero Entry means that it is not there. An
// error is returned once.
func (p *parent) old(path string, want func([]byte) bool) (repo.Entry, error) {
	if old := p.files[path]; old.IsFile() {
		return old, nil
	}
	if !p.asked {
		p.asked = true
		found, complete, err := p.rename(p.commit, want)
		if err != nil {
			return repo.Entry{}, err
		}
		p.partly = !complete
		p.renamed = map[string]repo.Entry{}
		for _, c := range found {
			p.renamed[c.Path] = c.Old
		}
	}
	if old := p.renamed[path]; old.IsFile() {
		return old, nil
	}
	return repo.Entry{}, nil
}

// has reports whether the parent has this very content at this path.
func (p *parent) has(e repo.Entry) bool {
	old := p.files[e.Path]
	return old.IsFile() && old.ID == e.ID
}
