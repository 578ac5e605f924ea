package repo

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/repo/gittest"
	"github.com/ddhook/ddhook/hook/repo/object"
)

// partialClone is a clone without any file's content, in which a change of one file is staged.
func partialClone(t *testing.T) (work string, r *Repository, change object.Change) {
	t.Helper()
	work = gittest.TempDir(t)
	gittest.Sh(t, work, prelude+`git init -q origin; cd origin; git config uploadpack.allowFilter true; fill; cd ..
		git clone -q --no-checkout --filter=blob:none "file://$PWD/origin" repo; cd repo; git read-tree HEAD
		echo new >../new; printf '100644 %s\ta.Dockerfile\n' $(git hash-object -w ../new) | git update-index --index-info`)
	r, err := Open(context.Background(), filepath.Join(work, "repo"), gittest.Environ(work))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	head, err := r.Head()
	if err != nil {
		t.Fatal(err)
	}
	changes, err := r.Staged(head, isDockerfile)
	if err != nil || len(changes) != 1 {
		t.Fatal(changes, err)
	}
	return work, r, changes[0]
}

// TestPartialClone reads a file that only the remote has.
func TestPartialClone(t *testing.T) {
	_, r, change := partialClone(t)
	if data, err := r.Blob(change.Old.ID); err != nil || string(data) != "FROM a\n" {
		t.Errorf("the old content is %q, %v", data, err)
	}
}

// TestPartialCloneOffline wants to be told why, and what is staged can be read all the same.
func TestPartialCloneOffline(t *testing.T) {
	work, r, change := partialClone(t)
	if err := os.RemoveAll(filepath.Join(work, "origin")); err != nil {
		t.Fatal(err)
	}
	if data, err := r.Blob(change.Old.ID); err == nil || !strings.Contains(err.Error(), change.Old.ID) || !strings.Contains(err.Error(), "origin") {
		t.Errorf("the old content is %q, %v; want an error that names the object and the remote", data, err)
	}
	if data, err := r.Blob(change.New.ID); err != nil || string(data) != "new\n" {
		t.Errorf("the new content is %q, %v", data, err)
	}
}

// TestForeignOwner has a repository of somebody else: it is read as far as git is not needed, and then git's refusal is
// passed on with its remedy.
func TestForeignOwner(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can give a repository to somebody else")
	}
	dir := gittest.TempDir(t)
	gittest.Sh(t, dir, prelude+`git init -q repo; cd repo; fill; change; chown -R 12345 .`)
	r, err := Open(context.Background(), filepath.Join(dir, "repo"), gittest.Environ(dir))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	head, err := r.Head()
	if err != nil {
		t.Fatal(err)
	}
	if changes, err := r.Staged(head, isDockerfile); err != nil || len(changes) == 0 {
		t.Errorf("got %v, %v", changes, err)
	}
	if _, err := r.Git.StagedRenames(head, isDockerfile); err == nil || !strings.Contains(err.Error(), "safe.directory") {
		t.Errorf("got %v, want git's remedy", err)
	}
}
